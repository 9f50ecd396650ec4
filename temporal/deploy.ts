import { type Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { type WorkflowBundle } from './bundle';
import { converterOf } from './connection';
import { sleep } from '../config/sleep';

export interface Deployed {
  buildId: string;
  /** Open histories replayed against the new code; 0 when this build was current already. */
  replayed: number;
}

const POLLERS_MS = 60_000;

/**
 * Makes a build the current one: first every open workflow is replayed against its code (the first that no longer
 * fits stops the deployment, and the old build goes on), then Temporal routes to it once its workers poll.
 */
export async function deploy(options: {
  client: Client;
  deployment: string;
  bundle: WorkflowBundle;
  log: (line: string) => void;
  /** Further condition on the open workflows to replay, where several deployments share a namespace. */
  replayQuery?: string;
}): Promise<Deployed> {
  const { client, deployment, bundle, log, replayQuery } = options;
  if ((await currentBuild(client, deployment)) === bundle.buildId) return { buildId: bundle.buildId, replayed: 0 };
  const query = [`ExecutionStatus = 'Running'`, ...(replayQuery ? [replayQuery] : [])].join(' AND ');
  const replayed = await replayOpen(client, query, bundle, log);
  await setCurrent(client, deployment, bundle.buildId);
  return { buildId: bundle.buildId, replayed };
}

async function currentBuild(client: Client, deployment: string): Promise<string | undefined> {
  try {
    const { workerDeploymentInfo } = await client.workflowService.describeWorkerDeployment({
      namespace: client.options.namespace,
      deploymentName: deployment,
    });
    return workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId ?? undefined;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function replayOpen(
  client: Client,
  query: string,
  bundle: WorkflowBundle,
  log: (line: string) => void,
): Promise<number> {
  const histories = client.workflow.list({ query }).intoHistories({ concurrency: 5 });
  let count = 0;
  let lastLine = Date.now();
  const options = { workflowBundle: { codePath: bundle.codePath }, dataConverter: converterOf(client) };
  for await (const result of Worker.runReplayHistories(options, histories)) {
    if (result.error) {
      throw new Error(`build ${bundle.buildId} does not fit the open ${result.workflowId}; nothing was changed`, {
        cause: result.error,
      });
    }
    count += 1;
    if (Date.now() - lastLine < 2000) continue;
    lastLine = Date.now();
    log(`replayed ${count} open histories against build ${bundle.buildId}`);
  }
  return count;
}

/** Temporal knows a build only once a worker of it has polled, so this is tried until then. */
async function setCurrent(client: Client, deployment: string, buildId: string): Promise<void> {
  const deadline = Date.now() + POLLERS_MS;
  for (;;) {
    try {
      await client.workflowService.setWorkerDeploymentCurrentVersion({
        namespace: client.options.namespace,
        deploymentName: deployment,
        buildId,
        identity: 'tsunagi deploy',
        ignoreMissingTaskQueues: true,
      });
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`no worker of build ${buildId} polls yet`, { cause: error });
      await sleep(250);
    }
  }
}

const isNotFound = (error: unknown): boolean => (error as { code?: number }).code === 5;
