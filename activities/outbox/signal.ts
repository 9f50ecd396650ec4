import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { type ArrivalSignal } from '../../domain/journeys/story';

/** A signal by its name; its payload is the number of an arrival or of a step, never content. */
export type WorkflowSignal = { workflowId: string } & (
  | { name: ArrivalSignal; seq: number }
  | { name: 'campaignSteered' | 'timeCame'; turn: number }
  | { name: 'printRunAcknowledged' | 'lettersTakenOut' }
);

/**
 * Signals a workflow. Returns false when no such workflow is running, so that the caller handles the row itself or
 * starts the workflow. Throws when Temporal is unavailable.
 */
export async function signalWorkflow(
  client: Client,
  { workflowId, name, ...payload }: WorkflowSignal,
): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId).signal(name, payload);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
