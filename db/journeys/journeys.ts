import { sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { campaignChain, type LedgerEntry } from '../platform/ledger';
import { type JourneyRow } from './facts/load-facts';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Queryable } from '../platform/types';
import { type OutcomeName } from '../../domain/journeys/states';

/** One journey of the scope; another client's is not found. */
export async function getJourney(db: Queryable, scope: Scope, id: number): Promise<JourneyRow> {
  const row = await db
    .selectFrom('journeys')
    .selectAll()
    .where('id', '=', id)
    .where('client_id', '=', scope.clientId)
    .where(inCampaigns(scope))
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row;
}

export interface ContractOutcome {
  customerId: number;
  contractId: number;
  outcome: OutcomeName | null;
  reason: string | null;
}

/** The contracts of these customers in a campaign, each with its outcome; null while it is open. */
export async function contractsOf(
  db: Queryable,
  campaign: { id: number; client_id: number },
  customerIds: number[],
): Promise<ContractOutcome[]> {
  if (customerIds.length === 0) return [];
  const { rows } = await sql<ContractOutcome>`
    select a.customer_id as "customerId", a.contract_id as "contractId",
      coalesce(o.outcome, case when a.state = 'excluded' then 'excluded' end) as outcome,
      coalesce(o.reason, a.reason) as reason
    from audience a left join outcomes o on o.campaign_id = a.campaign_id and o.contract_id = a.contract_id
    where a.campaign_id = ${campaign.id} and a.client_id = ${campaign.client_id}
      and a.customer_id = any(${customerIds}::bigint[])
    order by a.contract_id`.execute(db);
  return rows;
}

/** Every contact of a journey over all its runs, oldest first. */
export async function messagesOf(db: Queryable, journey: JourneyRow) {
  return db
    .selectFrom('messages')
    .selectAll()
    .where('journey_id', '=', journey.id)
    .where('client_id', '=', journey.client_id)
    .orderBy('id')
    .execute();
}

/** What came in for a journey, in its order. Without `data`: it may name what a customer chose in free words. */
export async function arrivalsOf(db: Queryable, journey: JourneyRow) {
  return db
    .selectFrom('arrivals')
    .select(['id', 'seq', 'kind', 'at', 'received_at', 'read_at', 'source'])
    .where('journey_id', '=', journey.id)
    .where('client_id', '=', journey.client_id)
    .orderBy('seq')
    .execute();
}

export interface LedgerLine {
  seq: number;
  at: number;
  entry: LedgerEntry;
}

/** Everything the campaign's ledger says about a journey, in its order. */
export async function ledgerOf(db: Queryable, journey: JourneyRow): Promise<LedgerLine[]> {
  const { rows } = await sql<{ seq: number; at: number; body: string }>`
    select seq, at, body from ledger_about(${campaignChain(journey.campaign_id)}, ${[String(journey.id)]}::text[])
    order by seq`.execute(db);
  return rows.map((row) => ({ seq: row.seq, at: row.at, entry: JSON.parse(row.body) as LedgerEntry }));
}
