import { ringBell } from '../../activities/bell';
import { startJourney } from '../../activities/start-journey';
import { recordArrival } from '../../db/arrivals';
import { createJourneys } from '../../db/campaign-journeys';
import { journeyWorkflowId } from '../../domain/ids';
import { seedCampaign, type SeedCustomer, type Seeded, stepClock } from '../support/seed';
import { eventually, finishedHistory, testWorker, type TestWorker } from '../support/test-worker';
import { testDb, type TestDb } from '../support/test-db';

let t: TestDb;
let w: TestWorker;
beforeAll(async () => {
  t = await testDb();
  w = await testWorker(t);
});
afterAll(async () => {
  await w.close();
  await t.close();
});

const NOTICE_AT = '2027-02-01T09:00:00+09:00';
/** Fourteen virtual days pass in two real seconds. */
const SPEED = (14 * 86_400) / 2;

interface Running extends Seeded {
  journeyId: number;
  workflowId: string;
}

async function begin(customer: SeedCustomer): Promise<Running> {
  await stepClock(t, NOTICE_AT);
  await t.db.updateTable('clock').set({ speed: SPEED, slack_ms: 0 }).execute();
  const seeded = await seedCampaign(t, { customers: [customer] });
  await createJourneys(t.db, seeded.campaignId);
  const { id } = await t.db
    .selectFrom('journeys')
    .select('id')
    .where('campaign_id', '=', seeded.campaignId)
    .executeTakeFirstOrThrow();
  const journey = { id, campaignId: seeded.campaignId, customerId: seeded.customers[0]!.id, run: 1 };
  await startJourney(w.client, w.taskQueue, journey);
  await t.db.updateTable('journeys').set({ started_run: 1 }).where('id', '=', id).execute();
  return { ...seeded, journeyId: id, workflowId: journeyWorkflowId(journey) };
}

/** Waits until the step is placed, then hands its message over at that instant. */
async function handOver(journey: Running, step: string, at: string): Promise<void> {
  const message = await eventually(() =>
    t.db
      .selectFrom('messages')
      .select('id')
      .where('journey_id', '=', journey.journeyId)
      .where('step', '=', step)
      .executeTakeFirst(),
  );
  await t.db
    .updateTable('messages')
    .set({ status: 'handed_over', handed_over_at: new Date(at) })
    .where('id', '=', message.id)
    .execute();
}

async function arrive(
  journey: Running,
  kind: 'answer' | 'opt_out' | 'bounce',
  at: string,
  data: Record<string, unknown>,
): Promise<void> {
  const recorded = await t.db.transaction().execute((trx) =>
    recordArrival(trx, {
      campaignId: journey.campaignId,
      customerId: journey.customers[0]!.id,
      kind,
      at: Date.parse(at),
      source: 'web',
      data,
      dedupe: `${kind}:${at}`,
    }),
  );
  if (recorded.bell) await ringBell(w.client, recorded.bell);
}

const answer = (journey: Running, at: string) =>
  arrive(journey, 'answer', at, { receipt: 'R', choices: { [journey.customers[0]!.contracts[0]!]: 'migrate' } });

const outcome = async (journey: Running) =>
  (
    await t.db
      .selectFrom('outcomes')
      .select('outcome')
      .where('campaign_id', '=', journey.campaignId)
      .executeTakeFirstOrThrow()
  ).outcome;

test('notice, reminder, answer: migrated in at most 19 events and 2.7 KB', async () => {
  const journey = await begin({});
  await handOver(journey, 'notice', NOTICE_AT);
  await stepClock(t, '2027-02-15T09:00:00+09:00');
  await t.db.updateTable('clock').set({ speed: SPEED, slack_ms: 0 }).execute();
  await handOver(journey, 'reminder', '2027-02-15T09:00:00+09:00');
  await answer(journey, '2027-02-15T10:00:00+09:00');
  const history = await finishedHistory(w.client, journey.workflowId, 'notice-reminder-answer');
  process.stdout.write(`notice, reminder, answer: ${history.events} events, ${history.bytes} bytes\n`);
  expect(history.result).toBe('answered');
  expect(await outcome(journey)).toBe('migrated');
  expect(history.events).toBe(19);
  expect(history.bytes).toBeLessThanOrEqual(2_700);
});

test('notice, answer: 13 events', async () => {
  const journey = await begin({});
  await handOver(journey, 'notice', NOTICE_AT);
  await answer(journey, NOTICE_AT);
  const history = await finishedHistory(w.client, journey.workflowId, 'notice-answer');
  expect(history.events).toBe(13);
});

test.each<[string, SeedCustomer, string]>([
  ['no e-mail', { mail: null }, 'unreachable-no-contact'],
  ['a refusal', { consent: false }, 'unreachable-refused'],
])('a customer with %s: 6 events', async (_, customer, record) => {
  const journey = await begin(customer);
  const history = await finishedHistory(w.client, journey.workflowId, record);
  expect(history).toMatchObject({ result: 'no_channel_left', events: 6 });
  expect(await outcome(journey)).toBe('unreachable');
});

test('a bounced notice: 13 events, unreachable', async () => {
  const journey = await begin({});
  await handOver(journey, 'notice', NOTICE_AT);
  const message = await t.db
    .selectFrom('messages')
    .select('id')
    .where('journey_id', '=', journey.journeyId)
    .executeTakeFirstOrThrow();
  await arrive(journey, 'bounce', NOTICE_AT, { messageId: message.id, hard: true, reason: '5.1.1' });
  const history = await finishedHistory(w.client, journey.workflowId, 'notice-bounce');
  expect(history.events).toBe(13);
  expect(await outcome(journey)).toBe('unreachable');
});

test('silent to the end: 18 events, lapsed', async () => {
  const journey = await begin({});
  await handOver(journey, 'notice', NOTICE_AT);
  await stepClock(t, '2027-02-15T09:00:00+09:00');
  await t.db
    .updateTable('clock')
    .set({ speed: SPEED * 4, slack_ms: 0 })
    .execute();
  await handOver(journey, 'reminder', '2027-02-15T09:00:00+09:00');
  await stepClock(t, '2027-04-17T00:00:00+09:00');
  const history = await finishedHistory(w.client, journey.workflowId, 'silent-to-the-end');
  expect(history).toMatchObject({ result: 'deadline_passed', events: 18 });
  expect(await outcome(journey)).toBe('lapsed');
});

test('a doubled bell and a bell for something read already add their own event and nothing else', async () => {
  const journey = await begin({});
  await handOver(journey, 'notice', NOTICE_AT);
  await arrive(journey, 'opt_out', NOTICE_AT, { channel: 'mail', purpose: 'offer' });
  await eventually(async () => {
    const row = await t.db
      .selectFrom('journeys')
      .select('read_seq')
      .where('id', '=', journey.journeyId)
      .executeTakeFirstOrThrow();
    return row.read_seq === 1 ? row : undefined;
  });
  await ringBell(w.client, { workflowId: journey.workflowId, seq: 1 });
  await answer(journey, NOTICE_AT);
  await finishedHistory(w.client, journey.workflowId, 'doubled-bell');
  const placements = await t.db
    .selectFrom('placements')
    .select('wake')
    .where('journey_id', '=', journey.journeyId)
    .execute();
  expect(placements).toHaveLength(3);
});

test('a pause holds the journey without a timer, and a resume or a stop wakes it', async () => {
  await stepClock(t, NOTICE_AT);
  const journey = await begin({});
  await handOver(journey, 'notice', NOTICE_AT);
  const steer = (status: 'paused' | 'stopped') =>
    t.db
      .updateTable('campaigns')
      .set((eb) => ({ status, epoch: eb('epoch', '+', 1) }))
      .where('id', '=', journey.campaignId)
      .execute();
  await steer('paused');
  await ringBell(w.client, { workflowId: journey.workflowId, wake: 0 });
  await eventually(() =>
    t.db
      .selectFrom('journeys')
      .select('id')
      .where('id', '=', journey.journeyId)
      .where('held_epoch', 'is not', null)
      .executeTakeFirst(),
  );
  await steer('stopped');
  await ringBell(w.client, { workflowId: journey.workflowId, wake: 1 });
  const history = await finishedHistory(w.client, journey.workflowId, 'paused-stopped');
  expect(history.result).toBe('campaign_stopped');
  expect(await outcome(journey)).toBe('stopped');
});
