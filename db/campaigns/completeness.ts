import { sql } from 'kysely';
import { type OutcomeName } from '../../domain/journeys/states';
import { type Queryable } from '../platform/types';

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
