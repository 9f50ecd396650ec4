import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { bellSignal, type JourneySignal } from '../../workflows/messages';

export interface Ring extends JourneySignal {
  workflowId: string;
}

/** Rings a bell. False: no such workflow is running, so the caller settles or starts it. Throws when Temporal is away. */
export async function signalWorkflow(client: Client, { workflowId, ...bell }: Ring): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId).signal(bellSignal, bell);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
