import { localDate } from '../../domain/campaigns/calendar';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type AgainstReality, againstReality, bandFrom, type BandDay } from '../../domain/rehearsals/against';
import { completedShare } from '../../domain/rehearsals/completed-share';
import { type CampaignDay } from '../campaigns/board/days';
import { type CampaignRow } from '../campaigns/campaigns';
import { type Queryable } from '../platform/types';
import { rehearsalSummary } from './summary';

/** A running campaign beside what was rehearsed for it. */
export interface BesideRehearsal extends AgainstReality {
  rehearsal: number;
  /** The rehearsed days, moved to the campaign's own start. */
  band: BandDay[];
}

/**
 * The largest rehearsal of the campaign's version (the newest of equals) beside its days; null before the start, or where that version was never
 * rehearsed. `days` are those that have ended: one that goes on would always be behind.
 */
export async function besideRehearsal(
  db: Queryable,
  campaign: Pick<CampaignRow, 'id' | 'client_id' | 'version' | 'started_at'>,
  { dates, zone }: Pick<CampaignDoc, 'dates' | 'zone'>,
  days: CampaignDay[],
): Promise<BesideRehearsal | null> {
  if (campaign.started_at === null) return null;
  const found = await largestOf(db, campaign);
  if (!found?.days.length) return null;
  const starts = localDate(Math.max(campaign.started_at, dates.firstDispatch), zone);
  const rehearsed = { starts: found.days[0]!.day, days: found.days };
  const real = days
    .filter(({ day }) => day >= starts)
    .map(({ day, counts }) => ({ day, completed: completedShare(counts.outcomes) }));
  return {
    rehearsal: found.id,
    band: bandFrom(rehearsed, starts),
    ...againstReality(rehearsed, { starts, days: real }),
  };
}

/** By the index of rehearsals that are done: a campaign has few of one version. One of all customers has no `sample`. */
async function largestOf(db: Queryable, campaign: Pick<CampaignRow, 'id' | 'client_id' | 'version'>) {
  const row = await db
    .selectFrom('rehearsals')
    .select('id')
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .where('version', '=', campaign.version)
    .where('status', '=', 'done')
    .orderBy('sample', (order) => order.desc().nullsFirst())
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { id: row.id, days: (await rehearsalSummary(db, row.id)).days };
}
