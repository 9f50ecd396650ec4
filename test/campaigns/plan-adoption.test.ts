import { getCampaign } from '../../db/campaigns/campaigns';
import { insertPlanVersion, updatePlanVersion } from '../../db/campaigns/plan-versions';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type PlanRule } from '../../domain/campaigns/plan-rule';
import { campaignWorkflowId, laneWorkflowId } from '../../domain/ids';
import { wholeClient } from '../../db/platform/scope';
import { seedCampaign, type Seeded, stepClock, testDoc } from '../support/seed';
import { eventually, testWorker, type TestWorker } from '../support/test-worker';
import { testDb, type TestDb } from '../support/test-db';
import { type Trx } from '../../db/platform/types';
import { handOverQueued } from '../support/seeding/messages';

let t: TestDb;
let w: TestWorker;
let seeded: Seeded;
const NOTICE_AT = '2027-02-01T09:00:00+09:00';
const segments = { elderly: { ageFrom: 65 } };

beforeEach(async () => {
  t = await testDb();
  w = await testWorker(t);
  await stepClock(t, NOTICE_AT);
  const people = [{ ageFrom: 70 }, { ageFrom: 30 }, { ageFrom: 30 }];
  seeded = await seedCampaign(t, { doc: testDoc({ segments }), customers: people });
});
afterEach(async () => {
  await w.client.workflow.getHandle(campaignWorkflowId(seeded.campaignId)).terminate();
  const lanes = await t.db.selectFrom('lanes').select('id').execute();
  for (const { id } of lanes)
    await w.client.workflow
      .getHandle(laneWorkflowId(id))
      .terminate()
      .catch(() => undefined);
  await w.close();
  await t.close();
});

/** As after both approvals and `adopt`, before any worker has seen it. */
const adopted = (change: Partial<CampaignDoc>, rule: PlanRule) =>
  t.db.transaction().execute(async (trx: Trx) => {
    const campaign = await getCampaign(trx, wholeClient(seeded.clientId), seeded.campaignId);
    const personId = (
      await trx.insertInto('persons').values({ login: 'manager', name: 'm' }).returning('id').executeTakeFirstOrThrow()
    ).id;
    const draft = await insertPlanVersion(trx, campaign, { doc: testDoc({ segments, ...change }), personId, at: 0 });
    await updatePlanVersion(trx, draft, { status: 'adopting', adopted_by: personId, rule: JSON.stringify(rule) });
  });

const journeys = () => t.db.selectFrom('journeys').selectAll().orderBy('customer_id').execute();
const reminders = async () => {
  const rows = await t.db
    .selectFrom('messages')
    .select(['customer_id', 'version'])
    .where('step', '=', 'reminder')
    .execute();
  return rows.map((row) => [seeded.customers.findIndex(({ id }) => id === row.customer_id), row.version]).sort();
};
/** Polls of the outbox, as a worker runs them, until `find` resolves to something. */
const delivered = <Found>(find: () => Promise<Found | undefined>) =>
  eventually('the rounds to have done it', async () => (await w.round(), find()));
const inAWeek: Partial<CampaignDoc> = {
  plan: { steps: testDoc().plan.steps.map((step, n) => (n === 0 ? { ...step, wait: { days: 7 } } : step)) },
};

async function allNotifiedAndWaiting(): Promise<void> {
  await delivered(async () => ((await journeys()).filter(({ turn }) => turn === 0).length === 3 ? true : undefined));
  await handOverQueued(t, Date.parse(NOTICE_AT));
}

test('a journey whose next step comes sooner is signalled early; one that stays keeps waiting and keeps its version', async () => {
  await allNotifiedAndWaiting();
  await stepClock(t, '2027-02-10T10:00:00+09:00');
  const rule: PlanRule = { default: 'migrate', segments: [{ segment: 'elderly', rule: 'stay' }], recall: [] };
  await adopted(inAWeek, rule);
  await delivered(async () => ((await reminders()).length === 2 ? true : undefined));
  expect(await reminders()).toEqual([
    [1, 2],
    [2, 2],
  ]);
  const [stays, goes] = await journeys();
  expect(stays).toMatchObject({ turn: 0, plan_version: 1, held_epoch: null });
  expect(goes).toMatchObject({ turn: 1, plan_version: null, steps_version: 2, held_epoch: null });
});

test('in a paused campaign no journey moves; at the resume they go by the new version', async () => {
  await allNotifiedAndWaiting();
  const steer = (status: 'paused' | 'running') =>
    t.db
      .updateTable('campaigns')
      .set((eb) => ({ status, epoch: eb('epoch', '+', 1), wake_at: new Date(NOTICE_AT) }))
      .where('id', '=', seeded.campaignId)
      .execute();
  await steer('paused');
  await stepClock(t, '2027-02-10T10:00:00+09:00');
  await adopted(inAWeek, { default: 'migrate', segments: [], recall: [] });
  await delivered(() =>
    t.db.selectFrom('plan_versions').select('version').where('adoption_finished_at', 'is not', null).executeTakeFirst(),
  );
  expect(await reminders()).toEqual([]);
  await steer('running');
  await delivered(async () => ((await reminders()).length === 3 ? true : undefined));
  expect((await reminders()).map(([, version]) => version)).toEqual([2, 2, 2]);
});

test('a version that was adopted while no worker ran, or whose worker was killed in between, is carried over later', async () => {
  await allNotifiedAndWaiting();
  await stepClock(t, '2027-02-10T10:00:00+09:00');
  await adopted(inAWeek, { default: 'stay', segments: [{ segment: 'elderly', rule: 'migrate' }], recall: [] });
  const [, first] = await journeys();
  await t.db.updateTable('journeys').set({ plan_version: 1 }).where('id', '=', first!.id).execute();
  await t.db.updateTable('plan_versions').set({ after_journey: first!.id }).execute();
  await delivered(() =>
    t.db.selectFrom('plan_versions').select('version').where('adoption_finished_at', 'is not', null).executeTakeFirst(),
  );
  await delivered(async () => ((await reminders()).length === 1 ? true : undefined));
  expect(await reminders()).toEqual([[0, 2]]);
  expect((await journeys()).map((journey) => journey.plan_version)).toEqual([null, 1, 1]);
});
