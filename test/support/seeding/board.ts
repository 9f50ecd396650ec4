import { sql } from 'kysely';
import { type Db } from '../../../db/platform/types';
import { type JourneyState, type OutcomeName } from '../../../domain/journeys/states';

interface Campaign {
  clientId: number;
  campaignId: number;
}
interface Customer {
  id: number;
  contracts: number[];
}

const idsOf = (customers: { id: number }[]): number[] => customers.map(({ id }) => id);

/** Moves customers to a prefecture (JIS X 0401). */
export const livesIn = (db: Db, prefecture: number, customers: { id: number }[]) =>
  db.updateTable('customers').set({ prefecture }).where('id', 'in', idsOf(customers)).execute();

/** Letters to these customers, handed over now. */
export async function posted(
  db: Db,
  { campaignId }: Campaign,
  lane: number,
  customers: { id: number }[],
): Promise<void> {
  await sql`
    with j as (select * from journeys where campaign_id = ${campaignId}
        and customer_id = any(${idsOf(customers)}::bigint[])),
      p as (insert into pieces (client_id, campaign_id, customer_id, code)
        select client_id, campaign_id, customer_id, md5(random()::text) from j returning id, customer_id)
    insert into messages (client_id, campaign_id, customer_id, journey_id, piece_id, lane_id, run, step, channel, purpose,
      notice, version, due_at, not_before, status, handed_over_at)
    select j.client_id, j.campaign_id, j.customer_id, j.id, p.id, ${lane}, 1, md5(random()::text), 'post',
      'service_notice', 'letter', 1, tsunagi_now(), tsunagi_now(), 'handed_over', tsunagi_now()
    from j join p using (customer_id)`.execute(db);
}

/** Marks a customer's letters as come back. */
export const cameBack = (db: Db, { campaignId }: Campaign, { id }: { id: number }) =>
  db
    .updateTable('messages')
    .set({ bounced_at: sql<Date>`tsunagi_now()` })
    .where('campaign_id', '=', campaignId)
    .where('customer_id', '=', id)
    .execute();

/** Gives all contracts of a customer an outcome. */
export const ended = (db: Db, { campaignId, clientId }: Campaign, { id, contracts }: Customer, outcome: OutcomeName) =>
  db
    .insertInto('outcomes')
    .values(
      contracts.map((contract_id) => ({
        campaign_id: campaignId,
        contract_id,
        client_id: clientId,
        customer_id: id,
        outcome,
        reason: 'answered',
        at: sql<Date>`tsunagi_now()`,
      })),
    )
    .execute();

/** Changes the journeys of these customers. */
export const journeysAre = (
  db: Db,
  { campaignId }: Campaign,
  customers: { id: number }[],
  values: { state?: JourneyState; status?: 'open' | 'closed'; wake_at?: Date; step?: string },
) =>
  db
    .updateTable('journeys')
    .set(values)
    .where('campaign_id', '=', campaignId)
    .where('customer_id', 'in', idsOf(customers))
    .execute();
