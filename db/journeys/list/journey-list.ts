import { sql } from 'kysely';
import { type JourneyState, type OutcomeName } from '../../../domain/journeys/states';
import { type CampaignRow } from '../../campaigns/campaigns';
import { type Queryable } from '../../platform/types';
import { type JourneyRow } from '../facts/load-facts';

interface JourneyFilter {
  after: number | null;
  limit: number;
  state?: JourneyState;
  /** JIS X 0401, 1 to 47. */
  prefecture?: number;
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
        and ${filter.prefecture === undefined ? sql`true` : sql`prefecture = ${filter.prefecture}`}
        and state = k.state and contract_outcomes = k.contract_outcomes and id > ${filter.after ?? 0}
      order by id limit ${filter.limit}) j
    order by j.id limit ${filter.limit}`.execute(db);
  return rows;
}

/** A state, and a combination of contracts' outcomes, that some journeys of a campaign have. */
type Kind = Pick<JourneyRow, 'state' | 'contract_outcomes'>;

const fits = ({ state, outcome }: Pick<JourneyFilter, 'state' | 'outcome'>, kind: Kind): boolean =>
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
  const lives = (row: JourneyRow) => filter.prefecture === undefined || row.prefecture === filter.prefecture;
  return rows.filter((row) => row.id > (filter.after ?? 0) && lives(row) && fits(filter, row)).slice(0, filter.limit);
}

/** Where a list by due time goes on: after this time, in microseconds since the epoch, and this journey. */
export interface WakePlace {
  micros: string;
  id: number;
}

const OPEN: JourneyState[] = ['scheduled', 'notified', 'reminded', 'awaiting_reply', 'call_due'];

/** Open journeys of a campaign in the order in which they go on by themselves; those that wait for a person are left out. */
export async function listByWake(
  db: Queryable,
  campaign: CampaignRow,
  { after, limit, state }: { after: WakePlace | null; limit: number; state?: JourneyState },
): Promise<(JourneyRow & { micros: string })[]> {
  const from = after
    ? sql`(wake_at, id) > (to_timestamp(0) + ${after.micros}::bigint * interval '1 microsecond', ${after.id}::bigint)`
    : sql`wake_at is not null`;
  const states = OPEN.filter((one) => state === undefined || one === state);
  const { rows } = await sql<JourneyRow & { micros: string }>`
    select j.*, (extract(epoch from j.wake_at) * 1000000)::bigint::text as micros from unnest(${states}::text[]) as k(state)
    cross join lateral (
      select * from journeys where campaign_id = ${campaign.id} and client_id = ${campaign.client_id} and status = 'open'
        and state = k.state and ${from} order by wake_at, id limit ${limit}) j
    order by j.wake_at, j.id limit ${limit}`.execute(db);
  return rows;
}

/** When each of these journeys was last contacted, epoch ms; those never contacted are not in the map. */
export async function lastContacts(db: Queryable, journeyIds: number[]): Promise<Map<number, number>> {
  if (journeyIds.length === 0) return new Map();
  const { rows } = await sql<{ id: number; at: number }>`
    select journey_id as id, max(handed_over_at) as at from messages
    where journey_id = any(${journeyIds}::bigint[]) and handed_over_at is not null group by journey_id`.execute(db);
  return new Map(rows.map(({ id, at }) => [id, at]));
}
