import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type PauseArea } from '../../domain/campaigns/pauses';

/** Whether a pause is of a wave that the campaign's version does not have any more. */
export const waveIsGone = ({ wave }: { wave: string | null }, { waves = [] }: Pick<CampaignDoc, 'waves'>): boolean =>
  wave !== null && !waves.some(({ id }) => id === wave);

/** The address of a pause's area, without how its customers were found. */
export function addressOf(area: PauseArea | null): Omit<PauseArea, 'fixed'> {
  const { fixed: _, ...address } = area ?? {};
  return address;
}
