import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { connectTemporal, identity } from '../../temporal/connection';
import { editedCode } from '../journeys/edited-bundle';
import { TEST_NAMESPACE } from '../support/base';
import { finishedHistory, type HistoryName } from '../support/histories';
import { testBase } from '../support/test-db';

Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'off' } } });

let client: Client;
let connection: NativeConnection;
const dir = mkdtempSync(join(tmpdir(), 'tsunagi-run-'));
const codePath = join(dir, 'workflows.js');

beforeAll(async () => {
  const { temporalAddress } = testBase();
  connection = await NativeConnection.connect({ address: temporalAddress });
  client = await connectTemporal({ TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: TEST_NAMESPACE });
  // An hour is too long for a test; how long a timer runs is not compared.
  writeFileSync(codePath, await editedCode([{ from: `CHECK_INTERVAL = '1 hour'`, to: `CHECK_INTERVAL = '1 second'` }]));
});
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await client.connection.close();
  await connection.close();
});

interface Shop {
  /** What each hand-over answers. */
  handed: { again: boolean; acknowledged: boolean }[];
  /** What each reading of the report answers. */
  read: string[];
}

test.each<[string, HistoryName, Shop, string[]]>([
  [
    'without a signal the report is read every hour',
    'print-run-hourly',
    { handed: [{ again: false, acknowledged: false }], read: ['handed_over', 'posted'] },
    ['render', 'hand over', 'read', 'read'],
  ],
  [
    'letters that may not go any more are left out in a second rendering; what the shop has reported already is not waited for',
    'print-run-rendered-again',
    {
      handed: [
        { again: true, acknowledged: false },
        { again: false, acknowledged: true },
      ],
      read: ['posted'],
    },
    ['render', 'hand over', 'render', 'hand over', 'read'],
  ],
])('%s', async (_, name, { handed, read }, expected) => {
  const done: string[] = [];
  const note = <Result>(what: string, result: Result): Result => (done.push(what), result);
  const taskQueue = `q${randomBytes(3).toString('hex')}`;
  const activities = {
    renderRun: () => note('render', { pieces: 2 }),
    handOverRun: () => note('hand over', handed.shift()),
    recordAcknowledged: () => note('read', { status: read.shift() }),
  };
  const common = { connection, identity: identity(), namespace: TEST_NAMESPACE, taskQueue, activities };
  const worker = await Worker.create({ ...common, workflowBundle: { codePath } });
  await worker.runUntil(async () => {
    const runId = randomInt(1, 1_000_000_000);
    const workflowId = `print-run:${runId}`;
    await client.workflow.start('printRunWorkflow', { workflowId, taskQueue, args: [{ runId }] });
    expect((await finishedHistory(client, workflowId, name)).result).toBe('posted');
  });
  expect(done).toEqual(expected);
});
