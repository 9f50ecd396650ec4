import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import { type MailActivities } from '../activities/delivery/mail';
import { type PrintActivities } from '../activities/print/activities';
import { type SmsActivities } from '../activities/delivery/sms';

export interface LaneInput {
  laneId: number;
  /** Absent: mail. Calls are made by people, so their lanes have no workflow. */
  channel?: 'mail' | 'sms' | 'post';
}

// A short heartbeat: when a worker is killed, its lane stands still no longer than this.
const { drainMailLane, drainSmsLane, drainPostLane } = proxyActivities<
  MailActivities & SmsActivities & PrintActivities
>({
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '10 seconds',
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  retry: { initialInterval: '1 second', maximumInterval: '5 seconds' },
});

/** Keeps a lane draining for ever; everything about it lies in its row, so a new run starts where the old one was. */
export async function laneWorkflow(input: LaneInput): Promise<void> {
  const { laneId, channel = 'mail' } = input;
  const drain = { mail: drainMailLane, sms: drainSmsLane, post: drainPostLane }[channel];
  do {
    await drain({ laneId });
  } while (!workflowInfo().continueAsNewSuggested);
  await continueAsNew<typeof laneWorkflow>(input);
}
