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

/** Letters to these customers: handed over now, waiting, or at the shop with a print run. */
export async function posted(
  db: Db,
  { campaignId }: Campaign,
  lane: number,
  customers: { id: number }[],
  { status = 'handed_over', run = null }: { status?: 'handed_over' | 'queued' | 'claimed'; run?: number | null } = {},
): Promise<void> {
  await sql`
    with j as (select * from journeys where campaign_id = ${campaignId}
        and customer_id = any(${idsOf(customers)}::bigint[])),
      p as (insert into pieces (client_id, campaign_id, customer_id, code, print_run_id)
        select client_id, campaign_id, customer_id, md5(random()::text), ${run}::bigint from j returning id, customer_id)
    insert into messages (client_id, campaign_id, customer_id, journey_id, piece_id, lane_id, run, step, channel, purpose,
      notice, version, due_at, not_before, status, handed_over_at)
    select j.client_id, j.campaign_id, j.customer_id, j.id, p.id, ${lane}, 1, md5(random()::text), 'post',
      'service_notice', 'letter', 1, tsunagi_now(), tsunagi_now(), ${status},
      case when ${status} = 'handed_over' then tsunagi_now() end
    from j join p using (customer_id)`.execute(db);
}

/** Letters to these customers in a print run that the shop has. */
export async function atShop(db: Db, own: Campaign, lane: number, customers: { id: number }[]): Promise<void> {
  const at = new Date(0);
  const run = await db
    .insertInto('print_runs')
    .values({
      client_id: own.clientId,
      lane_id: lane,
      run_on: '2027-02-04',
      no: 1,
      key: `${own.clientId}-2027-02-04-1`,
      status: 'handed_over',
      pieces: customers.length,
      pages: customers.length * 2,
      opened_at: at,
      handed_over_at: at,
      launched: true,
      campaigns: [own.campaignId],
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await posted(db, own, lane, customers, { status: 'claimed', run: run.id });
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
