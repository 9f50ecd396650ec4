import { signalWorkflow } from '../../activities/outbox/signal';
import { journeyRunner, NOTICE_AT, SPEED } from '../support/journey-run';
import { type SeedCustomer, stepClock } from '../support/seed';
import { eventually, testWorker, type TestWorker } from '../support/test-worker';
import { finishedHistory, type HistoryName } from '../support/histories';
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

const { begin, handOver, arrive, answer, outcome, findNoWay } = journeyRunner(() => ({ t, w }));

test('notice, reminder, answer: migrated in at most 19 events and 2.9 KB', async () => {
  const journey = await begin({});
  await handOver(journey, 'notice', NOTICE_AT);
  await stepClock(t, '2027-02-15T09:00:00+09:00');
  await t.db.updateTable('clock').set({ speed: SPEED, slack_ms: 0 }).execute();
  await handOver(journey, 'reminder', '2027-02-15T09:00:00+09:00');
  await answer(journey, '2027-02-15T10:00:00+09:00');
  const history = await finishedHistory(w.client, journey.workflowId, 'notice-reminder-answer');
  process.stdout.write(`notice, reminder, answer: ${history.events} events, ${history.bytes} bytes\n`);
  expect(history.result).toEqual({ why: 'answered', outcomes: { migrated: 1 } });
  expect(await outcome(journey)).toBe('migrated');
  expect(history.events).toBe(19);
  expect(history.bytes).toBeLessThanOrEqual(2_969);
});

test('notice, answer: 13 events', async () => {
  const journey = await begin({});
  await handOver(journey, 'notice', NOTICE_AT);
  await answer(journey, NOTICE_AT);
  const history = await finishedHistory(w.client, journey.workflowId, 'notice-answer');
  expect(history.events).toBe(13);
});

test.each<[string, SeedCustomer, HistoryName]>([
  ['no e-mail', { mail: null }, 'unreachable-no-contact'],
  ['a refusal', { consent: false }, 'unreachable-refused'],
])('a customer with %s: a person is asked, and finds no way before the last day', async (_, customer, record) => {
  const journey = await begin(customer);
  await findNoWay(journey);
  const history = await finishedHistory(w.client, journey.workflowId, record);
  expect(history).toMatchObject({ result: { why: 'deadline_passed', outcomes: { unreachable: 1 } }, events: 19 });
  expect(await outcome(journey)).toBe('unreachable');
});

test('a bounced notice: a person is asked; unreachable only at the end', async () => {
  const journey = await begin({});
  await handOver(journey, 'notice', NOTICE_AT);
  const message = await t.db
    .selectFrom('messages')
    .select('id')
    .where('journey_id', '=', journey.journeyId)
    .executeTakeFirstOrThrow();
  await arrive(journey, 'bounce', NOTICE_AT, { messageId: message.id, hard: true, reason: '5.1.1' });
  await findNoWay(journey);
  const history = await finishedHistory(w.client, journey.workflowId, 'notice-bounce');
  expect(history).toMatchObject({ result: { why: 'deadline_passed', outcomes: { unreachable: 1 } } });
  const { reason } = await t.db
    .selectFrom('outcomes')
    .select('reason')
    .where('campaign_id', '=', journey.campaignId)
    .executeTakeFirstOrThrow();
  expect(reason).toBe('tried:mail=bounced');
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
  expect(history).toMatchObject({ result: { why: 'deadline_passed', outcomes: { lapsed: 1 } }, events: 18 });
  expect(await outcome(journey)).toBe('lapsed');
});

test('a doubled signal, and one for an arrival that was read already, add their own event and nothing else: at most 24 events', async () => {
  const journey = await begin({});
  await handOver(journey, 'notice', NOTICE_AT);
  await arrive(journey, 'opt_out', NOTICE_AT, { channel: 'mail', purpose: 'offer' });
  await eventually('the arrival to be read', async () => {
    const row = await t.db
      .selectFrom('journeys')
      .select('read_seq')
      .where('id', '=', journey.journeyId)
      .executeTakeFirstOrThrow();
    return row.read_seq === 1 ? row : undefined;
  });
  await signalWorkflow(w.client, { workflowId: journey.workflowId, name: 'consentChanged', seq: 1 });
  await answer(journey, NOTICE_AT);
  await finishedHistory(w.client, journey.workflowId, 'doubled-signal');
  const step_results = await t.db
    .selectFrom('step_results')
    .select('turn')
    .where('journey_id', '=', journey.journeyId)
    .execute();
  expect(step_results).toHaveLength(3);
});

test('a pause holds the journey without a timer, and a stop ends it: at most 18 events', async () => {
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
  await signalWorkflow(w.client, { workflowId: journey.workflowId, name: 'campaignSteered', turn: 0 });
  await eventually('the journey to be held', () =>
    t.db
      .selectFrom('journeys')
      .select('id')
      .where('id', '=', journey.journeyId)
      .where('held_epoch', 'is not', null)
      .executeTakeFirst(),
  );
  await steer('stopped');
  await signalWorkflow(w.client, { workflowId: journey.workflowId, name: 'campaignSteered', turn: 1 });
  const history = await finishedHistory(w.client, journey.workflowId, 'paused-stopped');
  expect(history.result).toEqual({ why: 'campaign_stopped', outcomes: { stopped: 1 } });
  expect(await outcome(journey)).toBe('stopped');
});
