import { sql } from 'kysely';
import { type CampaignRow } from './campaigns';
import { type Queryable } from './connect';
import { type JourneyState, type MessageStatus, type OutcomeName } from './schema';

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

/** Contacts in the hands of a lane, and those nobody can be sure of. */
export async function countInHand(
  db: Queryable,
  campaign: CampaignRow,
): Promise<{ inFlight: number; doubtful: number }> {
  return db
    .selectFrom('messages')
    .select([
      sql<number>`count(*) filter (where status <> 'doubtful')`.as('inFlight'),
      sql<number>`count(*) filter (where status = 'doubtful')`.as('doubtful'),
    ])
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .where('status', 'in', ['claimed', 'handing_over', 'doubtful'])
    .executeTakeFirstOrThrow();
}
