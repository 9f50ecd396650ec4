import { sql } from 'kysely';
import { type CampaignRow } from './campaigns';
import { type JourneyState, type MessageStatus, type OutcomeName } from '../platform/schema';
import { type Queryable } from '../platform/types';

export interface AudienceCounts {
  customers: number;
  contracts: number;
  included: number;
  held: number;
  excluded: number;
}

/** Contracts by audience state; included, held and excluded add up. */
export async function countAudience(db: Queryable, campaign: CampaignRow): Promise<AudienceCounts> {
  return db
    .selectFrom('audience')
    .select([
      sql<number>`count(distinct customer_id)`.as('customers'),
      sql<number>`count(*)`.as('contracts'),
      sql<number>`count(*) filter (where state = 'included')`.as('included'),
      sql<number>`count(*) filter (where state = 'held')`.as('held'),
      sql<number>`count(*) filter (where state = 'excluded')`.as('excluded'),
    ])
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .executeTakeFirstOrThrow();
}

/**
 * Customers by journey state. Those without a journey yet are scheduled, or closed when nothing of theirs is
 * included: so the states add up to the audience at any time.
 */
export async function countCustomers(db: Queryable, campaign: CampaignRow): Promise<Map<JourneyState, number>> {
  const { rows } = await sql<{ state: JourneyState; count: number }>`
    select state, count(*) from (
      select coalesce(j.state, case when a.open then 'scheduled' else 'closed' end) as state
      from (select customer_id, bool_or(state <> 'excluded') as open from audience
            where campaign_id = ${campaign.id} and client_id = ${campaign.client_id} group by customer_id) a
      left join journeys j on j.campaign_id = ${campaign.id} and j.customer_id = a.customer_id) s
    group by state`.execute(db);
  return new Map(rows.map((row) => [row.state, row.count]));
}

export interface OutcomeCount {
  /** Null: open. */
  outcome: OutcomeName | null;
  reason: string;
  count: number;
}

/** Contracts by outcome and reason. An excluded row needs no outcome of its own to count as excluded. */
export async function countOutcomes(db: Queryable, campaign: CampaignRow): Promise<OutcomeCount[]> {
  const { rows } = await sql<OutcomeCount>`
    select coalesce(o.outcome, case when a.state = 'excluded' then 'excluded' end) as outcome,
      coalesce(o.reason, case when a.state = 'excluded' then a.reason end, '') as reason, count(*) as count
    from audience a
    left join outcomes o on o.campaign_id = a.campaign_id and o.contract_id = a.contract_id
    where a.campaign_id = ${campaign.id} and a.client_id = ${campaign.client_id}
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

export interface MessageCount {
  channel: string;
  status: MessageStatus;
  count: number;
}

export async function countMessages(db: Queryable, campaign: CampaignRow): Promise<MessageCount[]> {
  return db
    .selectFrom('messages')
    .select(['channel', 'status', sql<number>`count(*)`.as('count')])
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .groupBy(['channel', 'status'])
    .orderBy('channel')
    .orderBy('status')
    .execute();
}

/** Messages that wait although they are due, by the reason a lane gave. */
export async function countDeferred(
  db: Queryable,
  campaign: CampaignRow,
): Promise<{ reason: string; count: number }[]> {
  return db
    .selectFrom('messages')
    .select([sql<string>`deferred_reason`.as('reason'), sql<number>`count(*)`.as('count')])
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .where('status', '=', 'queued')
    .where('deferred_reason', 'is not', null)
    .groupBy('deferred_reason')
    .orderBy('deferred_reason')
    .execute();
}

/** What of a stopped campaign is still under way. */
export interface InHandCount {
  /** With a provider at this moment; over in seconds. */
  leaving: number;
  /** Everything that can't be called back: the above, letters at the print shop, calls that somebody is making. */
  inFlight: number;
  /** Nobody can say whether it left. */
  doubtful: number;
}

/** Contacts of a campaign that may still reach somebody. A claim alone is void once the campaign has been stopped. */
export async function countInHand(db: Queryable, campaign: CampaignRow): Promise<InHandCount> {
  const { rows } = await sql<InHandCount>`
    select count(*) filter (where m.status = 'handing_over') as leaving,
      count(*) filter (where m.status = 'handing_over'
        or (m.channel = 'post' and r.status in ('handed_over', 'differs'))
        or (m.channel = 'phone' and t.status = 'leased' and t.lease_until > tsunagi_now())) as "inFlight",
      count(*) filter (where m.status = 'doubtful') as doubtful
    from messages m
    left join pieces p on p.id = m.piece_id and m.channel = 'post'
    left join print_runs r on r.id = p.print_run_id
    left join call_tasks t on t.message_id = m.id and m.channel = 'phone'
    where m.campaign_id = ${campaign.id} and m.client_id = ${campaign.client_id}
      and m.status in ('claimed', 'handing_over', 'doubtful')`.execute(db);
  return rows[0]!;
}
