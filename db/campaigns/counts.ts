import { sql } from 'kysely';
import { type CampaignRow } from './campaigns';
import { type Queryable } from '../platform/types';
import { type MessageStatus, type OutcomeName } from '../../domain/journeys/states';

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
