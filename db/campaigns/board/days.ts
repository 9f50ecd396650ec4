import { sql } from 'kysely';
import { addDays, instantOf, localDate } from '../../../domain/campaigns/calendar';
import { type CampaignDoc, channelsOf } from '../../../domain/campaigns/campaign';
import { readClock } from '../../platform/clock';
import { type Queryable } from '../../platform/types';
import { campaignById, campaignDoc, type CampaignRow } from '../campaigns';
import { type BoardFigures, boardFigures } from './figures';

/** How a campaign stood at one instant, and what falls due by day and channel in the weeks after it. */
export interface DayCounts extends Standing {
  /** Keyed by local day, then by channel. */
  ahead: Record<string, Record<string, number>>;
}

/** Totals since the start of a campaign, without names that have none. */
export interface Standing {
  states: Record<string, number>;
  /** Contracts by outcome; `open`: without one. */
  outcomes: Record<string, number>;
  /** Messages handed over by channel. */
  handedOver: Record<string, number>;
  /** Paper received by kind. */
  returned: Record<string, number>;
}

export interface CampaignDay {
  day: string;
  /** When it was written: at the first look after the day had ended. */
  at: number;
  counts: DayCounts;
}

/** Days ahead that a look counts: ten working days lie within them, also around New Year and in May. */
const DAYS_AHEAD = 28;

/**
 * The campaign's daily look: writes how it stood at the end of the day before, once. Without effect before the start, and
 * while the journeys are being created.
 */
export async function noteDay(db: Queryable, campaignId: number): Promise<void> {
  const campaign = await campaignById(db, campaignId);
  if (campaign.started_at === null || campaign.journeys_created_at === null) return;
  const { now } = await readClock(db);
  const doc = await campaignDoc(db, campaignId, campaign.version);
  const today = localDate(now, doc.zone);
  const day = addDays(today, -1);
  const known = await db
    .selectFrom('campaign_days')
    .select('day')
    .where('campaign_id', '=', campaignId)
    .where('day', '>=', day)
    .limit(1)
    .executeTakeFirst();
  if (known) return;
  const counts: DayCounts = {
    ...standingOf(await boardFigures(db, campaign)),
    ahead: await dueByDay(db, campaign, doc, today),
  };
  await db
    .insertInto('campaign_days')
    .values({
      campaign_id: campaignId,
      client_id: campaign.client_id,
      day,
      at: new Date(now),
      counts: JSON.stringify(counts),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The totals among a campaign's figures. */
export function standingOf(figures: BoardFigures): Standing {
  const handedOver: Record<string, number> = {};
  for (const { channel, status, count } of figures.messages)
    if (status === 'handed_over') handedOver[channel] = (handedOver[channel] ?? 0) + count;
  return {
    states: Object.fromEntries(figures.customers),
    outcomes: Object.fromEntries(figures.outcomes.map(({ outcome, count }) => [outcome ?? 'open', count])),
    handedOver,
    returned: Object.fromEntries(figures.returned),
  };
}

/**
 * What falls due on the days after `today`, by the channel that each step of the plan prefers, and calls that are to be
 * made again. Whether a channel may be used is decided on the day.
 */
async function dueByDay(
  db: Queryable,
  { id, client_id }: CampaignRow,
  { plan, zone }: CampaignDoc,
  today: string,
): Promise<DayCounts['ahead']> {
  const from = new Date(instantOf(addDays(today, 1), '00:00', zone));
  const until = new Date(instantOf(addDays(today, DAYS_AHEAD + 1), '00:00', zone));
  const { rows } = await sql<{ day: string; step: string | null; count: number }>`
    select (wake_at at time zone ${zone})::date::text as day, step, count(*) as count from journeys
    where campaign_id = ${id} and client_id = ${client_id} and status = 'open' and wake_at >= ${from} and wake_at < ${until}
    group by 1, 2
    union all
    select (next_at at time zone ${zone})::date::text, null, count(*) from call_tasks
    where campaign_id = ${id} and client_id = ${client_id} and status = 'waiting' and next_at >= ${from} and next_at < ${until}
    group by 1`.execute(db);
  const ahead: DayCounts['ahead'] = {};
  const steps = new Map(plan.steps.map((step) => [step.id, step.all ?? channelsOf(step).slice(0, 1)]));
  for (const { day, step, count } of rows) {
    const onDay = (ahead[day] ??= {});
    for (const channel of step === null ? (['phone'] as const) : (steps.get(step) ?? []))
      onDay[channel] = (onDay[channel] ?? 0) + count;
  }
  return ahead;
}

/** The days of a campaign, oldest first; only the newest says what falls due. */
export async function campaignDays(db: Queryable, campaign: CampaignRow): Promise<CampaignDay[]> {
  const { rows } = await sql<CampaignDay>`
    select day::text as day, at, case when row_number() over (order by day desc) = 1 then counts else counts - 'ahead' end as counts
    from campaign_days where campaign_id = ${campaign.id} and client_id = ${campaign.client_id} order by day`.execute(
    db,
  );
  return rows;
}
