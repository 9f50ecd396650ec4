import { join } from 'node:path';
import { heartbeat } from '@temporalio/activity';
import { type Client } from '@temporalio/client';
import {
  defineSearchAttributeKey,
  TypedSearchAttributes,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/common';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import pMap from 'p-map';
import { loadConfig } from '../../config/settings';
import { exitWithParent } from '../../config/exit-with-parent';
import { installRuntime } from '../../temporal/runtime';
import { WORKER_FRAMES, withStacks } from '../../temporal/workflow-stacks';
import { CACHED_WORKFLOWS } from '../../temporal/workers';
import { connectionOptions, connectTemporal, dataConverter, identity } from '../../temporal/connection';

export const NOOP_BUILD = 'n00000';
const PAGE = 500;
const PARALLEL = { concurrency: 20 };
const campaignKey = defineSearchAttributeKey('CampaignId', 'KEYWORD');

/** What an attempt before this one has started is started. */
function unlessStarted(error: unknown): void {
  if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
}

function noopActivities(client: Client, taskQueue: string) {
  return {
    /** Stands for a call of a provider or of a database. */
    async act({
      step,
      does,
    }: {
      journeyId: number;
      step: string;
      does: string;
    }): Promise<{ did: string; step: string }> {
      return { did: does, step };
    },
    /** Stands for reading what the worker has in memory. */
    async note({ step }: { journeyId: number; step: string }): Promise<{ step: string }> {
      return { step };
    },
    async startNoops({ campaignId, count }: { campaignId: number; count: number }): Promise<void> {
      for (let first = 0; first < count; first += PAGE) {
        const page = Array.from({ length: Math.min(PAGE, count - first) }, (_, index) => first + index);
        await pMap(
          page,
          async (number) => {
            heartbeat();
            const started = client.workflow.start('noopWorkflow', {
              workflowId: `noop:${campaignId}:${number}:1`,
              workflowIdReusePolicy: 'REJECT_DUPLICATE',
              taskQueue,
              args: [{ journeyId: number, run: 1 }],
              typedSearchAttributes: new TypedSearchAttributes([{ key: campaignKey, value: String(campaignId) }]),
            });
            await started.catch(unlessStarted);
          },
          PARALLEL,
        );
      }
    },
  };
}

export type NoopActivities = ReturnType<typeof noopActivities>;

/** A worker set up like worker.ts, for the workflows that journeys are compared with. */
async function main(): Promise<void> {
  installRuntime();
  const config = loadConfig();
  const client = await connectTemporal(config);
  const connection = await NativeConnection.connect(connectionOptions(config));
  const workflowsPath = join(__dirname, 'noop-workflow.ts');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
  const worker = await Worker.create({
    connection,
    identity: identity(),
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue: config.TASK_QUEUE,
    workflowBundle: { code: withStacks(code, WORKER_FRAMES) },
    dataConverter: dataConverter(config),
    activities: noopActivities(client, config.TASK_QUEUE),
    maxCachedWorkflows: CACHED_WORKFLOWS,
    maxConcurrentWorkflowTaskExecutions: 100,
    maxConcurrentActivityTaskExecutions: 50,
    workerDeploymentOptions: {
      useWorkerVersioning: true,
      version: { deploymentName: config.DEPLOYMENT, buildId: NOOP_BUILD },
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  });
  const running = worker.run();
  exitWithParent(async () => {
    worker.shutdown();
    await running;
  });
  await running;
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
