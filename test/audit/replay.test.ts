import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startJourney } from '../../activities/campaign/start-journey';
import { countExecutions } from '../../db/campaigns/counts';
import { replayCampaign } from '../../audit/replay';
import { workflowBundle } from '../../temporal/bundle';
import { recordArrival } from '../../db/journeys/arrivals';
import { createJourneys, markStarted } from '../../db/journeys/create-journeys';
import { journeyWorkflowId } from '../../domain/ids';
import { seedCampaign, type Seeded, stepClock } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';
import { testWorker, type TestWorker } from '../support/test-worker';
import { BREAKING, editedCode } from '../journeys/edited-bundle';

let t: TestDb;
let w: TestWorker;
let campaignId: number;
const workflowIds: string[] = [];

beforeAll(async () => {
  t = await testDb();
  w = await testWorker(t);
  await stepClock(t, '2027-02-01T09:00:00+09:00');
  // one journey that is over at once because the customer answers first, one that waits for an answer
  const seeded = await seedCampaign(t, { customers: [{}, {}] });
  campaignId = seeded.campaignId;
  await createJourneys(t.db, campaignId);
  await answerAtOnce(seeded);
  const rows = await t.db
    .selectFrom('journeys')
    .select(['id', 'customer_id as customerId', 'run'])
    .orderBy('id')
    .execute();
  const journeys = rows.map((row) => ({ ...row, campaignId }));
  for (const journey of journeys) {
    await startJourney(w.client, w.taskQueue, journey);
    workflowIds.push(journeyWorkflowId(journey));
  }
  await markStarted(t.db, journeys);
  await w.client.workflow.getHandle(workflowIds[0]!).result();
});

async function answerAtOnce({ customers }: Seeded): Promise<void> {
  const { id: customerId, contracts } = customers[0]!;
  const data = { receipt: 'R', choices: { [contracts[0]!]: 'migrate' } };
  const at = Date.parse('2027-02-01T08:00:00+09:00');
  const answer = { campaignId, customerId, kind: 'answer' as const, at, source: 'web', data, dedupe: 'answer' };
  await t.db.transaction().execute((trx) => recordArrival(trx, answer));
}

afterAll(async () => {
  await w.client.workflow.getHandle(workflowIds[1]!).terminate('end of test');
  await w.close();
  await t.close();
});

test('every execution of a campaign, open or closed, is replayed against the present code', async () => {
  const { codePath } = await workflowBundle();
  const expected = await countExecutions(t.db, campaignId);
  expect(expected).toBe(2);
  const seen: number[] = [];
  const onProgress = (done: number) => void seen.push(done);
  const result = await replayCampaign({ client: w.client, campaignId, codePath, expected, onProgress });
  expect(result).toEqual({ replayed: 2, failed: [], missing: 0 });
  expect(seen).toEqual([1, 2]);
});

test('those that do not fit changed code are named', async () => {
  const codePath = join(tmpdir(), `tsunagi-edited-${process.pid}.js`);
  writeFileSync(codePath, await editedCode(BREAKING[0]![1]));
  const { replayed, failed } = await replayCampaign({ client: w.client, campaignId, codePath, expected: 2 });
  expect(replayed).toBe(0);
  expect(failed.map(({ workflowId }) => workflowId).sort()).toEqual([...workflowIds].sort());
  expect(failed[0]!.error).toContain('TMPRL1100');
});

test('a campaign that never ran has nothing to replay', async () => {
  const { codePath } = await workflowBundle();
  const { campaignId: other } = await seedCampaign(t, { customers: [] });
  expect(await countExecutions(t.db, other)).toBe(0);
  const result = await replayCampaign({ client: w.client, campaignId: other, codePath });
  expect(result).toEqual({ replayed: 0, failed: [], missing: 0 });
});
