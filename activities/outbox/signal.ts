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

/** Runs `work` over all items, at most `width` at a time; the first failure is thrown after the others have ended. */
export async function inParallel<Item>(
  items: Item[],
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const workers = Array.from({ length: Math.min(width, items.length) }, async () => {
    for (const item of queue) await work(item);
  });
  const results = await Promise.allSettled(workers);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
