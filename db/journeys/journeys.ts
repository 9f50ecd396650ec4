import { sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { type CampaignRow } from '../campaigns/campaigns';
import { campaignChain, type LedgerEntry } from '../platform/ledger';
import { type JourneyRow } from './facts/load-facts';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Queryable } from '../platform/types';
import { type JourneyState, type OutcomeName } from '../../domain/journeys/states';

interface JourneyFilter {
  after: number | null;
  limit: number;
  state?: JourneyState;
  /** Journeys with at least one such contract; `open` means without an outcome. */
  outcome?: OutcomeName | 'open';
  /** Id of a journey, customer or contract. */
  id?: number;
}

/** Journeys of a campaign in id order, from above `after`. However rare the filter's journeys are, only they are read. */
export async function listJourneys(db: Queryable, campaign: CampaignRow, filter: JourneyFilter): Promise<JourneyRow[]> {
  if (filter.id !== undefined) return journeysById(db, campaign, { ...filter, id: filter.id });
  const kinds = (await kindsOf(db, campaign)).filter((kind) => fits(filter, kind));
  const { rows } = await sql<JourneyRow>`
    select j.* from unnest(${kinds.map((kind) => kind.state)}::text[],
      ${kinds.map((kind) => kind.contract_outcomes)}::text[]) as k(state, contract_outcomes)
    cross join lateral (
      select * from journeys where campaign_id = ${campaign.id} and client_id = ${campaign.client_id}
        and state = k.state and contract_outcomes = k.contract_outcomes and id > ${filter.after ?? 0}
      order by id limit ${filter.limit}) j
    order by j.id limit ${filter.limit}`.execute(db);
  return rows;
}

/** A state, and a combination of contracts' outcomes, that some journeys of a campaign have. */
type Kind = Pick<JourneyRow, 'state' | 'contract_outcomes'>;

const fits = ({ state, outcome }: JourneyFilter, kind: Kind): boolean =>
  (state === undefined || kind.state === state) &&
  (outcome === undefined || kind.contract_outcomes.split(' ').includes(outcome));

/** The kinds of journeys that a campaign has: one step through the index for each. */
async function kindsOf(db: Queryable, { id }: CampaignRow): Promise<Kind[]> {
  const { rows } = await sql<Kind>`
    with recursive kinds as (
      (select state, contract_outcomes from journeys where campaign_id = ${id}
        order by campaign_id, state, contract_outcomes limit 1)
      union all
      select n.* from kinds k cross join lateral (
        select j.state, j.contract_outcomes from journeys j
        where j.campaign_id = ${id} and (j.state, j.contract_outcomes) > (k.state, k.contract_outcomes)
        order by j.campaign_id, j.state, j.contract_outcomes limit 1) n)
    select * from kinds`.execute(db);
  return rows;
}

/** The journeys whose id, customer's or contract's is `id`: at most three. */
async function journeysById(
  db: Queryable,
  { id: campaign, client_id: client }: CampaignRow,
  filter: JourneyFilter & { id: number },
): Promise<JourneyRow[]> {
  const { rows } = await sql<JourneyRow>`
    select * from journeys where campaign_id = ${campaign} and id = ${filter.id} and client_id = ${client}
    union
    select * from journeys where campaign_id = ${campaign} and customer_id = ${filter.id} and client_id = ${client}
    union
    select j.* from audience a join journeys j on j.campaign_id = a.campaign_id and j.customer_id = a.customer_id
    where a.campaign_id = ${campaign} and a.contract_id = ${filter.id} and j.client_id = ${client}
    order by id`.execute(db);
  return rows.filter((row) => row.id > (filter.after ?? 0) && fits(filter, row)).slice(0, filter.limit);
}

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
