import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { bellSignal, type JourneySignal } from '../../workflows/messages';

export interface Ring extends JourneySignal {
  workflowId: string;
}

/**
 * Sends a signal. Returns false if no such workflow is running, so that the caller handles or starts it. Throws if
 * Temporal is away.
 */
export async function signalWorkflow(client: Client, { workflowId, ...bell }: Ring): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId).signal(bellSignal, bell);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
