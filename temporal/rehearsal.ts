import { readFileSync } from 'node:fs';
import { Client, Connection } from '@temporalio/client';
import { type NativeConnection, Worker } from '@temporalio/worker';
import { type WorkflowBundle } from './bundle';
import { connectionOptions, dataConverter, followApiKey, identity, type TemporalSettings } from './connection';
import { withStacks } from './workflow-stacks';

/** More than the plan of any campaign has timers, so that an execution never comes to wait for real days. */
const MOST_SKIPS = 5_000;

type Service = Connection['workflowService'];
type Start = (request: object, ...more: unknown[]) => unknown;

/**
 * A client whose executions skip time: each is started with time skipping on, which only a namespace of rehearsals
 * allows. The SDK has no option for it, so the call itself is completed on its way.
 */
export async function connectRehearsals(settings: TemporalSettings): Promise<Client> {
  const connection = await Connection.connect({ ...connectionOptions(settings), connectTimeout: 10_000 });
  followApiKey(settings, (key) => connection.setApiKey(key));
  const start: Start = (request, ...more) =>
    (connection.workflowService.startWorkflowExecution as Start).call(
      connection.workflowService,
      { ...request, timeSkippingConfig: { enabled: true, maxSessionSkipCount: MOST_SKIPS } },
      ...more,
    );
  const service = new Proxy<Service>(connection.workflowService, {
    get: (target, name) => (name === 'startWorkflowExecution' ? start : (Reflect.get(target, name, target) as unknown)),
  });
  const skipping = Object.create(connection, { workflowService: { value: service } }) as Connection;
  return new Client({
    connection: skipping,
    namespace: settings.TEMPORAL_NAMESPACE,
    identity: identity(),
    dataConverter: dataConverter(settings),
  });
}

export interface RehearsalWorkerOptions {
  settings: TemporalSettings;
  connection: NativeConnection;
  taskQueue: string;
  bundle: WorkflowBundle;
  activities: object;
}

/**
 * The worker of rehearsals: the same workflow bundle, and as activities only the steps of journeys. It has no lane, no
 * print run, no outbox and no maintenance, so nothing of a rehearsal can leave by it. Without versions: an execution lasts
 * for seconds. Its workflows' errors have no stacks: an error of the same code has one where a real journey meets it.
 */
export function createRehearsalWorker({ settings, connection, ...parts }: RehearsalWorkerOptions): Promise<Worker> {
  return Worker.create({
    connection,
    identity: identity(),
    namespace: settings.TEMPORAL_NAMESPACE,
    taskQueue: parts.taskQueue,
    workflowBundle: { code: withStacks(readFileSync(parts.bundle.codePath, 'utf8'), 'none') },
    dataConverter: dataConverter(settings),
    activities: parts.activities,
    // more than journeys are under way, so that the server stores no task that waits for a place
    maxConcurrentWorkflowTaskExecutions: 300,
    maxConcurrentLocalActivityExecutions: 300,
    shutdownGraceTime: '10s',
    shutdownForceTime: '12s',
    workerDeploymentOptions: {
      useWorkerVersioning: false,
      version: { deploymentName: 'rehearsal', buildId: parts.bundle.buildId },
    },
  });
}
