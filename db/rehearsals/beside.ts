import { sql } from 'kysely';
import { localDate } from '../../domain/campaigns/calendar';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type AgainstReality, againstReality, bandFrom, type BandDay } from '../../domain/rehearsals/against';
import { type Range } from '../../domain/rehearsals/result';
import { type CampaignDay } from '../campaigns/board/days';
import { type CampaignRow } from '../campaigns/campaigns';
import { type Queryable } from '../platform/types';

/** A running campaign beside what was rehearsed for it. */
export interface BesideRehearsal extends AgainstReality {
  rehearsal: number;
  /** The rehearsed days, moved to the campaign's own start. */
  band: BandDay[];
}

/**
 * The newest rehearsal of the campaign's version beside its days; null before the start, or where that version was never
 * rehearsed. `days` are those that have ended: one that goes on would always be behind.
 */
export async function besideRehearsal(
  db: Queryable,
  campaign: Pick<CampaignRow, 'id' | 'client_id' | 'version' | 'started_at'>,
  { dates, zone }: Pick<CampaignDoc, 'dates' | 'zone'>,
  days: CampaignDay[],
): Promise<BesideRehearsal | null> {
  if (campaign.started_at === null) return null;
  const found = await newestOf(db, campaign);
  if (!found?.days?.length) return null;
  const starts = localDate(Math.max(campaign.started_at, dates.firstDispatch), zone);
  const rehearsed = { starts: found.days[0]!.day, days: found.days };
  const real = days
    .filter(({ day }) => day >= starts)
    .map(({ day, counts }) => ({ day, completed: completedOf(counts.outcomes) }));
  return {
    rehearsal: found.id,
    band: bandFrom(rehearsed, starts),
    ...againstReality(rehearsed, { starts, days: real }),
  };
}

/** Contracts migrated or cancelled, of all that are not excluded, 0 to 1. */
function completedOf(outcomes: Record<string, number>): number {
  const { migrated = 0, cancelled = 0, excluded = 0 } = outcomes;
  const all = Object.values(outcomes).reduce((sum, count) => sum + count, 0) - excluded;
  return all === 0 ? 0 : (migrated + cancelled) / all;
}

async function newestOf(db: Queryable, campaign: Pick<CampaignRow, 'id' | 'client_id' | 'version'>) {
  const { rows } = await sql<{ id: number; days: { day: string; completed: Range }[] | null }>`
    select r.id, (select jsonb_agg(jsonb_build_object('day', d -> 'day', 'completed', d -> 'completed') order by n)
      from jsonb_array_elements(r.result -> 'days') with ordinality as e(d, n)) as days
    from (select id, result from rehearsals where campaign_id = ${campaign.id} and client_id = ${campaign.client_id}
      and status = 'done' and version = ${campaign.version} order by id desc limit 1) r`.execute(db);
  return rows[0];
}
