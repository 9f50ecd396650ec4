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

const { lookAtCampaign } = proxyLocalActivities<CampaignActivities>({ startToCloseTimeout: '8s' });
const { startJourneys, ringSleepers } = proxyActivities<CampaignActivities>({
  startToCloseTimeout: '1h',
  heartbeatTimeout: '15s',
});

/** One campaign from its start to its last contract: starts the journeys page by page, wakes them when it is steered. */
export async function campaignWorkflow({ campaignId, wake: first }: CampaignInput): Promise<string> {
  let asked = -1;
  setHandler(bellSignal, (bell) => void (asked = Math.max(asked, bell.wake ?? -1)));

  for (let wake = first; ; wake++) {
    const look = await lookAtCampaign({ campaignId, wake });
    if (look.next === 'done') return look.why;
    if (look.next === 'wait') await condition(() => asked >= wake, look.sleep, { summary: look.why });
    else if (look.next === 'start_journeys') await startJourneys({ campaignId });
    else await ringSleepers({ campaignId });
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof campaignWorkflow>({ campaignId, wake: wake + 1 });
  }
}
