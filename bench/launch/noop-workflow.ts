import { proxyActivities } from '@temporalio/workflow';
import { type NoopActivities } from './noop-worker';

const { startNoops } = proxyActivities<NoopActivities>({ startToCloseTimeout: '10m', heartbeatTimeout: '15s' });

/** The cheapest possible workflow. */
export async function noopWorkflow(): Promise<void> {}

/** Starts no-ops as a campaign starts its journeys: from an activity, page by page. */
export async function noopCampaignWorkflow(input: { campaignId: number; count: number }): Promise<void> {
  await startNoops(input);
}
