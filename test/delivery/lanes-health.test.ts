import { createTransport } from 'nodemailer';
import pino from 'pino';
import { type BounceListener, startBounceListener } from '../../activities/delivery/bounce-listener';
import { countLane, judgeLane, laneHealth, openBreaker } from '../../db/delivery/lane-health';
import { setLane } from '../../db/delivery/lane-settings';
import { recordReceipt } from '../../db/delivery/sms-receipts';
import { wholeClient } from '../../db/platform/scope';
import { testDb, type TestDb } from '../support/test-db';
import { breakerOf, countOf, drainMail, dsn, feedback, laneEntries } from './lanes-fixture';
import { DAY, ledgerKinds, messageOf, queue, scene, type Scene, setClock, START } from './mail/mail-fixture';
import { smtpStub } from './mail/smtp-stub';

let test: TestDb;
let listener: BounceListener;
let stub: Awaited<ReturnType<typeof smtpStub>>;
beforeAll(async () => {
  test = await testDb();
  const log = pino({ level: 'silent' });
  listener = await startBounceListener(
    { db: test.db, vault: test.vault, log, config: { BOUNCE_DOMAIN: 'bounce.example' } },
    0,
  );
});
beforeEach(async () => void (stub = await smtpStub()));
afterEach(() => stub.close());
afterAll(async () => {
  await listener.close();
  await test.close();
});

async function report(to: string, raw: string): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: listener.port, ignoreTLS: true });
  await transport.sendMail({ envelope: { from: '', to }, raw }).finally(() => transport.close());
}

/** A lane that has sent ten mails and concludes from ten; their return addresses. */
async function tenSent(): Promise<{ at: Scene; returns: string[] }> {
  const at = await scene(test);
  await test.db
    .updateTable('lanes')
    .set({ stop_volume: 10, stop_bounces: 0.1, stop_complaints: 0.2 })
    .where('id', '=', at.laneId)
    .execute();
  for (let i = 0; i < 10; i++) await queue(test, at);
  await drainMail(test, at, stub.url, async () => (await countOf(test, at, 'handed_over')) === 10);
  return { at, returns: stub.mails.map((mail) => mail.from) };
}

const limits = { ratePerMinute: 6000, burst: 100, opens: '00:00', closes: '24:00', dailyCapacity: null };

async function restart(at: Scene): Promise<void> {
  const { id } = await test.db
    .insertInto('persons')
    .values({ login: `manager-${at.laneId}`, name: 'manager' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { client_id } = await test.db
    .selectFrom('lanes')
    .select('client_id')
    .where('id', '=', at.laneId)
    .executeTakeFirstOrThrow();
  const change = {
    laneId: at.laneId,
    settings: { ...limits, restart: { reason: 'reviewed the list' } },
    by: { personId: id, shared: false },
  };
  await test.db.transaction().execute((trx) => setLane(trx, wholeClient(client_id!), change));
}

it('stops for hard bounces, says why in figures, lets nothing out, and goes on once a person restarts it', async () => {
  const { at, returns } = await tenSent();
  await report(returns[0]!, dsn('5.1.1'));
  await report(returns[0]!, dsn('5.1.1'));
  await report(returns[1]!, dsn('4.2.2'));
  expect(await judgeLane(test.db, { laneId: at.laneId })).toMatchObject({ stopped: null });
  await report(returns[2]!, dsn('5.1.1'));
  const next = await queue(test, at);
  // a worker that has sent nothing of it finds the counts in the database
  await drainMail(test, at, stub.url, async () => (await breakerOf(test, at)).breaker === 'open');
  expect(await breakerOf(test, at)).toEqual({ breaker: 'open', reason: 'bounce_rate:2/10:0.1' });
  expect((await messageOf(test, next.messageId)).status).toBe('queued');
  await restart(at);
  await drainMail(test, at, stub.url, async () => (await countOf(test, at, 'handed_over')) === 11);
  expect((await messageOf(test, next.messageId)).status).toBe('handed_over');
  expect((await laneHealth(test.db, at.laneId)).counts).toEqual({ sent: 1, refused: 0, bounced: 0, complaints: 0 });
  expect(await laneEntries(test, at)).toMatchObject([
    { kind: 'lane_stopped', by: 'system', reason: 'bounce_rate:2/10:0.1' },
    { kind: 'lane_changed', reason: 'reviewed the list', stoppedFor: 'bounce_rate:2/10:0.1' },
  ]);
});

it('stops for receipts that say so of numbers, too', async () => {
  const at = await scene(test, { lane: { channel: 'sms' } });
  const { messageId } = await queue(test, at, '+819012340001');
  const sent = { status: 'handed_over' as const, fence: 1, handed_over_at: new Date(START) };
  await test.db.updateTable('messages').set(sent).where('id', '=', messageId).execute();
  await countLane(test.db, at.laneId, { sent: 200, bounced: 20 });
  expect(await judgeLane(test.db, { laneId: at.laneId })).toMatchObject({ stopped: null });
  const receipt = { messageId, sid: 'SM1', status: 'undelivered', code: '30005' };
  await recordReceipt(test.db, at.docs, receipt);
  await recordReceipt(test.db, at.docs, receipt);
  expect(await judgeLane(test.db, { laneId: at.laneId })).toMatchObject({ stopped: 'bounce_rate:21/200:0.1' });
});

it('forgets what lies before its window', async () => {
  const { at, returns } = await tenSent();
  await setClock(test, START + DAY + 60_000);
  for (const to of returns.slice(0, 5)) await report(to, dsn('5.1.1'));
  expect((await laneHealth(test.db, at.laneId)).counts).toMatchObject({ sent: 0, bounced: 5 });
  expect(await judgeLane(test.db, { laneId: at.laneId })).toMatchObject({ stopped: null });
});

it('takes a complaint once, as the end of mail to that address, and stops for too many', async () => {
  const { at, returns } = await tenSent();
  const code = (index: number) => returns[index]!.slice(2, 14);
  await report('fbl@bounce.example', feedback('abuse', `Original-Mail-From: <${returns[0]}>`));
  await report('fbl@bounce.example', feedback('abuse', `Original-Mail-From: <${returns[0]}>`));
  await report(
    'fbl@bounce.example',
    feedback('abuse', '', `Message-ID: <${code(1)}.${test.vault.mailTag(code(1))}.00ff@bounce.example>`),
  );
  await report(returns[2]!, feedback('not-spam'));
  expect(listener.counts).toMatchObject({ complained: 2, delivered: 1 });
  const refusals = await test.db
    .selectFrom('arrivals as a')
    .innerJoin('journeys as j', 'j.id', 'a.journey_id')
    .innerJoin('pieces as p', 'p.customer_id', 'j.customer_id')
    .select(['a.kind', 'a.data', 'a.source'])
    .where('p.code', '=', code(0))
    .orderBy('a.seq')
    .execute();
  expect(refusals).toEqual([
    { kind: 'opt_out', data: { channel: 'mail', purpose: 'service_notice' }, source: 'smtp:arf' },
    { kind: 'opt_out', data: { channel: 'mail', purpose: 'offer' }, source: 'smtp:arf' },
  ]);
  expect((await ledgerKinds(test, at)).filter((kind) => kind === 'complained')).toHaveLength(2);
  expect(await judgeLane(test.db, { laneId: at.laneId })).toMatchObject({ stopped: null });
  await report(returns[3]!, feedback('abuse'));
  expect(await judgeLane(test.db, { laneId: at.laneId })).toMatchObject({ stopped: 'complaint_rate:3/10:0.2' });
});

it('counts a complaint for every customer who has the address', async () => {
  const { at, returns } = await tenSent();
  const other = await queue(test, at);
  const own = await test.db
    .selectFrom('pieces as p')
    .innerJoin('contact_points as c', 'c.customer_id', 'p.customer_id')
    .select('c.hash')
    .where('p.code', '=', returns[0]!.slice(2, 14))
    .executeTakeFirstOrThrow();
  await test.db.updateTable('contact_points').set(own).where('customer_id', '=', other.customerId).execute();
  await report(returns[0]!, feedback('abuse'));
  const arrivals = test.db.selectFrom('arrivals').select('kind').where('journey_id', '=', other.journeyId);
  expect(await arrivals.execute()).toEqual([{ kind: 'opt_out' }, { kind: 'opt_out' }]);
});

it('restarts by itself once a provider that was away answers again', async () => {
  const at = await scene(test);
  await queue(test, at);
  expect(await openBreaker(test.db, { laneId: at.laneId, reason: 'provider_unreachable' })).toBe(true);
  await drainMail(test, at, stub.url, async () => (await countOf(test, at, 'handed_over')) === 1);
  expect(await breakerOf(test, at)).toEqual({ breaker: 'closed', reason: null });
  expect((await laneEntries(test, at)).map((entry) => entry.kind)).toEqual(['lane_stopped', 'lane_restarted']);
});
