import {
  condition,
  continueAsNew,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { type CampaignActivities } from '../activities/campaign/activities';
import { bellSignal, type CampaignInput } from './messages';

const { reviewCampaign } = proxyLocalActivities<CampaignActivities>({ startToCloseTimeout: '8s' });
const { startJourneys, signalWaitingJourneys } = proxyActivities<CampaignActivities>({
  startToCloseTimeout: '1h',
  heartbeatTimeout: '15s',
});

/** One campaign from its start to its last contract: starts the journeys page by page, wakes them when it is steered. */
export async function campaignWorkflow({ campaignId, turn: first }: CampaignInput): Promise<string> {
  let asked = -1;
  setHandler(bellSignal, (bell) => void (asked = Math.max(asked, bell.turn ?? -1)));

  for (let turn = first; ; turn++) {
    const look = await reviewCampaign({ campaignId, turn });
    if (look.next === 'done') return look.why;
    if (look.next === 'wait') await condition(() => asked >= turn, look.sleep, { summary: look.why });
    else if (look.next === 'start_journeys') await startJourneys({ campaignId });
    else await signalWaitingJourneys({ campaignId });
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof campaignWorkflow>({ campaignId, turn: turn + 1 });
  }
}
