import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import pino from 'pino';
import PostalMime from 'postal-mime';
import { sendAlerts } from '../../activities/maintenance/alerts';
import { isSignedWebhook } from '../../activities/maintenance/webhook-signature';
import { metricsReader } from '../../api/platform/metrics';
import { watchAlerts } from '../../db/platform/alerts/alerts';
import { connectDb } from '../../db/platform/connect';
import { countReconciled } from '../../db/journeys/overdue';
import { countLane, closeBreaker, openBreaker } from '../../db/delivery/lane-health';
import { sql } from 'kysely';
import { testDb, type TestDb } from '../support/test-db';
import { breakerOf } from '../delivery/lanes-fixture';
import { DAY, queue, sampleDoc, scene, type Scene, setClock, START } from '../delivery/mail/mail-fixture';
import { smtpStub } from '../delivery/mail/smtp-stub';

const SECRET = 'sixteen-characters-at-least';
let test: TestDb;
let mails: Awaited<ReturnType<typeof smtpStub>>;
let receiver: Server;
let answers: number[];
let received: { body: string; signature: string; key: string }[];

beforeEach(async () => {
  test = await testDb();
  mails = await smtpStub();
  answers = [];
  received = [];
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const header = (name: string) => String(request.headers[name]);
      const body = Buffer.concat(chunks).toString();
      received.push({ body, signature: header('x-tsunagi-signature'), key: header('idempotency-key') });
      response.writeHead(answers.shift() ?? 204).end();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
});
afterEach(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await mails.close();
  await test.close();
});

const deps = () => ({
  db: test.db,
  log: pino({ level: 'silent' }),
  config: {
    SMTP_URL: mails.url,
    BOUNCE_DOMAIN: 'bounce.example',
    ALERT_MAIL: 'duty@example.jp',
    ALERT_WEBHOOK: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/alerts`,
    ALERT_SECRET: SECRET,
    OUTGOING_PRIVATE: '127.0.0.0/8',
  },
});
const round = () => sendAlerts(deps());
const alerts = () =>
  test.db.selectFrom('alerts').select(['kind', 'subject', 'figures', 'closed_at']).orderBy('id').execute();
const stop = (at: Scene) => openBreaker(test.db, { laneId: at.laneId, reason: 'bounce_rate:25/200:0.1' });

it('reports a stopped lane once, by mail and by a signed webhook, and closes when it goes on', async () => {
  const at = await scene(test);
  await stop(at);
  await round();
  await round();
  const [mail] = mails.mails;
  expect(mails.mails).toHaveLength(1);
  expect(mail).toMatchObject({ from: 'alerts@bounce.example', to: 'duty@example.jp' });
  const read = await PostalMime.parse(mail!.raw);
  expect(read.subject).toContain(`レーン${at.laneId}（メール）が止まりました: 不達が多すぎます（200件中25件`);
  expect(read.text).toContain('25 of 200');
  expect(received).toHaveLength(1);
  const [hook] = received;
  expect(isSignedWebhook(SECRET, hook!.signature, { body: hook!.body, now: Date.now() / 1000 })).toBe(true);
  expect(JSON.parse(hook!.body)).toMatchObject({
    kind: 'lane_stopped',
    subject: `lane:${at.laneId}`,
    figures: { lane: at.laneId, channel: 'mail', reason: 'bounce_rate:25/200:0.1' },
  });
  await closeBreaker(test.db, { laneId: at.laneId, reason: 'bounce_rate:25/200:0.1' });
  await round();
  expect(await alerts()).toMatchObject([{ kind: 'lane_stopped', closed_at: START }]);
  await stop(at);
  await round();
  expect(await alerts()).toMatchObject([{ closed_at: START }, { closed_at: null }]);
  expect(received).toHaveLength(2);
});

it('tries a webhook that fails again, later each time, and the mail only once', async () => {
  await stop(await scene(test));
  answers = [503, 500];
  const due = () =>
    test.db
      .updateTable('alert_sends')
      .set({ next_at: sql<Date>`clock_timestamp()` })
      .execute();
  const waits: number[] = [];
  for (let attempt = 0; attempt < 4; attempt++) {
    await round();
    await round(); // at once is too early
    const send = await test.db
      .selectFrom('alert_sends')
      .select(['sent_at', sql<number>`extract(epoch from next_at - clock_timestamp())::float8`.as('wait')])
      .where('via', '=', 'webhook')
      .executeTakeFirstOrThrow();
    if (send.sent_at === null) waits.push(Math.ceil(send.wait / 90) * 90);
    await due();
  }
  expect(waits).toEqual([90, 180]);
  expect(received.map((one) => one.key)).toEqual(Array(3).fill(received[0]!.key));
  expect(mails.mails).toHaveLength(1);
});

it('stops a lane whose bounces came while it was not drained', async () => {
  const at = await scene(test);
  await countLane(test.db, at.laneId, { sent: 200, bounced: 25 });
  await round();
  expect(await breakerOf(test, at)).toEqual({ breaker: 'open', reason: 'bounce_rate:25/200:0.1' });
  expect(await alerts()).toMatchObject([{ kind: 'lane_stopped' }]);
});

it('waits 60 s for an arrival to be taken', async () => {
  const at = await scene(test);
  const { journeyId } = await queue(test, at);
  const { client_id } = await test.db
    .selectFrom('journeys')
    .select('client_id')
    .where('id', '=', journeyId)
    .executeTakeFirstOrThrow();
  const when = { at: new Date(START), received_at: new Date(START) };
  const row = { client_id, campaign_id: at.campaignId, journey_id: journeyId, seq: 1, ...when };
  await test.db
    .insertInto('arrivals')
    .values({ ...row, kind: 'answer', source: 'web', data: '{}', dedupe: 'x' })
    .execute();
  await setClock(test, START + 60_000);
  await round();
  expect(await alerts()).toEqual([]);
  await setClock(test, START + 61_000);
  await round();
  const subject = `campaign:${at.campaignId}`;
  expect(await alerts()).toMatchObject([{ kind: 'arrival_unread', subject, figures: { count: 1 } }]);
  await test.db
    .updateTable('arrivals')
    .set({ read_at: new Date(START) })
    .execute();
  await round();
  expect(await alerts()).toMatchObject([{ closed_at: START + 61_000 }]);
});

it('says how many will miss the last dispatch at the pace of the lane, until there is room', async () => {
  const base = sampleDoc();
  const doc = sampleDoc({ dates: { ...base.dates, lastDispatch: START + 2 * DAY } });
  const at = await scene(test, { doc, lane: { dailyCapacity: 1 } });
  for (let i = 0; i < 5; i++) await queue(test, at);
  await round();
  const figures = { campaign: at.campaignId, lane: at.laneId, queued: 5, missed: 2 };
  expect(await alerts()).toMatchObject([{ kind: 'capacity_overrun', figures }]);
  await test.db.updateTable('lanes').set({ daily_capacity: 2 }).where('id', '=', at.laneId).execute();
  await round();
  expect(await alerts()).toMatchObject([{ closed_at: START }]);
});

it('finds doubtful messages, a print run that differs, a file for a second person, and letters that come back', async () => {
  const at = await scene(test);
  const one = await queue(test, at);
  const { client_id } = await test.db
    .selectFrom('lanes')
    .select('client_id')
    .where('id', '=', at.laneId)
    .executeTakeFirstOrThrow();
  const clientId = client_id!;
  await test.db.updateTable('messages').set({ status: 'doubtful' }).where('id', '=', one.messageId).execute();
  const opened_at = new Date(START);
  const run = { client_id: clientId, lane_id: at.laneId, run_on: '2027-01-18', no: 1, key: 'k', opened_at };
  await test.db
    .insertInto('print_runs')
    .values({ ...run, status: 'differs' })
    .execute();
  const file = { client_id: clientId, campaign_id: at.campaignId, kind: 'changes' as const, created_at: opened_at };
  const totals = (planned: number) => ({ totals: JSON.stringify({ planned, limit: 20 }), file_hash: String(planned) });
  for (const planned of [20, 21])
    await test.db
      .insertInto('client_files')
      .values({ ...file, status: 'preview', ...totals(planned) })
      .execute();
  const letters = [await queue(test, at), await queue(test, at)];
  await test.db
    .updateTable('messages')
    .set({ status: 'handed_over', channel: 'post', bounced_at: new Date(START) })
    .where('id', '=', letters[0]!.messageId)
    .execute();
  await test.db
    .updateTable('messages')
    .set({ status: 'handed_over', channel: 'post' })
    .where('id', '=', letters[1]!.messageId)
    .execute();
  await test.db.updateTable('lanes').set({ stop_volume: 2 }).where('id', '=', at.laneId).execute();
  await round();
  expect((await alerts()).map(({ kind, figures }) => [kind, figures])).toEqual([
    ['doubtful', { campaign: at.campaignId, count: 1 }],
    ['letters_returned', { campaign: at.campaignId, lane: at.laneId, posted: 2, returned: 1 }],
    ['print_run_differs', expect.objectContaining({ key: 'k' })],
    ['second_person', expect.objectContaining({ planned: 21 })],
  ]);
});

it('reports overdue journeys, and counts those found later', async () => {
  const { campaignId } = await scene(test);
  const { id: clientId } = await test.db.selectFrom('clients').select('id').executeTakeFirstOrThrow();
  await countReconciled(test.db, { campaignId, clientId, did: 'signalled' });
  await round();
  await countReconciled(test.db, { campaignId, clientId, did: 'restarted' });
  await round();
  expect(await alerts()).toMatchObject([
    {
      kind: 'journeys_reconciled',
      subject: `campaign:${campaignId}`,
      figures: { campaign: campaignId, restarted: 1, signalled: 1 },
    },
  ]);
  expect(await metricsReader(test.db)()).toContain('tsunagi_journeys_reconciled{did="restarted"} 1');
  await test.db
    .updateTable('reconcile_counts')
    .set({ last_at: new Date(0) })
    .execute();
  await round();
  expect((await alerts())[0]!.closed_at).not.toBeNull();
});

it('notifies owners of due holds once a day, by count only, at their own address where there is one', async () => {
  await queue(test, await scene(test));
  const customer = await test.db.selectFrom('customers').select(['id', 'client_id']).executeTakeFirstOrThrow();
  const owner = async (login: string) =>
    (await test.db.insertInto('persons').values({ login, name: '担当 一郎' }).returning('id').executeTakeFirstOrThrow())
      .id;
  const hold = (owner_id: number | null, review_on: string) =>
    test.db
      .insertInto('holds')
      .values({
        client_id: customer.client_id,
        customer_id: customer.id,
        reason: 'lawyer',
        source: 'desk',
        owner_id,
        review_on,
        opened_at: new Date(START),
        note: '弁護士 二郎',
      })
      .execute();
  const first = await owner('ichiro@example.jp');
  const second = await owner('jiro');
  await setClock(test, START);
  const day = (n: number) => new Date(START + n * DAY + 9 * 3_600_000).toISOString().slice(0, 10);
  await hold(first, day(0));
  await hold(first, day(-3));
  await hold(second, day(1));
  await round();
  await round();
  expect(mails.mails.map(({ to }) => to)).toEqual(['ichiro@example.jp']);
  const read = await PostalMime.parse(mails.mails[0]!.raw);
  expect(`${read.subject} ${read.text}`).toContain(`2 holds are due for review (owner ${first}, since ${day(-3)})`);
  expect(read.text).not.toMatch(/一郎|二郎/);
  await setClock(test, START + DAY);
  await round();
  expect(mails.mails.slice(1).map(({ to }) => to)).toEqual(['ichiro@example.jp', 'duty@example.jp']);
});

it('lets one worker check at a time', async () => {
  await stop(await scene(test));
  const other = connectDb({ url: test.url, max: 1 });
  const checked = await other.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(727020)`.execute(trx);
    return watchAlerts(test.db, { slow: true, vias: ['mail'] });
  });
  await other.db.destroy();
  expect(checked).toBeNull();
  expect(await watchAlerts(test.db, { slow: true, vias: ['mail'] })).toEqual({ opened: 1 });
});
