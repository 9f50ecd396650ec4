import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPaths } from '../../db/platform/evidence/open-paths';
import { workflowBundle } from '../../temporal/bundle';
import { replayOpen, type ReplayOptions } from '../../temporal/replay-open';
import { restartJourney } from '../../db/platform/outbox';
import { campaignWorkflowId, journeyWorkflowId, laneWorkflowId } from '../../domain/ids';
import { type Edit, editedCode } from '../journeys/edited-bundle';
import { type Seeded, seedCampaign, stepClock } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';
import { eventually, testWorker, type TestWorker } from '../support/test-worker';

const NOTIFIED = 6;
const REOPENED = 1;
const CAMPAIGNS = 1;

let t: TestDb;
let w: TestWorker;
let own: Seeded;
let open: number;
beforeAll(async () => {
  t = await testDb();
  w = await testWorker(t);
  await stepClock(t, '2027-02-01T09:00:00+09:00');
  const customers = [...Array.from({ length: NOTIFIED }, () => ({})), { hold: 'complaint' }];
  own = await seedCampaign(t, { customers });
  await eventually('every journey has taken a step', async () => {
    await w.round();
    const stepped = await t.db.selectFrom('journeys').select('id').where('turn', '>=', 0).execute();
    return stepped.length === NOTIFIED + REOPENED ? true : undefined;
  });
  await startAgain();
  open = await eventually('Temporal lists all of them', async () => {
    const { count } = await w.client.workflow.count(query());
    return count === NOTIFIED + REOPENED + CAMPAIGNS ? count : undefined;
  });
});
afterAll(async () => {
  const ids = [campaignWorkflowId(own.campaignId)];
  for (const { id } of await t.db.selectFrom('lanes').select('id').execute()) ids.push(laneWorkflowId(id));
  for await (const { workflowId } of w.client.workflow.list({ query: query() })) ids.push(workflowId);
  for (const id of new Set(ids))
    await w.client.workflow
      .getHandle(id)
      .terminate()
      .catch(() => undefined);
  await w.close();
  await t.close();
});

/** The workflow of the held customer's journey is gone, so that a second run goes another way. */
async function startAgain() {
  const customerId = own.customers.at(-1)!.id;
  const workflowId = journeyWorkflowId({ campaignId: own.campaignId, customerId, run: 1 });
  await w.client.workflow.getHandle(workflowId).terminate();
  const journey = () => t.db.selectFrom('journeys').selectAll().where('customer_id', '=', customerId);
  await restartJourney(t.db, (await journey().executeTakeFirstOrThrow()).id, 1);
  await eventually('the second run has taken a step', async () => {
    await w.round();
    return journey().where('run', '=', 2).where('turn', '>=', 0).executeTakeFirst();
  });
}

const query = () => `ExecutionStatus = 'Running' AND TaskQueue = '${w.taskQueue}'`;
async function bundleWith(edits: Edit[]): Promise<ReplayOptions['bundle']> {
  const bundle = await workflowBundle();
  if (edits.length === 0) return bundle;
  const codePath = join(mkdtempSync(join(tmpdir(), 'tsunagi-edited-')), 'workflows.js');
  writeFileSync(codePath, await editedCode(edits));
  return { ...bundle, codePath, buildId: randomBytes(4).toString('hex') };
}
async function replay(options: Partial<ReplayOptions> = {}, edits: Edit[] = []) {
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const bundle = await bundleWith(edits);
  const paths = await openPaths(t.db);
  const { replayed } = await replayOpen(w.client, { query: query(), bundle, log, paths, ...options });
  return { replayed, lines };
}
test('the oldest and the newest journey of each path are replayed, and what was left out is said', async () => {
  const paths = await openPaths(t.db);
  expect(paths.map(({ journeys, samples }) => [journeys, samples.length])).toEqual([
    [REOPENED, 1],
    [NOTIFIED, 2],
  ]);
  const { replayed, lines } = await replay();
  expect(replayed).toBe(3 + CAMPAIGNS);
  expect(lines.slice(-1)).toEqual([
    `replayed ${replayed} of ${open} open histories, those of 2 different paths of journeys among them; ` +
      `${open - replayed} were not replayed (--all replays them)`,
  ]);
});

test('all are replayed where that is asked for', async () => {
  const { replayed, lines } = await replay({ all: true });
  expect(replayed).toBe(open);
  expect(lines.filter((line) => line.includes('not replayed'))).toEqual([]); // a slow machine also says how far it is
});

test.each<[string, ReplayOptions['limits'] & object, number]>([
  ['histories', { histories: 2, ms: 60_000 }, 2],
  ['time', { histories: 2_000, ms: 0 }, 0],
])('the limit of %s is kept, and what was left out is said', async (_, limits, expected) => {
  const { replayed, lines } = await replay({ limits });
  expect(replayed).toBe(expected);
  expect(lines.at(-1)).toContain(`${open - expected} were not replayed`);
});

test('without knowledge of the paths the limits are kept too', async () => {
  const { bundle, log } = { bundle: await workflowBundle(), log: () => undefined };
  const limits = { histories: 4, ms: 60_000 };
  expect(await replayOpen(w.client, { query: query(), bundle, log, limits })).toEqual({ open, replayed: 4 });
});

test('a build that does not fit the only journey of a path is refused', async () => {
  const edits = [{ from: "run === 1 ? 'notice' : 'customer'", to: "'notice'" }];
  await expect(replay({}, edits)).rejects.toThrow(/does not fit the open journey:.*:2; nothing was changed/);
});
