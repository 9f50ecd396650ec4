import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { type TrialFact } from '../../../domain/journeys/facts';
import { trialsBefore } from '../../../domain/campaigns/waves';
import { type Queryable } from '../../platform/types';

/**
 * The trial that each journey's wave waits for, by journey id. Journeys whose wave waits for none are not in the map. The
 * caller leaves out whom something was sent to.
 */
export async function loadTrials(
  db: Queryable,
  journeys: { id: number; campaign_id: number; wave: string | null }[],
  campaigns: Map<number, { doc: CampaignDoc }>,
): Promise<Map<number, TrialFact>> {
  const waiting = journeys.flatMap(({ id, campaign_id: campaign, wave }) => {
    const trials = wave === null ? [] : trialsBefore(campaigns.get(campaign)?.doc.waves, wave);
    return trials.length > 0 ? [{ id, campaign, trials }] : [];
  });
  if (waiting.length === 0) return new Map();
  const rows = await db
    .selectFrom('wave_goes')
    .select(['campaign_id', 'wave', 'at'])
    .where('campaign_id', 'in', [...new Set(waiting.map(({ campaign }) => campaign))])
    .execute();
  const goes = new Map(rows.map((row) => [`${row.campaign_id}:${row.wave}`, Number(row.at)]));
  return new Map(
    waiting.map(({ id, campaign, trials }) => {
      const facts = trials.map(({ id: wave }): TrialFact => ({ wave, go: goes.get(`${campaign}:${wave}`) ?? null }));
      const open = facts.find(({ go }) => go === null);
      return [id, open ?? facts.reduce((last, one) => (one.go! > last.go! ? one : last))];
    }),
  );
}
