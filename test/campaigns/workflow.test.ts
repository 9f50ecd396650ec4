import { signalWorkflow } from '../../activities/outbox/signal';
import { campaignWorkflowId, journeyWorkflowId } from '../../domain/ids';
import { finishedHistory } from '../support/histories';
import { journeyRunner, NOTICE_AT } from '../support/journey-run';
import { seedCampaign, stepClock } from '../support/seed';
import { eventually, testWorker, type TestWorker } from '../support/test-worker';
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

const { answer } = journeyRunner(() => ({ t, w }));

test('a campaign: started, paused, resumed with a journey signalled, completed: 47 events', async () => {
  await stepClock(t, NOTICE_AT);
  const seeded = await seedCampaign(t, { customers: [{}, {}] });
  const [customer, stuck] = seeded.customers;
  const campaign = () => t.db.selectFrom('campaigns').selectAll().executeTakeFirstOrThrow();
  const journey = () =>
    t.db.selectFrom('journeys').selectAll().where('customer_id', '=', customer!.id).executeTakeFirstOrThrow();
  /** Waits until the campaign has been reviewed after `turn` and waits. */
  const reviewed = (turn: number) =>
    eventually('the next review of the campaign', async () => {
      const now = await campaign();
      return now.turn > turn && now.wake_at !== null && now.wake_at > Date.parse(NOTICE_AT) ? now.turn : undefined;
    });
  const steer = (status: 'running' | 'paused') =>
    t.db
      .updateTable('campaigns')
      .set((eb) => ({ status, epoch: eb('epoch', '+', 1), wake_at: new Date(NOTICE_AT) }))
      .execute();

  await w.round();
  const started = await reviewed(0);
  const { id, turn, run } = await eventually('the first step of the journey', async () => {
    const row = await t.db
      .selectFrom('journeys')
      .selectAll()
      .where('customer_id', '=', customer!.id)
      .executeTakeFirst();
    return row?.turn === 0 && row.held_epoch === null ? row : undefined;
  });
  const workflowId = journeyWorkflowId({ campaignId: seeded.campaignId, customerId: customer!.id, run });
  const ofStuck = t.db.updateTable('journeys').where('customer_id', '=', stuck!.id);

  await steer('paused');
  await w.round();
  const paused = await reviewed(started);
  await signalWorkflow(w.client, { workflowId, name: 'timeCame', turn });
  await eventually('the journey to be held', async () => (await journey()).held_epoch ?? undefined);

  // one journey does not move: no worker serves its workflow
  const same = journeyWorkflowId({ campaignId: seeded.campaignId, customerId: stuck!.id, run: 1 });
  await w.client.workflow.getHandle(same).terminate();
  const idle = await w.client.workflow.start('journey', {
    workflowId: same,
    taskQueue: `${w.taskQueue}-idle`,
    args: [],
  });
  await ofStuck.set({ held_epoch: 1 }).execute();
  await steer('running');
  await w.round();
  await eventually('two further reviews', async (see) => see(await campaign()).turn >= paused + 2);
  await ofStuck.set({ status: 'closed', state: 'closed', held_epoch: null }).execute();
  await idle.terminate();
  const resumed = await reviewed(paused + 2);
  expect((await journey()).held_epoch).toBeNull();

  await answer({ ...seeded, journeyId: id, workflowId }, NOTICE_AT);
  await eventually('the journey to be closed', async (see) => see(await journey()).status === 'closed');
  await stepClock(t, '2027-04-17T00:00:01+09:00');
  await w.round();
  const history = await finishedHistory(w.client, campaignWorkflowId(seeded.campaignId), 'campaign-steered-done');
  process.stdout.write(`campaign: ${history.events} events, turns ${started} ${paused} ${resumed}\n`);
  expect(history.result).toBe('completed');
  expect(await campaign()).toMatchObject({ status: 'completed' });
});
