import { createTransport } from 'nodemailer';
import pino from 'pino';
import { type BounceListener, startBounceListener } from '../../../activities/delivery/bounce-listener';
import { findQuick } from '../../../db/platform/alerts/causes';
import { alertText } from '../../../domain/texts/alerts';
import { testDb, type TestDb } from '../../support/test-db';
import { breakerOf, countOf, drainMail, dsn } from '../lanes-fixture';
import { messageOf, queue, type Queued, scene, type Scene } from './mail-fixture';
import { type Behaviour, smtpStub } from './smtp-stub';

/** Mail servers of recipients refuse us by policy (5.7.x): a block list, a missing DKIM signature, our reputation. */
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
afterEach(() => stub.close());
afterAll(async () => {
  await listener.close();
  await test.close();
});

const MAILS = 30;

async function queued(behaviour: Behaviour): Promise<{ at: Scene; mails: Queued[] }> {
  stub = await smtpStub(behaviour);
  const at = await scene(test);
  const stops = { stop_volume: 10, stop_errors: 0.3, stop_bounces: 0.1 };
  await test.db.updateTable('lanes').set(stops).where('id', '=', at.laneId).execute();
  const mails: Queued[] = [];
  for (let i = 0; i < MAILS; i++) mails.push(await queue(test, at));
  return { at, mails };
}

const isStopped = (at: Scene) => async () => (await breakerOf(test, at)).breaker === 'open';

/** The person who is asked reads why, in figures. */
async function asked(at: Scene): Promise<string> {
  const found = (await findQuick(test.db)).filter(
    ({ kind, figures }) => kind === 'lane_stopped' && figures.lane === at.laneId,
  );
  return found.map(({ kind, figures }) => alertText(kind, figures).title.ja).join();
}

const badAddresses = async (mails: Queued[]): Promise<number> => {
  const ids = mails.map(({ customerId }) => customerId);
  const points = test.db.selectFrom('contact_points').select('customer_id').where('customer_id', 'in', ids);
  return (await points.where('bad_at', 'is not', null).execute()).length;
};

it.each<[where: string, behaviour: Behaviour]>([
  ['at the recipient', { rcpt: () => '550 5.7.1 our block list' }],
  ['after the data', { data: () => '550 5.7.26 sender not authenticated' }],
])('refused %s: the lane stops, what is left stays queued, a person is asked', async (_, behaviour) => {
  const { at, mails } = await queued(behaviour);
  await drainMail(test, at, stub.url, isStopped(at));
  const { reason } = await breakerOf(test, at);
  expect(reason).toMatch(/^too_many_refused:(\d+)\/\1:0\.3$/);
  const left = await countOf(test, at, 'queued');
  expect(left).toBeGreaterThanOrEqual(MAILS - 12);
  expect(await asked(at)).toMatch(/レーン.*メール.*止まりました.*拒/);
  expect(await badAddresses(mails)).toBe(0);
  // a worker that starts afresh sends nothing either: only a person restarts the lane
  const seen = stub.mails.length;
  let rounds = 0;
  await drainMail(test, at, stub.url, async () => (rounds += 1) > 20);
  expect([await countOf(test, at, 'queued'), stub.mails.length]).toEqual([left, seen]);
});

it('reported afterwards: it counts with the bounces of the lane, and no address is given up for it', async () => {
  const { at, mails } = await queued({});
  await drainMail(test, at, stub.url, async () => (await countOf(test, at, 'handed_over')) === MAILS);
  for (const { from } of stub.mails.slice(0, 4)) {
    const transport = createTransport({ host: '127.0.0.1', port: listener.port, ignoreTLS: true });
    await transport.sendMail({ envelope: { from: '', to: from }, raw: dsn('5.7.1') }).finally(() => transport.close());
  }
  const next = await queue(test, at);
  await drainMail(test, at, stub.url, isStopped(at));
  expect((await breakerOf(test, at)).reason).toBe('bounce_rate:4/30:0.1');
  expect((await messageOf(test, next.messageId)).status).toBe('queued');
  expect(await asked(at)).toMatch(/不達/);
  expect(await badAddresses(mails)).toBe(0);
});
