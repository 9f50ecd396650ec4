import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { type Config } from '../config/settings';
import { lanesTaskQueue } from '../domain/ids';
import { type WorkflowBundle } from './bundle';
import { dataConverter, identity } from './connection';

export interface WorkersOptions {
  config: Config;
  connection: NativeConnection;
  bundle: WorkflowBundle;
  activities: object;
  laneActivities: object;
  /** Creates a further worker, of another namespace. */
  beside?: () => Promise<Worker>;
}

export interface Workers {
  /** Ends when all have stopped; rejects when one failed. */
  run(): Promise<void>;
  /** Takes no more work, and lets what is under way end, for at most 10 s. */
  shutdown(): void;
}

/**
 * Workflows kept in memory: those under way, and a few more. Journeys sleep for days, and the more the SDK keeps, the longer
 * it takes over each task.
 */
export const CACHED_WORKFLOWS = 250;

/** Each lane holds a slot for as long as it lives: more than there are lanes, since there is one activity for each. */
const LANE_SLOTS = 10_000;

/**
 * A worker for workflows and their activities, and one for lanes, which must not take slots from the others; or the one
 * of them that WORKER_SERVES names, where they are processes of their own.
 */
export async function createWorkers({ config, connection, beside, ...parts }: WorkersOptions): Promise<Workers> {
  const common = {
    connection,
    identity: identity(),
    namespace: config.TEMPORAL_NAMESPACE,
    dataConverter: dataConverter(config),
    shutdownGraceTime: '10s',
    shutdownForceTime: '12s',
    workerDeploymentOptions: deploymentOf(config, parts.bundle),
  } satisfies Partial<WorkerOptions>;
  const journeys = () =>
    Worker.create({
      ...common,
      taskQueue: config.TASK_QUEUE,
      workflowBundle: { codePath: parts.bundle.codePath },
      activities: parts.activities,
      maxCachedWorkflows: CACHED_WORKFLOWS,
      maxConcurrentWorkflowTaskExecutions: 100,
      maxConcurrentActivityTaskExecutions: 50,
    });
  const lanes = () =>
    Worker.create({
      ...common,
      taskQueue: lanesTaskQueue(config.TASK_QUEUE),
      activities: parts.laneActivities,
      maxConcurrentActivityTaskExecutions: LANE_SLOTS,
    });
  const served = { all: [journeys, lanes], journeys: [journeys], lanes: [lanes] }[config.WORKER_SERVES];
  const workers: Worker[] = [];
  for (const create of [...served, ...(beside ? [beside] : [])]) workers.push(await create());
  const shutdown = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const run = async () => {
    const ends = await Promise.allSettled(workers.map((worker) => worker.run().finally(shutdown)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  };
  return { run, shutdown };
}

/** A short build id even without versioning: it is repeated in every workflow task of every history. */
function deploymentOf({ DEPLOYMENT }: Config, { buildId }: WorkflowBundle): WorkerOptions['workerDeploymentOptions'] {
  const version = { deploymentName: DEPLOYMENT, buildId };
  if (DEPLOYMENT === 'none') return { useWorkerVersioning: false, version };
  return { useWorkerVersioning: true, version, defaultVersioningBehavior: 'AUTO_UPGRADE' };
}
