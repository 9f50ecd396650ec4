import { signalWorkflow } from '../../activities/outbox/signal';
import { endPause, openPause } from '../../db/campaigns/pauses';
import { wholeClient } from '../../db/platform/scope';
import { journeyRunner, NOTICE_AT } from '../support/journey-run';
import { stepClock } from '../support/seed';
import { eventually, testWorker, type TestWorker } from '../support/test-worker';
import { finishedHistory } from '../support/histories';
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

const { begin, handOver, answer, outcome } = journeyRunner(() => ({ t, w }));

test('paused by scope, let go, reminded, answered: 27 events', async () => {
  const journey = await begin({});
  const { id: personId } = await t.db
    .insertInto('persons')
    .values({ login: 'manager', name: 'manager' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await handOver(journey, 'notice', NOTICE_AT);
  const scope = wholeClient(journey.clientId);
  const asked = { scope: { channel: 'mail' as const }, extendWaits: false, fallThrough: false, until: null };
  const by = { campaignId: journey.campaignId, reason: 'x', personId };
  await stepClock(t, '2027-02-14T10:00:00+09:00');
  const { pause } = await t.db.transaction().execute((trx) => openPause(trx, scope, { ...asked, ...by }));
  await stepClock(t, '2027-02-15T10:00:00+09:00');
  const wakeOf = () =>
    t.db
      .selectFrom('journeys')
      .select(['turn', 'held_epoch'])
      .where('id', '=', journey.journeyId)
      .executeTakeFirstOrThrow();
  await signalWorkflow(w.client, {
    workflowId: journey.workflowId,
    name: 'campaignSteered',
    turn: (await wakeOf()).turn,
  });
  const held = await eventually('the journey to be held', async () => {
    const row = await wakeOf();
    return row.held_epoch === null ? undefined : row;
  });
  await t.db.transaction().execute((trx) => endPause(trx, scope, { ...by, pauseId: pause.id }));
  await signalWorkflow(w.client, { workflowId: journey.workflowId, name: 'campaignSteered', turn: held.turn });
  await handOver(journey, 'reminder', '2027-02-15T10:00:00+09:00');
  await answer(journey, '2027-02-16T10:00:00+09:00');
  const history = await finishedHistory(w.client, journey.workflowId, 'paused-by-scope-resumed');
  process.stdout.write(`paused by scope, resumed: ${history.events} events\n`);
  expect(history.result).toEqual({ why: 'answered', outcomes: { migrated: 1 } });
  expect(history.events).toBeLessThanOrEqual(27);
  expect(await outcome(journey)).toBe('migrated');
});
