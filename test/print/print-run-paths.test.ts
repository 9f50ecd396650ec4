import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activityInfo } from '@temporalio/activity';
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

describe('a run that waits for weeks', () => {
  /** Plays a run until the server suggests to continue as new: answers of nearly 2 MB bring it to that after three. */
  async function playLong({ signalled, name }: { signalled: boolean; name: HistoryName }) {
    const taskQueue = `q${randomBytes(3).toString('hex')}`;
    const runId = randomInt(1, 1_000_000_000);
    const workflowId = `print-run:${runId}`;
    const reads = new Map<string, number>();
    let rendered = 0;
    const recordAcknowledged = async () => {
      const own = activityInfo().workflowExecution!.runId;
      reads.set(own, (reads.get(own) ?? 0) + 1);
      if (reads.size > 1) return { status: 'posted' };
      // the shop reports while each look is under way, the last one of the first run too
      if (signalled) await client.workflow.getHandle(workflowId).signal('printRunAcknowledged');
      return { status: 'waiting', padding: 'x'.repeat(1_900_000) };
    };
    const activities = {
      renderRun: () => ({ pieces: (rendered += 1) }),
      handOverRun: () => ({ again: false, acknowledged: false }),
      recordAcknowledged,
    };
    const common = { connection, identity: identity(), namespace: TEST_NAMESPACE, taskQueue, activities };
    const worker = await Worker.create({ ...common, workflowBundle: { codePath } });
    return worker.runUntil(async () => {
      const { firstExecutionRunId } = await client.workflow.start('printRunWorkflow', {
        workflowId,
        taskQueue,
        args: [{ runId }],
      });
      const { result } = await finishedHistory(client, workflowId, name);
      const first = await client.workflow.getHandle(workflowId, firstExecutionRunId).describe();
      const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
      const timers = events!.filter((event) => event.timerStartedEventAttributes).length;
      return { result, rendered, runs: reads.size, first: first.status.name, timers };
    });
  }

  test('continues as new: it is not rendered again, and waits for its next look', async () => {
    const played = await playLong({ signalled: false, name: 'print-run-continued' });
    expect(played).toEqual({ result: 'posted', rendered: 1, runs: 2, first: 'CONTINUED_AS_NEW', timers: 1 });
  });

  test('loses no signal by it: a report of that moment is read at once', async () => {
    const played = await playLong({ signalled: true, name: 'print-run-continued-unread' });
    expect(played).toEqual({ result: 'posted', rendered: 1, runs: 2, first: 'CONTINUED_AS_NEW', timers: 0 });
  });
});
