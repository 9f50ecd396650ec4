import { type Client, WorkflowExecutionAlreadyStartedError, type WorkflowStartOptions } from '@temporalio/client';
import { type Db } from '../../db/platform/types';

/** What the outbox works with. */
export interface OutboxDeps {
  db: Db;
  client: Client;
  taskQueue: string;
}

/** Starts a workflow; one that runs already counts as started. */
export async function startOnce(client: Client, type: string, options: WorkflowStartOptions): Promise<void> {
  try {
    await client.workflow.start(type, options);
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
