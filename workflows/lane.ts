import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import { type MailActivities } from '../activities/mail';

export interface LaneInput {
  laneId: number;
}

// A short heartbeat: when a worker is killed, its lane stands still no longer than this.
const { drainMailLane } = proxyActivities<MailActivities>({
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '10 seconds',
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  retry: { initialInterval: '1 second', maximumInterval: '5 seconds' },
});

/** Keeps a lane draining for ever; everything about it lies in its row, so a new run starts where the old one was. */
export async function laneWorkflow({ laneId }: LaneInput): Promise<void> {
  do {
    await drainMailLane({ laneId });
  } while (!workflowInfo().continueAsNewSuggested);
  await continueAsNew<typeof laneWorkflow>({ laneId });
}
