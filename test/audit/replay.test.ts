import pg from 'pg';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkflowNotFoundError } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { archiveHistories } from '../../activities/maintenance/archive-histories';
import { startJourney } from '../../activities/campaign/start-journey';
import { countExecutions } from '../../db/campaigns/counts';
import { type EndFault } from '../../audit/history-end';
import { verifyRows } from '../../audit/rows/verify-rows';
import { replayCampaign } from '../../audit/replay';
import { workflowBundle } from '../../temporal/bundle';
import { recordArrival } from '../../db/journeys/arrivals';
import { createJourneys, markStarted } from '../../db/journeys/create-journeys';
import { journeyWorkflowId } from '../../domain/ids';
import { asOwner } from './fixture';
import { seedCampaign, type Seeded, stepClock } from '../support/seed';
import { testBase, testDb, type TestDb } from '../support/test-db';
import { eventually, testWorker, type TestWorker } from '../support/test-worker';
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
  const result = await replayCampaign({ db: t.db, client: w.client, campaignId, codePath, expected, onProgress });
  expect(result).toEqual({ replayed: 2, failed: [], missing: 0 });
  expect(seen).toEqual([1, 2]);
});

describe('a history ends where its journey has', () => {
  const replayed = async () => {
    const { codePath } = await workflowBundle();
    return replayCampaign({ db: t.db, client: w.client, campaignId, codePath, expected: 2 });
  };
  const asTemporal = async (statement: string, values: unknown[]) => {
    const url = new URL(testBase().superUrl);
    url.pathname = '/temporal';
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      return await client.query(statement, values);
    } finally {
      await client.end();
    }
  };

  test('one whose last events were deleted from the database of Temporal is named', async () => {
    const { runId } = await w.client.workflow.getHandle(workflowIds[0]!).describe();
    const tree = Buffer.from(runId.replaceAll('-', ''), 'hex');
    const last = `tree_id = $1 and node_id = (select max(node_id) from history_node where tree_id = $1)`;
    const { rows } = await asTemporal(`select * from history_node where ${last}`, [tree]);
    expect((await asTemporal(`delete from history_node where ${last}`, [tree])).rowCount).toBe(1);
    try {
      const { replayed: fit, failed } = await replayed();
      expect(failed).toEqual([{ workflowId: workflowIds[0], error: expect.stringMatching(/./) as string }]);
      expect(fit).toBe(1);
    } finally {
      const columns = Object.keys(rows[0] as object);
      const places = columns.map((_, index) => `$${index + 1}`).join(', ');
      await asTemporal(
        `insert into history_node (${columns.join(', ')}) values (${places})`,
        Object.values(rows[0] as object),
      );
    }
    expect((await replayed()).failed).toEqual([]);
  });

  test.each<[string, string, EndFault]>([
    [
      'fewer steps than its journey',
      `insert into step_results select journey_id, run, turn + 1, client_id, at, result from step_results
        where result ->> 'did' = 'closed'`,
      'history_cut',
    ],
    [
      'another outcome than its journey',
      `update step_results set result = jsonb_set(result, '{outcomes}', '{"cancelled":1}') where result ->> 'did' = 'closed'`,
      'end_differs',
    ],
  ])('one with %s is named', async (_, statement, error) => {
    const before = await t.db.selectFrom('step_results').selectAll().execute();
    await asOwner(t, statement);
    expect((await replayed()).failed).toEqual([{ workflowId: workflowIds[0], error }]);
    await asOwner(t, 'delete from step_results');
    const rows = before.map((row) => ({ ...row, at: new Date(row.at), result: JSON.stringify(row.result) }));
    await t.db.insertInto('step_results').values(rows).execute();
  });
});

test('those that do not fit changed code are named', async () => {
  const codePath = join(tmpdir(), `tsunagi-edited-${process.pid}.js`);
  writeFileSync(codePath, await editedCode(BREAKING[0]![1]));
  const { replayed, failed } = await replayCampaign({ db: t.db, client: w.client, campaignId, codePath, expected: 2 });
  expect(replayed).toBe(0);
  expect(failed.map(({ workflowId }) => workflowId).sort()).toEqual([...workflowIds].sort());
  expect(failed[0]!.error).toContain('TMPRL1100');
});

test('a campaign that never ran has nothing to replay', async () => {
  const { codePath } = await workflowBundle();
  const { campaignId: other } = await seedCampaign(t, { customers: [] });
  expect(await countExecutions(t.db, other)).toBe(0);
  const result = await replayCampaign({ db: t.db, client: w.client, campaignId: other, codePath });
  expect(result).toEqual({ replayed: 0, failed: [], missing: 0 });
});

describe('when the retention of Temporal has deleted a history', () => {
  const replayed = async () => {
    const { codePath } = await workflowBundle();
    return replayCampaign({ db: t.db, client: w.client, campaignId, codePath, expected: 2 });
  };

  beforeAll(async () => {
    expect(await archiveHistories({ db: t.db, client: w.client })).toEqual({ kept: 1, gone: 0 });
    const handle = w.client.workflow.getHandle(workflowIds[0]!);
    const { runId } = await handle.describe();
    // what the namespace's retention does, at once
    await w.client.workflowService.deleteWorkflowExecution({
      namespace: w.client.options.namespace,
      workflowExecution: { workflowId: workflowIds[0]!, runId },
    });
    await eventually('the history to be gone', () =>
      handle.describe().then(
        () => undefined,
        (error: unknown) => (error instanceof WorkflowNotFoundError ? true : undefined),
      ),
    );
  });

  test('the history that was kept before is replayed, and nothing is missing', async () => {
    expect(await replayed()).toEqual({ replayed: 2, failed: [], missing: 0 });
  });

  test('what is kept stays encoded as it was, is kept once, and has its digest in the ledger', async () => {
    expect(await archiveHistories({ db: t.db, client: w.client })).toEqual({ kept: 0, gone: 0 });
    const { body, workflow_id: workflowId } = await t.db
      .selectFrom('history_archives')
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(workflowId).toBe(workflowIds[0]);
    const { events } = temporal.api.history.v1.History.decode(body);
    expect(events.at(-1)!.workflowExecutionCompletedEventAttributes).toBeTruthy();
    expect((await verifyRows(t.db, campaignId)).faults.filter(({ table }) => table === 'history_archives')).toEqual([]);
  });

  test.each([
    ['changed', `update history_archives set body = body || '\\x00'::bytea`, 'differs'],
    ['deleted', 'delete from history_archives', 'row_missing'],
  ])('a kept history that is %s is named', async (_, statement, why) => {
    await asOwner(t, 'create table if not exists kept_archives as table history_archives');
    await asOwner(t, statement);
    const { faults } = await verifyRows(t.db, campaignId);
    expect(faults).toContainEqual(expect.objectContaining({ table: 'history_archives', why }));
    await asOwner(t, 'delete from history_archives');
    await asOwner(t, 'insert into history_archives select * from kept_archives');
  });
});
