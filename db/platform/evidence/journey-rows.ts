import { type Selectable } from 'kysely';
import { type JourneyRow } from '../../journeys/facts/load-facts';
import {
  type Arrivals,
  type CallAttempts,
  type Choices,
  type KeptAnswers,
  type Messages,
  type Outcomes,
  type ReturnEntries,
  type Returns,
} from '../schema.generated';
import { type Queryable } from '../types';

export type MessageEvidence = Selectable<Messages>;
export type ArrivalEvidence = Selectable<Arrivals>;
export type ChoiceEvidence = Selectable<Choices>;
export type OutcomeEvidence = Selectable<Outcomes>;
export type KeptEvidence = Selectable<KeptAnswers>;
export type AttemptEvidence = Selectable<CallAttempts>;
export type ReturnEvidence = Selectable<Returns>;
export type ReadingEvidence = Selectable<ReturnEntries>;
export interface ContractEvidence {
  id: number;
  state: string;
  reason: string | null;
}

/** A journey with every row about it that is evidence. */
export interface JourneyRows {
  journey: JourneyRow;
  contracts: ContractEvidence[];
  messages: MessageEvidence[];
  arrivals: ArrivalEvidence[];
  choices: ChoiceEvidence[];
  outcomes: OutcomeEvidence[];
  kept: KeptEvidence[];
  attempts: AttemptEvidence[];
  /** Returned envelopes with a letter of this journey. */
  returns: ReturnEvidence[];
  readings: ReadingEvidence[];
}

/** The next journeys of a campaign by customer, after this one, with their rows. Empty at the end. */
export async function journeyRowsAfter(
  db: Queryable,
  campaignId: number,
  page: { after: number; limit: number },
): Promise<JourneyRows[]> {
  const journeys = await db
    .selectFrom('journeys')
    .selectAll()
    .where('campaign_id', '=', campaignId)
    .where('customer_id', '>', page.after)
    .orderBy('customer_id')
    .limit(page.limit)
    .execute();
  if (journeys.length === 0) return [];
  const found = new Map<number, JourneyRows>(journeys.map((journey) => [journey.id, withoutRows(journey)]));
  await addJourneyRows(db, found);
  await addContractRows(db, campaignId, found);
  await addReturns(db, found);
  return [...found.values()];
}

const withoutRows = (journey: JourneyRow): JourneyRows => ({
  ...{ journey, contracts: [], messages: [], arrivals: [], choices: [], outcomes: [], kept: [] },
  ...{ attempts: [], returns: [], readings: [] },
});

async function addJourneyRows(db: Queryable, found: Map<number, JourneyRows>): Promise<void> {
  const ids = [...found.keys()];
  const messages = await db.selectFrom('messages').selectAll().where('journey_id', 'in', ids).orderBy('id').execute();
  for (const row of messages) found.get(row.journey_id)!.messages.push(row);
  const arrivals = await db
    .selectFrom('arrivals')
    .selectAll()
    .where('journey_id', 'in', ids)
    .orderBy('journey_id')
    .orderBy('seq')
    .execute();
  for (const row of arrivals) found.get(row.journey_id)!.arrivals.push(row);
  const kept = await db.selectFrom('kept_answers').selectAll().where('journey_id', 'in', ids).execute();
  for (const row of kept) found.get(row.journey_id)!.kept.push(row);
  const attempts = await db
    .selectFrom('messages as m')
    .innerJoin('call_tasks as t', 't.message_id', 'm.id')
    .innerJoin('call_attempts as a', 'a.task_id', 't.id')
    .selectAll('a')
    .select('m.journey_id')
    .where('m.journey_id', 'in', ids)
    .where('m.channel', '=', 'phone')
    .execute();
  for (const { journey_id: id, ...row } of attempts) found.get(id)!.attempts.push(row);
}

async function addContractRows(db: Queryable, campaignId: number, found: Map<number, JourneyRows>): Promise<void> {
  const ofCustomer = new Map([...found.values()].map((rows) => [rows.journey.customer_id, rows]));
  const customers = [...ofCustomer.keys()];
  const contracts = await db
    .selectFrom('contracts as c')
    .innerJoin('audience as a', 'a.contract_id', 'c.id')
    .select(['c.id', 'c.customer_id', 'a.state', 'a.reason'])
    .where('c.customer_id', 'in', customers)
    .where('a.campaign_id', '=', campaignId)
    .execute();
  for (const { customer_id: id, ...row } of contracts) ofCustomer.get(id)!.contracts.push(row);
  const outcomes = await db
    .selectFrom('outcomes')
    .selectAll()
    .where('campaign_id', '=', campaignId)
    .where('customer_id', 'in', customers)
    .execute();
  for (const row of outcomes) ofCustomer.get(row.customer_id)!.outcomes.push(row);
  const choices = await db
    .selectFrom('contracts as c')
    .innerJoin('choices as h', 'h.contract_id', 'c.id')
    .selectAll('h')
    .select('c.customer_id')
    .where('c.customer_id', 'in', customers)
    .where('h.campaign_id', '=', campaignId)
    .execute();
  for (const { customer_id: id, ...row } of choices) ofCustomer.get(id)!.choices.push(row);
}

async function addReturns(db: Queryable, found: Map<number, JourneyRows>): Promise<void> {
  const returns = await db
    .selectFrom('messages as m')
    .innerJoin('returns as r', 'r.piece_id', 'm.piece_id')
    .selectAll('r')
    .select('m.journey_id')
    .where('m.journey_id', 'in', [...found.keys()])
    .where('m.channel', '=', 'post')
    .execute();
  if (returns.length === 0) return;
  const readings = await db
    .selectFrom('return_entries')
    .selectAll()
    .where('return_id', 'in', [...new Set(returns.map(({ id }) => id))])
    .execute();
  for (const { journey_id: id, ...row } of returns) {
    const rows = found.get(id)!;
    if (rows.returns.some((one) => one.id === row.id)) continue;
    rows.returns.push(row);
    rows.readings.push(...readings.filter((one) => one.return_id === row.id));
  }
}

/** Those of these journeys that exist in the campaign. */
export async function existingJourneys(db: Queryable, campaignId: number, ids: number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('journeys')
    .select('id')
    .where('id', 'in', ids)
    .where('campaign_id', '=', campaignId)
    .execute();
  return new Set(rows.map(({ id }) => id));
}
