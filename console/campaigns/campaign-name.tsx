import { useApi } from '../api/read';
import { Chip } from '../parts/chip';
import { campaignStatusTexts } from '../../domain/texts/names/campaigns';
import { useText } from '../words';

const TONES = {
  draft: 'plain',
  submitted: 'warn',
  approved: 'acc',
  running: 'ok',
  paused: 'warn',
  stopped: 'danger',
  completed: 'plain',
} as const;

/** The name of a campaign and its status, beside the heading of one of its pages. */
export function CampaignName({ id }: { id: string }) {
  const text = useText();
  const { data } = useApi('getCampaign', { params: { id } });
  if (!data) return null;
  return (
    <>
      <span className="sub">{data.name}</span>
      <Chip tone={TONES[data.status]}>{text(campaignStatusTexts[data.status])}</Chip>
    </>
  );
}
