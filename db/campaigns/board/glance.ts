import { sql } from 'kysely';
import { type CampaignDates } from '../../../domain/campaigns/campaign';
import { type Queryable } from '../../platform/types';
import { type CampaignRow } from '../campaigns';

/** The few figures by which campaigns are compared in a list. */
export interface CampaignGlance {
  /** Contracts migrated or cancelled. */
  done: number;
  /** Contracts, without excluded ones. */
  of: number;
  /** Messages handed over since the newest of the campaign's days. */
  handedOver: number;
  queued: number;
  /** Open alerts that name the campaign. */
  alerts: number;
  dates: Pick<CampaignDates, 'firstDispatch' | 'endOfService'>;
  zone: string;
}

/** The glance of each of these campaigns, by id. */
export async function glancesOf(db: Queryable, campaigns: CampaignRow[]): Promise<Map<number, CampaignGlance>> {
  if (campaigns.length === 0) return new Map();
  const ids = campaigns.map(({ id }) => id);
  const figures = sql`campaign_id = any(${ids}::bigint[]) and kind in ('contracts', 'messages')`;
  const { rows } = await sql<CampaignGlance & { id: number }>`
    with f as (
      select campaign_id, kind, state, part, count from campaign_figures where ${figures}
      union all select campaign_id, kind, state, part, count from campaign_figure_changes where ${figures}),
    s as (select campaign_id,
      sum(count) filter (where kind = 'contracts' and part in ('migrated', 'cancelled')) as done,
      sum(count) filter (where kind = 'contracts' and part <> 'excluded' and (part <> '' or state <> 'excluded')) as total,
      sum(count) filter (where kind = 'messages' and state = 'handed_over') as handed,
      sum(count) filter (where kind = 'messages' and state = 'queued') as queued
      from f group by campaign_id)
    select c.id, coalesce(s.done, 0) as done, coalesce(s.total, 0) as of, coalesce(s.queued, 0) as queued,
      coalesce(s.handed, 0) - coalesce(d.handed, 0) as "handedOver",
      (select count(*) from alerts a where a.client_id = c.client_id and a.closed_at is null
        and a.figures ->> 'campaign' = c.id::text) as alerts,
      json_build_object('firstDispatch', v.doc -> 'dates' -> 'firstDispatch',
        'endOfService', v.doc -> 'dates' -> 'endOfService') as dates, v.doc ->> 'zone' as zone
    from campaigns c join campaign_versions v on v.campaign_id = c.id and v.version = c.version
      left join s on s.campaign_id = c.id
      left join lateral (select (select sum(value::bigint) from jsonb_each_text(counts -> 'handedOver')) as handed
        from campaign_days where campaign_id = c.id order by day desc limit 1) d on true
    where c.id = any(${ids}::bigint[])`.execute(db);
  return new Map(rows.map(({ id, ...glance }) => [id, glance]));
}

/** Open alerts that name a campaign. */
export async function alertsOf(db: Queryable, { id, client_id }: CampaignRow): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from alerts
    where client_id = ${client_id} and closed_at is null and figures ->> 'campaign' = ${String(id)}`.execute(db);
  return rows[0]!.count;
}
