import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { type CampaignActivities } from '../activities/campaign/activities';

const { reviewCampaign } = proxyLocalActivities<CampaignActivities>({ startToCloseTimeout: '8s' });
const { startJourneys, signalWaitingJourneys } = proxyActivities<CampaignActivities>({
  startToCloseTimeout: '1h',
  heartbeatTimeout: '15s',
});

/** The campaign was paused, resumed, stopped or changed since its review `turn`. */
export const campaignSteeredSignal = defineSignal<[{ turn: number }]>('campaignSteered');

export interface CampaignInput {
  campaignId: number;
  /** Number of the first review; carried over when the workflow continues as new. */
  turn: number;
}

/** One campaign from its start to its last contract: starts the journeys page by page, and signals those that wait. */
export async function campaignWorkflow({ campaignId, turn: first }: CampaignInput): Promise<string> {
  let steered = -1;
  setHandler(campaignSteeredSignal, ({ turn }) => void (steered = Math.max(steered, turn)));

  for (let turn = first; ; turn++) {
    const review = await reviewCampaign({ campaignId, turn });
    setCurrentDetails(`${review.next}: ${review.why}`);
    if (review.next === 'done') return review.why;
    if (review.next === 'wait') await condition(() => steered >= turn, review.sleep, { summary: review.why });
    else if (review.next === 'start_journeys') await startJourneys({ campaignId });
    else await signalWaitingJourneys({ campaignId });
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof campaignWorkflow>({ campaignId, turn: turn + 1 });
  }
}
