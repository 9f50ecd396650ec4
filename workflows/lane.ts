import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import { type MailActivities } from '../activities/delivery/mail';
import { type PrintActivities } from '../activities/print/activities';
import { type SmsActivities } from '../activities/delivery/sms';
import { lanesTaskQueue } from '../domain/ids';

export interface LaneInput {
  laneId: number;
  /** Absent: mail. Calls are made by people, so their lanes have no workflow. */
  channel?: 'mail' | 'sms' | 'post';
}

type LaneActivities = MailActivities & SmsActivities & Pick<PrintActivities, 'drainPostLane'>;

const options = {
  startToCloseTimeout: '15 minutes',
  // Short: when a worker is killed, its lanes stand still no longer than this.
  heartbeatTimeout: '10 seconds',
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  retry: { initialInterval: '1 second', maximumInterval: '5 seconds' },
} as const;

/** Drains a lane until it is terminated. Its state is in its row, so a new run continues where the last one ended. */
export async function laneWorkflow(input: LaneInput): Promise<void> {
  const { laneId, channel = 'mail' } = input;
  const taskQueue = lanesTaskQueue(workflowInfo().taskQueue);
  const activities = proxyActivities<LaneActivities>({ ...options, taskQueue });
  const drain = { mail: activities.drainMailLane, sms: activities.drainSmsLane, post: activities.drainPostLane }[
    channel
  ];
  do {
    await drain({ laneId });
  } while (!workflowInfo().continueAsNewSuggested);
  await continueAsNew<typeof laneWorkflow>(input);
}
