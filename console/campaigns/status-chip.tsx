import { type CampaignStatus } from '../../domain/campaigns/approval';
import { campaignStatusTexts } from '../../domain/texts/names/campaigns';
import { Chip } from '../parts/chip';
import { useText } from '../words';

const TONES = {
  draft: 'plain',
  submitted: 'warn',
  approved: 'acc',
  running: 'ok',
  paused: 'warn',
  stopped: 'danger',
  completed: 'plain',
} as const satisfies Record<CampaignStatus, string>;

/** A campaign's status. */
export function StatusChip({ status }: { status: CampaignStatus }) {
  const text = useText();
  return <Chip tone={TONES[status]}>{text(campaignStatusTexts[status])}</Chip>;
}
