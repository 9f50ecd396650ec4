import { Connection, type ConnectionOptions } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { sleep } from '../../config/sleep';

const ALREADY_EXISTS = 6; // gRPC status
const KEYWORD = 2; // temporal.api.enums.v1.IndexedValueType
const RETENTION = '30 days';

/** Search attributes of every workflow, set at its start. Surrogate ids only, since they are stored in clear. */
export const SEARCH_ATTRIBUTES = ['CampaignId', 'Channel'] as const;

/** Waits for the server, then creates missing namespaces and search attributes and waits until they can be used. */
export async function prepareNamespaces(options: ConnectionOptions, namespaces: string[], ms: number): Promise<void> {
  const deadline = performance.now() + ms;
  const connection = await retry(deadline, () => Connection.connect({ connectTimeout: '2s', ...options }));
  try {
    await retry(deadline, async () => {
      const health = await connection.healthService.check({
        service: 'temporal.api.workflowservice.v1.WorkflowService',
      });
      if (health.status !== 1) throw new Error('Temporal is not serving yet');
    });
    for (const namespace of namespaces) {
      await retry(deadline, () => register(connection, namespace));
      await retry(deadline, () => addSearchAttributes(connection, namespace));
      await retry(deadline, () => probe(connection, namespace));
    }
  } finally {
    await connection.close();
  }
}

async function retry<T>(deadline: number, attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

async function register(connection: Connection, namespace: string): Promise<void> {
  try {
    await connection.workflowService.describeNamespace({ namespace });
    return;
  } catch {
    // missing, or not yet known to this server: registering shows which
  }
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs(RETENTION),
    });
  } catch (error) {
    if ((error as { code?: number }).code !== ALREADY_EXISTS) throw error;
  }
}

async function addSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = SEARCH_ATTRIBUTES.filter((name) => !(name in (customAttributes ?? {})));
  if (missing.length === 0) return;
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
  });
}

/** A query that fails until namespace, attributes and shards are all available. */
async function probe(connection: Connection, namespace: string): Promise<void> {
  await connection.workflowService.countWorkflowExecutions({ namespace, query: `CampaignId = 'none'` });
  await connection.workflowService.describeTaskQueue({ namespace, taskQueue: { name: 'probe' }, taskQueueType: 1 });
}
