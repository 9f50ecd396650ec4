import { signalWorkflow } from '../../activities/outbox/signal';
import { eventually } from '../support/test-worker';
import { finishedHistory } from '../support/histories';
import { answers, completes, formIsBooked, formIsRead, releases, takesCall, handedOver } from './orders/ways';
import { openWorld, Scenario, type World } from './orders/world';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const called = { mail: null, channels: ['post' as const, 'phone' as const] };
const answered = { why: 'answered', outcomes: { migrated: 1 } };

/** A customer whose letter with the notice has arrived; without an answer a call is due on 17 February. */
async function written(): Promise<Scenario> {
  const s = await Scenario.begin(world, called);
  await handedOver(s, 'notice', 'post', '02-01 15:00');
  await s.goTo('02-03');
  return s;
}

/** The newest result of a step, as the workflow got it. */
const newest = async (s: Scenario) => {
  const results = s.db.selectFrom('step_results').select('result').where('journey_id', '=', s.journeyId);
  return (await results.orderBy('turn', 'desc').executeTakeFirstOrThrow()).result;
};

test('a form on the desk: the call waits until the form is read, and then it is the answer: 34 events', async () => {
  const s = await written();
  await s.at('02-15 12:00');
  const form = await formIsBooked(s, { of: 'notice', receivedOn: '02-15' });
  await s.catchUp();
  await s.goTo('02-17 12:00');
  expect(await newest(s)).toMatchObject({ did: 'waits', why: 'form_on_desk', next: 'call' });
  await formIsRead(s, form);
  await s.catchUp();
  const history = await finishedHistory(world.w.client, s.workflowId(1), 'form-on-desk-answered');
  expect(history).toMatchObject({ result: answered, events: 34 });
});

test('a form that is not read within the limit: the call goes out: 41 events', async () => {
  const s = await written();
  await s.at('02-15 12:00');
  await formIsBooked(s, { of: 'notice', receivedOn: '02-15' });
  await s.catchUp();
  await s.goTo('02-17 12:00');
  expect(await newest(s)).toMatchObject({ did: 'waits', why: 'form_on_desk', next: 'call' });
  await s.goTo('02-24 12:00');
  expect(await newest(s)).toMatchObject({ did: 'sent', step: 'call', on: 'phone' });
  expect((await takesCall(s)).status).toBe(200);
  expect((await completes(s)).status).toBe(200);
  await s.catchUp();
  const history = await finishedHistory(world.w.client, s.workflowId(1), 'form-on-desk-too-long');
  expect(history).toMatchObject({ result: answered, events: 41 });
});

test('a journey that cannot be decided is held for a person, and goes on once it is released: 32 events', async () => {
  const s = await written();
  const progress = (value: object | null) =>
    s.db
      .updateTable('journeys')
      .set({ plan_progress: value && (JSON.stringify(value) as never) })
      .where('id', '=', s.journeyId)
      .execute();
  await progress({ steps: 5 });
  await s.goTo('02-17 12:00');
  expect(await newest(s)).toMatchObject({ did: 'held', why: 'undecidable' });
  await progress(null);
  const holds = s.db.selectFrom('holds').select('id').where('customer_id', '=', s.customerId);
  await releases(s, (await holds.executeTakeFirstOrThrow()).id);
  await s.catchUp();
  expect(await newest(s)).toMatchObject({ did: 'sent', step: 'call', on: 'phone' });
  await answers(s);
  await s.catchUp();
  const history = await finishedHistory(world.w.client, s.workflowId(1), 'undecidable-released');
  expect(history).toMatchObject({ result: answered, events: 32 });
});

test('a workflow whose journey has a later run ends at its next step, which changes nothing: 20 events', async () => {
  const s = await written();
  const { turn } = await s.journey();
  await s.db.updateTable('journeys').set({ run: 2 }).where('id', '=', s.journeyId).execute();
  await signalWorkflow(world.w.client, { workflowId: s.workflowId(1), name: 'timeCame', turn });
  const history = await finishedHistory(world.w.client, s.workflowId(1), 'superseded');
  expect(history).toMatchObject({ result: { why: 'another_run', outcomes: {} }, events: 20 });
  expect(await s.journey()).toMatchObject({ run: 2, turn, status: 'open' });
});

test('a database that is away: the step is tried again after a timer, with the same result: at most 39 events', async () => {
  const s = await written();
  const { client } = world.w;
  const restore = world.away();
  await s.at('02-17 12:00');
  const { turn } = await s.journey();
  await signalWorkflow(client, { workflowId: s.workflowId(1), name: 'timeCame', turn });
  await eventually('the timers of a database that is away', async () => {
    const { events } = await client.workflow.getHandle(s.workflowId(1)).fetchHistory();
    return events!.filter(({ timerStartedEventAttributes: timer }) => timer).length > 2 || undefined;
  });
  const { events } = await client.workflow.getHandle(s.workflowId(1)).fetchHistory();
  const heartbeats = events!.filter(({ workflowTaskCompletedEventAttributes: task }, index) => {
    const next = events![index + 1];
    return task && next?.workflowTaskScheduledEventAttributes;
  });
  expect(heartbeats).toEqual([]); // timers wait, not the workflow task
  restore();
  await eventually('the next turn of the journey', async (see) => see(await s.journey()).turn > turn);
  expect(await newest(s)).toMatchObject({ did: 'sent', step: 'call', on: 'phone' });
  await answers(s);
  await s.catchUp();
  const history = await finishedHistory(client, s.workflowId(1), 'database-away');
  expect(history.result).toEqual(answered);
});
