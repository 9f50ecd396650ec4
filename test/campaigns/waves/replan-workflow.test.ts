import { wholeClient } from '../../../db/platform/scope';
import { getCampaign } from '../../../db/campaigns/campaigns';
import { insertPlanVersion, updatePlanVersion } from '../../../db/campaigns/plan-versions';
import { campaignWorkflowId, laneWorkflowId } from '../../../domain/ids';
import { seedCampaign, type Seeded, stepClock, testDoc } from '../../support/seed';
import { testDb, type TestDb } from '../../support/test-db';
import { eventually, testWorker, type TestWorker } from '../../support/test-worker';
import { wave } from './in-waves';

let t: TestDb;
let w: TestWorker;
let seeded: Seeded;
const first = wave('first', '02-01', { size: 2 });
const old = [first, wave('second', '02-08', { size: 2 }), wave('third', '02-22')];
/** `second` is gone; `third` begins sooner, and half of those who were in them later. */
const anew = [first, wave('third', '02-05', { size: 2 }), wave('last', '03-01')];

beforeEach(async () => {
  t = await testDb();
  w = await testWorker(t);
  await step('2027-02-01T09:00:00+09:00');
  seeded = await seedCampaign(t, { doc: testDoc({ waves: old }), customers: Array.from({ length: 6 }, () => ({})) });
});
afterEach(async () => {
  await w.client.workflow.getHandle(campaignWorkflowId(seeded.campaignId)).terminate();
  for (const { id } of await t.db.selectFrom('lanes').select('id').execute())
    await w.client.workflow.getHandle(laneWorkflowId(id)).terminate().catch(() => undefined); // prettier-ignore
  await w.close();
  await t.close();
});

/** Steps the clock; a day of waiting takes a quarter of a second. */
async function step(at: string): Promise<void> {
  await stepClock(t, at);
  await t.db
    .updateTable('clock')
    .set({ speed: 4 * 86_400, slack_ms: 0 })
    .execute();
}
const journeys = () => t.db.selectFrom('journeys').selectAll().orderBy('id').execute();
/** Polls of the outbox, as a worker runs them, until `find` resolves to something. */
const delivered = <Found>(what: string, find: () => Promise<Found | undefined>) =>
  eventually(what, async () => (await w.round(), find()));
const noticed = async () =>
  (await t.db.selectFrom('messages').select('journey_id').where('step', '=', 'notice').orderBy('journey_id').execute()).map(({ journey_id: id }) => id); // prettier-ignore
/** As after both approvals and `adopt`, before any worker has seen it. */
const adopt = () =>
  t.db.transaction().execute(async (trx) => {
    const campaign = await getCampaign(trx, wholeClient(seeded.clientId), seeded.campaignId);
    const person = trx.insertInto('persons').values({ login: 'manager', name: 'm' }).returning('id');
    const { id: personId } = await person.executeTakeFirstOrThrow();
    const version = await insertPlanVersion(trx, campaign, { doc: testDoc({ waves: anew }), personId, at: 0 });
    const rule = JSON.stringify({ default: 'migrate', segments: [], recall: [] });
    await updatePlanVersion(trx, version, { status: 'adopting', adopted_by: personId, rule });
  });
const inWave = async (...ids: string[]) =>
  (await journeys()).flatMap((row) => (ids.includes(row.wave ?? '') ? [row.id] : []));

test('workflows that wait for their wave wake when their new one begins, once each', async () => {
  await delivered('all to have taken their first step', async () => ((await journeys()).filter(({ turn }) => turn >= 0).length === 6 ? true : undefined)); // prettier-ignore
  expect(await noticed()).toEqual(await inWave('first'));
  await step('2027-02-03T10:00:00+09:00');
  await adopt();
  await delivered('the adoption to be finished', () =>
    t.db.selectFrom('plan_versions').select('version').where('adoption_finished_at', 'is not', null).executeTakeFirst(),
  );
  const [sooner, later] = [await inWave('third'), await inWave('last')];
  expect([sooner.length, later.length, await inWave('second')]).toEqual([2, 2, []]);
  const begun = async (ids: number[]) => (await noticed()).filter((id) => ids.includes(id)).length === ids.length;
  await step('2027-02-05T20:00:00+09:00');
  await delivered('the wave that begins sooner to begin', async () => ((await begun(sooner)) ? true : undefined));
  expect((await noticed()).filter((id) => later.includes(id))).toEqual([]);
  await step('2027-02-22T20:00:00+09:00');
  await delivered('those whose old day has come to wait on', async () => {
    const waits = (await journeys()).filter(({ id }) => later.includes(id));
    return waits.every(({ wake_at: at }) => at !== null && at >= anew[2]!.begins) ? true : undefined;
  });
  expect((await noticed()).filter((id) => later.includes(id))).toEqual([]);
  await step('2027-03-01T20:00:00+09:00');
  await delivered('the last wave to begin', async () => ((await begun(later)) ? true : undefined));
  expect(await noticed()).toEqual((await journeys()).map(({ id }) => id));
});
