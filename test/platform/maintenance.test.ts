import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activityInfo } from '@temporalio/activity';
import { type Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { createMaintenanceActivities, type MaintenanceActivities } from '../../activities/maintenance/activities';
import { ensureMaintenanceSchedules, triggerMaintenance } from '../../activities/maintenance/schedules';
import { PrintFolder } from '../../activities/print/folder';
import { type Config, loadConfig } from '../../config/settings';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { ensureLane } from '../../db/delivery/lanes';
import { listenForNotifications } from '../../db/platform/notifications/listen';
import { ErasureRegister } from '../../db/privacy/erasure-register';
import { lanesTaskQueue } from '../../domain/ids';
import { MAINTENANCE_SECONDS, type MaintenanceJob, maintenanceScheduleId } from '../../domain/platform/maintenance';
import { workflowBundle } from '../../temporal/bundle';
import { connectTemporal } from '../../temporal/connection';
import { createWorkers } from '../../temporal/workers';
import { continuedAsNew } from '../journeys/replay/continued';
import { TEST_NAMESPACE } from '../support/base';
import { finishedHistory, openHistory } from '../support/histories';
import { endAllOf, scheduleIds } from '../support/schedules';
import { testBase, testDb, type TestDb } from '../support/test-db';
import { eventually } from '../support/test-worker';

const log = pino({ level: 'silent' });
const JOBS = Object.keys(MAINTENANCE_SECONDS) as MaintenanceJob[];
const RARELY = Object.fromEntries(JOBS.map((job) => [job, 86_400]));

let t: TestDb;
let client: Client;
let connection: NativeConnection;
let folder: string;
let config: Config;
const queues: string[] = [];

beforeAll(async () => {
  t = await testDb();
  const { temporalAddress } = testBase();
  connection = await NativeConnection.connect({ address: temporalAddress });
  client = await connectTemporal({ TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: TEST_NAMESPACE });
  folder = mkdtempSync(join(tmpdir(), 'tsunagi-maintenance-'));
});
beforeEach(() => {
  config = loadConfig({
    DATABASE_URL: t.url,
    MASTER_KEY_FILE: '/unused',
    TASK_QUEUE: `q${randomBytes(3).toString('hex')}`,
    TEMPORAL_NAMESPACE: TEST_NAMESPACE,
    DEPLOYMENT: 'none',
    PRINT_DIR: folder,
  });
  queues.push(config.TASK_QUEUE);
});
afterEach(() => endAllOf(client, config.TASK_QUEUE));
afterAll(async () => {
  await client.connection.close();
  await connection.close();
  await t.close();
  rmSync(folder, { recursive: true, force: true });
});

const target = () => ({ client, taskQueue: config.TASK_QUEUE });
const schedule = (job: MaintenanceJob) => client.schedule.getHandle(maintenanceScheduleId(config.TASK_QUEUE, job));

/** Runs workers with these activities as long as `work` lasts. */
async function withWorkers(
  {
    serves = 'all',
    ...parts
  }: { activities: object; laneActivities?: object; serves?: (typeof config)['WORKER_SERVES'] },
  work: () => Promise<void>,
): Promise<void> {
  const bundle = await workflowBundle();
  const workers = await createWorkers({
    config: { ...config, WORKER_SERVES: serves },
    connection,
    bundle,
    laneActivities: { drainMailLane: () => undefined },
    ...parts,
  });
  const running = workers.run();
  await work().finally(() => workers.shutdown());
  await running;
}

function maintenance(): MaintenanceActivities {
  const register = new ErasureRegister(join(folder, 'erasures'));
  const parts = { db: t.db, vault: t.vault, docs: new CampaignDocs(), client, log, config, register };
  return createMaintenanceActivities({ ...parts, folder: new PrintFolder(folder) });
}

test('every job has one Schedule, however often a worker starts', async () => {
  await Promise.all([ensureMaintenanceSchedules(target(), RARELY), ensureMaintenanceSchedules(target(), RARELY)]);
  await schedule('sendAlerts').pause('a person wants it so');
  await ensureMaintenanceSchedules(target(), { ...RARELY, sendAlerts: 3_600 });
  const wanted = JOBS.map((job) => maintenanceScheduleId(config.TASK_QUEUE, job)).sort();
  const listed = await eventually('the Schedules', async () => {
    const ids = await scheduleIds(client, config.TASK_QUEUE);
    return ids.length === wanted.length ? ids : undefined;
  });
  expect(listed).toEqual(wanted);
  const { spec, policies, state, action } = await schedule('sendAlerts').describe();
  expect(spec.intervals).toMatchObject([{ every: 3_600_000 }]);
  expect(policies.overlap).toBe('SKIP');
  expect(state.paused).toBe(true);
  expect(action).toMatchObject({ workflowType: 'maintenanceWorkflow', args: [{ job: 'sendAlerts' }] });
});

test('every job runs', async () => {
  await ensureMaintenanceSchedules(target(), RARELY);
  await withWorkers({ activities: maintenance() }, async () => {
    for (const job of JOBS) expect(await triggerMaintenance(target(), job)).toBe(true);
    for (const job of JOBS) {
      const run = await eventually(
        'the first run of a job',
        async () => (await schedule(job).describe()).info.recentActions[0],
      );
      if (run.action.type !== 'startWorkflow') throw new Error(run.action.type);
      const { workflowId } = run.action.workflow;
      const counts = Object.values((await client.workflow.getHandle(workflowId).result()) as object);
      expect({ job, counts: counts.map((count) => typeof count) }).toEqual({ job, counts: counts.map(() => 'number') });
    }
  });
});

test('a run that is due while the last one is open is skipped, a trigger is kept for afterwards', async () => {
  await ensureMaintenanceSchedules(target(), { ...RARELY, eraseCustomers: 1 });
  let runs = 0;
  let atOnce = 0;
  let finish: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (finish = resolve));
  const eraseCustomers = async () => {
    runs += 1;
    atOnce += 1;
    if (runs === 1) await held;
    atOnce -= 1;
    return { erased: atOnce };
  };
  await withWorkers({ activities: { eraseCustomers } }, async () => {
    await eventually('the first run to begin', () => runs > 0);
    await eventually(
      'a run that is skipped',
      async () => (await schedule('eraseCustomers').describe()).info.numActionsSkippedOverlap || undefined,
    );
    expect(runs).toBe(1);
    await schedule('eraseCustomers').pause();
    await triggerMaintenance(target(), 'eraseCustomers');
    expect(runs).toBe(1);
    finish();
    await eventually('the second run', (see) => see(runs) === 2);
    expect(atOnce).toBe(0);
  });
});

test('a job without a Schedule cannot be triggered yet', async () => {
  expect(await triggerMaintenance(target(), 'sendAlerts')).toBe(false);
});

test('more than fifty lanes leave other activities their slots', async () => {
  const LANES = 60;
  let draining = 0;
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const drainMailLane = async () => {
    draining += 1;
    await stopped;
    return { ended: 'asked' };
  };
  const sendAlerts = () => Promise.resolve({ sent: 7 });
  await withWorkers({ activities: { sendAlerts }, laneActivities: { drainMailLane } }, async () => {
    const { TASK_QUEUE: taskQueue } = config;
    for (let laneId = 1; laneId <= LANES; laneId++) {
      const workflowId = `lane:${taskQueue}:${laneId}`;
      await client.workflow.start('laneWorkflow', { workflowId, taskQueue, args: [{ laneId }] });
    }
    await eventually('all lanes to be drained', (see) => see(draining) === LANES);
    const workflowId = `other:${taskQueue}`;
    const other = { workflowId, taskQueue, args: [{ job: 'sendAlerts' }] };
    expect(await client.workflow.execute('maintenanceWorkflow', other)).toEqual({ sent: 7 });
    await endAllOf(client, taskQueue);
    stop();
  });
  expect(lanesTaskQueue(config.TASK_QUEUE)).toBe(`${config.TASK_QUEUE}-lanes`);
});

test('a worker serves the task queues that it is asked to: lanes and the rest may be processes of their own', async () => {
  const { TASK_QUEUE: taskQueue } = config;
  let draining = 0;
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const laneActivities = { drainMailLane: () => ((draining += 1), stopped) };
  const activities = { sendAlerts: () => Promise.resolve({ sent: 7 }) };
  const journeysOnly = { activities, laneActivities, serves: 'journeys' as const };
  const lanesOnly = { activities, laneActivities, serves: 'lanes' as const };
  const job = (workflowId: string) => ({ workflowId, taskQueue, args: [{ job: 'sendAlerts' }] });
  await withWorkers(journeysOnly, async () => {
    await client.workflow.start('laneWorkflow', { workflowId: `lane:${taskQueue}`, taskQueue, args: [{ laneId: 1 }] });
    expect(await client.workflow.execute('maintenanceWorkflow', job(`first:${taskQueue}`))).toEqual({ sent: 7 });
    const waiting = await client.workflow.getHandle(`lane:${taskQueue}`).fetchHistory();
    expect(waiting.events!.some((event) => event.activityTaskScheduledEventAttributes)).toBe(true);
    expect(draining).toBe(0);
  });
  await client.workflow.start('maintenanceWorkflow', job(`second:${taskQueue}`));
  await withWorkers(lanesOnly, async () => {
    await eventually('a lane to be drained', () => draining > 0);
    const untouched = await client.workflow.getHandle(`second:${taskQueue}`).fetchHistory();
    expect(untouched.events!.some((event) => event.workflowTaskStartedEventAttributes)).toBe(false);
    await endAllOf(client, taskQueue);
    stop();
  });
});

test('one run of a job: 11 events', async () => {
  const { TASK_QUEUE: taskQueue } = config;
  const workflowId = `maintenance:${taskQueue}:once`;
  await withWorkers({ activities: { sendAlerts: () => Promise.resolve({ sent: 7 }) } }, async () => {
    await client.workflow.start('maintenanceWorkflow', { workflowId, taskQueue, args: [{ job: 'sendAlerts' }] });
    const history = await finishedHistory(client, workflowId, 'maintenance-job');
    expect(history).toMatchObject({ result: { sent: 7 }, events: 11 });
  });
});

describe('a lane', () => {
  test('is drained again and again: 17 events up to its third drain', async () => {
    const { TASK_QUEUE: taskQueue } = config;
    const workflowId = `lane:${taskQueue}`;
    let drains = 0;
    let stop: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    const drainMailLane = async () => {
      drains += 1;
      if (drains === 3) await stopped;
      return { ended: 'asked' };
    };
    await withWorkers({ activities: {}, laneActivities: { drainMailLane } }, async () => {
      await client.workflow.start('laneWorkflow', { workflowId, taskQueue, args: [{ laneId: 1 }] });
      await eventually('the third drain', (see) => see(drains) === 3);
      const events = await openHistory(client, workflowId, 'lane-drains');
      await endAllOf(client, taskQueue);
      stop();
      expect(events).toHaveLength(17);
      const scheduled = events.find((event) => event.activityTaskScheduledEventAttributes);
      // a worker that was killed keeps its lanes still for no longer than this
      expect(scheduled!.activityTaskScheduledEventAttributes).toMatchObject({ heartbeatTimeout: '10s' });
    });
  });

  // Results of nearly 2 MB bring the server to suggest it after three drains.
  test('keeps its channel when it continues as new', async () => {
    const { TASK_QUEUE: taskQueue } = config;
    const workflowId = `lane:${taskQueue}:sms`;
    let stop: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    const runs = new Set<string>();
    const drainSmsLane = async () => {
      runs.add(activityInfo().workflowExecution!.runId);
      if (runs.size > 1) await stopped;
      return 'x'.repeat(1_900_000);
    };
    await withWorkers({ activities: {}, laneActivities: { drainSmsLane } }, async () => {
      const first = { workflowId, taskQueue, args: [{ laneId: 7, channel: 'sms' }] };
      const { firstExecutionRunId } = await client.workflow.start('laneWorkflow', first);
      await eventually('a run that continues as new', (see) => see(runs.size) > 1);
      await endAllOf(client, taskQueue);
      stop();
      expect([...runs][0]).toBe(firstExecutionRunId);
    });
  });

  test('continues as new when the server suggests it, and not before', async () => {
    const replay = async (history: unknown) => {
      const { codePath } = await workflowBundle();
      return Worker.runReplayHistory({ workflowBundle: { codePath } }, history, 'lane');
    };
    await expect(replay(continuedAsNew('lane-drains', 16, { suggested: true }))).resolves.toBeUndefined();
    await expect(replay(continuedAsNew('lane-drains', 16, { suggested: false }))).rejects.toThrow(/[Nn]ondeterminism/);
  });
});

// A listener that lost its connection does not hear what was announced meanwhile; so it is announced until heard.
test('rows for the outbox and jobs are announced', async () => {
  const heard: string[] = [];
  let connected = 0;
  const notifications = listenForNotifications(t.url);
  notifications.subscribe({
    notified: (topic) => heard.push(topic),
    connected: () => (connected += 1),
  });
  try {
    await eventually('the connection that listens', () => connected);
    await eventually('the notification', async (see) => {
      await ensureLane(t.db, { clientId: null, channel: 'mail', name: `announced-${randomBytes(6).toString('hex')}` });
      return see({ heard, connected }).heard.length > 0;
    });
    expect(new Set(heard)).toEqual(new Set(['outbox']));
  } finally {
    await notifications.stop();
  }
});
