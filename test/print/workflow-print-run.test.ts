import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client } from '@temporalio/client';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { pino } from 'pino';
import { createPrintActivities } from '../../activities/print/activities';
import { readReports } from '../../activities/print/acknowledgements';
import { exchangeRecalls } from '../../activities/print/recalls';
import { renderRun } from '../../activities/print/render';
import { findQuick } from '../../db/platform/alerts/causes';
import { startPrintRuns } from '../../activities/outbox/start-print-runs';
import { workflowBundle } from '../../temporal/bundle';
import { lanesTaskQueue } from '../../domain/ids';
import { insertPause } from '../../db/campaigns/pauses';
import { askBack } from '../../db/print/recalls';
import { printRunWorkflowId } from '../../domain/print/print-run';
import { connectTemporal, identity } from '../../temporal/connection';
import { TEST_NAMESPACE } from '../support/base';
import { testBase, testDb, type TestDb } from '../support/test-db';
import { eventually } from '../support/test-worker';
import { finishedHistory } from '../support/histories';
import {
  acknowledge,
  messageOf,
  openRun,
  piecesIn,
  printScene,
  type PrintScene,
  removeScene,
  RUN_AT,
  runOf,
} from './fixture';

const log = pino({ level: 'silent' });
let t: TestDb;
let scene: PrintScene;
let client: Client;
let connection: NativeConnection;
const taskQueue = `q${randomBytes(3).toString('hex')}`;

beforeAll(async () => {
  t = await testDb();
  const { temporalAddress } = testBase();
  connection = await NativeConnection.connect({ address: temporalAddress });
  client = await connectTemporal({ TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: TEST_NAMESPACE });
});
afterAll(async () => {
  await client.connection.close();
  await connection.close();
  await t.close();
});

/** Works with one worker on the scene's folder, as long as `work` lasts. */
async function withWorker<Result>(work: () => Promise<Result>): Promise<Result> {
  const { codePath, buildId } = await workflowBundle();
  const common: Omit<WorkerOptions, 'taskQueue'> = {
    connection,
    identity: identity(),
    namespace: TEST_NAMESPACE,
    activities: createPrintActivities({ ...scene.deps, drainMs: 2_000 }),
    workerDeploymentOptions: { useWorkerVersioning: false, version: { deploymentName: 'none', buildId } },
  };
  const lanes = await Worker.create({ ...common, taskQueue: lanesTaskQueue(taskQueue) });
  const worker = await Worker.create({ ...common, taskQueue, workflowBundle: { codePath } });
  return worker.runUntil(lanes.runUntil(work));
}

const startRuns = () => startPrintRuns({ db: t.db, client, taskQueue });
const read = () => readReports({ db: t.db, log, client }, scene.deps.folder);

/** Waits until the run waits for a report for the n-th time. */
const reportAwaited = (runId: number, nth: number) =>
  eventually(`timer ${nth} of the run`, async (see) => {
    const { events } = await client.workflow.getHandle(printRunWorkflowId(runId)).fetchHistory();
    return see(events!.filter((event) => event.timerStartedEventAttributes).length) >= nth;
  });

/** What the shop does: waits for the folder and says something about it. */
async function shop(runId: number, change: Parameters<typeof acknowledge>[2] = {}): Promise<void> {
  const { key } = await runOf(t, runId);
  await eventually('the run to be handed over', async (see) => see((await runOf(t, runId)).status) === 'handed_over');
  expect(existsSync(join(scene.dir, 'out', key))).toBe(true);
  await reportAwaited(runId, 1);
  writeFileSync(join(scene.dir, 'ack', `${key}.json`), JSON.stringify(acknowledge(scene, key, change)));
}

afterEach(() => removeScene(scene));

test('a letter that is due is drained into a run, printed, posted and booked', async () => {
  scene = await printScene(t, [{}, {}]);
  const runId = await withWorker(async () => {
    const lane = { workflowId: `lane:${scene.laneId}`, taskQueue, args: [{ laneId: scene.laneId, channel: 'post' }] };
    const drain = await client.workflow.start('laneWorkflow', lane);
    const run = await eventually('the run of the lane', () =>
      t.db.selectFrom('print_runs').select('id').where('lane_id', '=', scene.laneId).executeTakeFirst(),
    );
    await drain.terminate();
    expect(await startRuns()).toBe(1);
    expect(await startRuns()).toBe(0);
    await shop(run.id);
    expect(await read()).toBe(1);
    expect(await read()).toBe(0);
    const history = await finishedHistory(client, printRunWorkflowId(run.id), 'print-run-posted');
    process.stdout.write(`print run: ${history.events} events, ${history.bytes} bytes\n`);
    expect(history.result).toBe('posted');
    expect(history.events).toBeLessThanOrEqual(29);
    return run.id;
  });
  expect(await runOf(t, runId)).toMatchObject({ status: 'posted', pieces: 2 });
  for (const letter of scene.letters) expect((await messageOf(t, letter.messageId)).status).toBe('handed_over');
  expect(existsSync(join(scene.dir, 'ack-done', `${(await runOf(t, runId)).key}.json`))).toBe(true);
});

test('a list of envelopes to take out lies at the shop, and its answer lets the run be booked', async () => {
  scene = await printScene(t, [{}, {}]);
  const runId = await openRun(t, scene);
  const exchange = () => exchangeRecalls({ db: t.db, log, client }, scene.deps.folder);
  await withWorker(async () => {
    await startRuns();
    await eventually('the run to be handed over', async (see) => see((await runOf(t, runId)).status) === 'handed_over');
    const { key: run } = await runOf(t, runId);
    const [kept, pulled] = (await piecesIn(t, runId)).map(({ code }) => code);
    const key = await askForOne(runId, pulled!);
    await exchange();
    const file = join(scene.dir, 'recall', `${key}.json`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ key, run, asked: 1, pieces: [pulled] });
    await shop(runId, { posted: 1, pieces: [kept!], pulled: [pulled!] });
    await read();
    await reportAwaited(runId, 2); // it has read the report, and waits for the answer to the list
    const pieces = { pulled: [pulled], tooLate: [] };
    const report = { key, run, asked: 1, pulled: 1, tooLate: 0, pieces, answeredAt: '2027-02-01T06:00:00.000Z' };
    writeFileSync(join(scene.dir, 'recall-ack', `${key}.json`), JSON.stringify(report));
    await exchange();
    await eventually('the run to be posted', async (see) => see((await runOf(t, runId)).status) === 'posted');
  });
  const statuses = [];
  for (const letter of scene.letters) statuses.push((await messageOf(t, letter.messageId)).status);
  expect(statuses).toEqual(['handed_over', 'recalled']);
});

/** As a person asks for the letters that a pause keeps back; answers the list's name. */
async function askForOne(runId: number, code: string): Promise<string> {
  const person = { login: `p-${Math.random()}`, name: 'x' };
  const { id: personId } = await t.db.insertInto('persons').values(person).returning('id').executeTakeFirstOrThrow();
  const campaign = await t.db
    .selectFrom('campaigns')
    .selectAll()
    .where('id', '=', scene.campaignId)
    .executeTakeFirstOrThrow();
  const customerId = (await piecesIn(t, runId)).find((piece) => piece.code === code)!.customer_id;
  const by = { reason: 'x', personId };
  const answers = { scope: { customerId }, extendWaits: false, fallThrough: false, until: null, ...by };
  return t.db.transaction().execute(async (trx) => {
    const { id: pauseId } = await insertPause(trx, campaign, answers, RUN_AT);
    return (await askBack(trx, campaign, { pauseId, ...by }))[0]!.recall.key;
  });
}

test('a run in which nothing may be printed any more ends quietly', async () => {
  scene = await printScene(t);
  const runId = await openRun(t, scene);
  await t.db.updateTable('campaigns').set({ status: 'stopped' }).where('id', '=', scene.campaignId).execute();
  await withWorker(async () => {
    await startRuns();
    const history = await finishedHistory(client, printRunWorkflowId(runId), 'print-run-empty');
    expect(history).toMatchObject({ result: 'empty', events: 11 });
  });
  expect((await messageOf(t, scene.letters[0]!.messageId)).failure).toBe('campaign_stopped');
});

test('a run whose figures differ waits for a right report', async () => {
  scene = await printScene(t);
  const runId = await openRun(t, scene);
  await withWorker(async () => {
    await startRuns();
    await shop(runId, { printed: 0 });
    await read();
    await eventually('the figures to differ', async (see) => see((await runOf(t, runId)).status) === 'differs');
    await reportAwaited(runId, 2);
    const { key } = await runOf(t, runId);
    writeFileSync(join(scene.dir, 'ack', `${key}.json`), JSON.stringify(acknowledge(scene, key)));
    await read();
    const history = await finishedHistory(client, printRunWorkflowId(runId), 'print-run-differs');
    expect(history.result).toBe('posted');
  });
  expect((await messageOf(t, scene.letters[0]!.messageId)).status).toBe('handed_over');
});

test('a report that comes while the workflow is away is not lost: the outbox starts it again', async () => {
  scene = await printScene(t);
  const runId = await openRun(t, scene);
  await withWorker(async () => {
    await startRuns();
    await shop(runId);
    await client.workflow.getHandle(printRunWorkflowId(runId)).terminate('lost');
    await read();
    expect(await startRuns()).toBe(1);
    expect((await finishedHistory(client, printRunWorkflowId(runId))).result).toBe('posted');
  });
});

test('what is no report of ours stays where it is, raises an alert until it is gone, and breaks nothing', async () => {
  scene = await printScene(t);
  const file = (name: string) => join(scene.dir, 'ack', name);
  writeFileSync(file('a.json'), '{"key": "another-shops"}');
  writeFileSync(file('b.json'), '{"key": }');
  writeFileSync(file('c.json'), '{"half of it"'); // still being written
  writeFileSync(file('report.txt'), 'printed: all');
  utimesSync(file('report.txt'), 0, 0);
  const alerts = async () =>
    (await findQuick(t.db)).flatMap(({ kind, figures }) => (kind === 'file_unreadable' ? [figures.name] : [])).sort();
  expect(await read()).toBe(0);
  expect(await read()).toBe(0);
  expect(await scene.deps.folder.reports()).toEqual(['a.json', 'b.json', 'c.json', 'report.txt']);
  expect(await alerts()).toEqual(['a.json', 'b.json', 'report.txt']);
  for (const name of ['b.json', 'report.txt']) rmSync(file(name));
  await read();
  expect(await alerts()).toEqual(['a.json']);
});

test.each<[string, (text: string) => Buffer, string]>([
  ['with a byte order mark', (text) => Buffer.from(`\uFEFF${text}`), '.json'],
  ['in UTF-16 with a mark', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'), '.json'],
  ['in UTF-16 without one', (text) => Buffer.from(text, 'utf16le'), '.json'],
  ['in UTF-16, big end first', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(), '.json'],
  ['with a name in capitals', (text) => Buffer.from(text), '.JSON'],
])('a report %s is read', async (_, encode, ending) => {
  scene = await printScene(t);
  const runId = await openRun(t, scene);
  await renderRun(scene.deps, runId);
  const { key } = await runOf(t, runId);
  const name = ending === '.JSON' ? key.toUpperCase() : key;
  writeFileSync(
    join(scene.dir, 'ack', name + ending),
    encode(JSON.stringify({ ...acknowledge(scene, key), key: name })),
  );
  expect(await read()).toBe(1);
  expect((await runOf(t, runId)).acknowledged).toMatchObject({ printed: 1 });
  expect(await scene.deps.folder.reports()).toEqual([]);
});
