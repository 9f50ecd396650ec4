import { sql } from 'kysely';
import { type CampaignRow } from './campaigns';
import { type Queryable } from '../platform/types';
import { type JourneyState, type MessageStatus, type OutcomeName } from '../../domain/journeys/states';

interface AudienceCounts {
  customers: number;
  contracts: number;
  included: number;
  held: number;
  excluded: number;
}

/** Number of contracts by audience state. Included, held and excluded add up to `contracts`. */
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
 * Number of customers by journey state; the states always add up to the audience. A customer without a journey counts
 * as scheduled, or as closed if all of their contracts are excluded.
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

interface OutcomeCount {
  /** Null while the contract has no outcome. */
  outcome: OutcomeName | null;
  reason: string;
  count: number;
}

/** Number of contracts by outcome and reason. Excluded audience rows count as excluded even without an outcome row. */
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

/** Messages that are due but were deferred by a lane, by the lane's reason. */
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

/** Contacts of a stopped campaign that are still under way. */
interface InHandCount {
  /** Being handed to a provider right now; takes seconds. */
  leaving: number;
  /** All that cannot be recalled: `leaving`, letters at the print shop and calls being made. */
  inFlight: number;
  /** Not known whether they left. */
  doubtful: number;
}

/**
 * Counts contacts of a campaign that may still reach a customer. Mere claims are not counted: stopping the campaign
 * voids them.
 */
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

/** Number of workflow executions a campaign has had by our records: one per started run of a journey, and its own. */
export async function countExecutions(db: Queryable, campaignId: number): Promise<number> {
  const { count } = await db
    .selectFrom('campaigns as c')
    .leftJoin('journeys as j', 'j.campaign_id', 'c.id')
    .select(sql<number>`coalesce(sum(j.started_run), 0) + bool_or(c.launched)::int`.as('count'))
    .where('c.id', '=', campaignId)
    .executeTakeFirstOrThrow();
  return count;
}

/** Number of contracts by audience state and outcome; `listed` false: an outcome whose contract is not in the audience. */
export async function countByOutcome(
  db: Queryable,
  campaignId: number,
): Promise<{ listed: boolean; state: string | null; outcome: OutcomeName | null; count: number }[]> {
  const { rows } = await sql<{ listed: boolean; state: string | null; outcome: OutcomeName | null; count: number }>`
    select a.contract_id is not null as listed, a.state, o.outcome, count(*) as count
    from (select * from audience where campaign_id = ${campaignId}) a
    full join (select * from outcomes where campaign_id = ${campaignId}) o on o.contract_id = a.contract_id
    group by 1, 2, 3`.execute(db);
  return rows;
}

/** Number of open journeys, of customers without a journey and of journeys whose customer is not in the audience. */
export async function countJourneysAmiss(db: Queryable, campaignId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count
    from (select distinct customer_id from audience where campaign_id = ${campaignId}) a
    full join (select * from journeys where campaign_id = ${campaignId}) j on j.customer_id = a.customer_id
    where a.customer_id is null or j.customer_id is null or j.status <> 'closed'`.execute(db);
  return rows[0]!.count;
}

/** Every outcome of a campaign, by contract in id order. */
export async function outcomesOf(db: Queryable, campaignId: number): Promise<{ contract: number; outcome: string }[]> {
  return db
    .selectFrom('outcomes')
    .select(['contract_id as contract', 'outcome'])
    .where('campaign_id', '=', campaignId)
    .orderBy('contract_id')
    .execute();
}
