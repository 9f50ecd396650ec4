import { useMay } from '../api/session';
import { useFormat } from '../format';
import { boardWords } from '../texts/campaigns/board';
import { useWords } from '../words';
import { type CampaignLine } from './list-page';

/** What of a campaign waits for a person in the reader's role, in words; empty if nothing does. */
export function useNeeds(): (campaign: CampaignLine) => string[] {
  const words = useWords(boardWords);
  const may = useMay();
  const format = useFormat();
  return ({ status, glance: { alerts } }) => [
    ...(alerts ? [words.needsAlerts(format.number(alerts))] : []),
    ...(status === 'draft' && may('campaign.submit') ? [words.needsDraft] : []),
    ...(status === 'submitted' && may('campaign.approve') ? [words.needsApproval] : []),
    ...(status === 'approved' && may('campaign.start') ? [words.needsStart] : []),
    ...(status === 'paused' && may('campaign.pause') ? [words.needsResume] : []),
  ];
}
