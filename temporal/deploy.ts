import { type Client } from '@temporalio/client';
import { type WorkflowBundle } from './bundle';
import { type PathSamples, replayOpen } from './replay-open';
import { sleep } from '../config/sleep';

export interface Deployed {
  buildId: string;
  /** Open histories replayed against the new code; 0 when this build was current already. */
  replayed: number;
  /** Those that were not: they have come the same way as one that was, or the limits were reached. */
  notReplayed: number;
}

const POLLERS_MS = 60_000;

/**
 * Makes a build the current one: first open workflows are replayed against its code, a sample of each path that
 * `openPaths` finds or `all` of them (the first that does not fit stops the deployment, and the old build goes on), then
 * Temporal routes to it once its workers poll.
 */
export async function deploy(options: {
  client: Client;
  deployment: string;
  bundle: WorkflowBundle;
  log: (line: string) => void;
  openPaths?: () => Promise<PathSamples[]>;
  all?: boolean;
  /** Further condition on the open workflows to replay, where several deployments share a namespace. */
  replayQuery?: string;
}): Promise<Deployed> {
  const { client, deployment, bundle, log, openPaths, all = false, replayQuery } = options;
  const { buildId } = bundle;
  if ((await currentBuild(client, deployment)) === buildId) return { buildId, replayed: 0, notReplayed: 0 };
  const query = [`ExecutionStatus = 'Running'`, ...(replayQuery ? [replayQuery] : [])].join(' AND ');
  const paths = all ? undefined : await openPaths?.();
  const { open, replayed } = await replayOpen(client, { query, bundle, log, all, ...(paths && { paths }) });
  await setCurrent(client, deployment, buildId);
  return { buildId, replayed, notReplayed: Math.max(0, open - replayed) };
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
