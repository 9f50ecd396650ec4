import { sql } from 'kysely';
import { type Channel } from '../../../domain/campaigns/campaign';
import { type RehearsedEvent, type RehearsedJourney } from '../../../domain/rehearsals/result';
import { type SimulatedEvent } from '../../../domain/rehearsals/simulated';
import { type JourneyState } from '../../../domain/journeys/states';
import { type Queryable, type Trx } from '../../platform/types';

/** A contact of a rehearsed journey: it is to leave at `at`, has left then, or never will. `at`: epoch ms. */
export interface RehearsedContact {
  message: number;
  run: number;
  step: string;
  channel: Channel;
  occurrence: number;
  at: number;
  is: 'waiting' | 'left' | 'gone';
  /** A reply to what the customer did; no step of the plan. */
  reply?: true;
  /** What the decision says of it; taken over into the event. */
  why?: string;
  refused?: RehearsedEvent['refused'];
}

/** A simulated event that is to come; `not_sent`: its contact will not leave. */
export type PendingEvent = { message: number } & (
  SimulatedEvent | { kind: 'not_sent'; at: number; step: string; channel: Channel; occurrence: number }
);

/** Where a rehearsed journey has come to. */
export interface Course {
  journeyId: number;
  key: number;
  customerId: number;
  contracts: number[];
  segments: string[];
  /** The instant of its last step and of its next one, epoch ms. */
  at: number;
  nextAt: number;
  contacts: RehearsedContact[];
  pending: PendingEvent[];
  events: RehearsedEvent[];
  states: { at: number; state: JourneyState }[];
  /** The step whose contact brought the choice that stands. */
  cause: string | null;
  ended: boolean;
}

/** Reads the courses of these journeys; the caller has locked the journeys. */
export async function readCourses(db: Queryable, journeyIds: number[]): Promise<Map<number, Course>> {
  const { rows } = await sql<Course>`
    select journey_id as "journeyId", key, customer_id as "customerId", contracts, segments, at, next_at as "nextAt",
      contacts, pending, events, states, cause, ended
    from rehearsal.journeys where journey_id = any(${journeyIds}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [row.journeyId, row]));
}

/** Writes the courses of a batch in one statement. */
export async function writeCourses(trx: Trx, courses: Course[]): Promise<void> {
  const list = courses.map((one) => ({
    ...one,
    at: new Date(one.at).toISOString(),
    nextAt: new Date(one.nextAt).toISOString(),
  }));
  await sql`
    update rehearsal.journeys j set at = c.at, next_at = c."nextAt", segments = c.segments, contacts = c.contacts,
      pending = c.pending, events = c.events, states = c.states, cause = c.cause, ended = c.ended
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as c("journeyId" bigint, at timestamptz, "nextAt" timestamptz,
      segments text[], contacts jsonb, pending jsonb, events jsonb, states jsonb, cause text, ended boolean)
    where j.journey_id = c."journeyId"`.execute(trx);
}

/**
 * How far a rehearsal is: journeys that have ended, and the earliest instant that one under way waits for; once all have
 * ended, that of the last step (epoch ms).
 */
export async function progressOf(db: Queryable): Promise<{ ended: number; reached: number | null }> {
  const { rows } = await sql<{ ended: number; reached: number | null }>`
    select (select count(*) from rehearsal.journeys where ended)::int as ended,
      (select case when exists (select from rehearsal.journeys where not ended)
        then (select min(next_at) from rehearsal.journeys where not ended and at < next_at)
        else (select max(at) from rehearsal.journeys) end) as reached`.execute(db);
  return rows[0]!;
}

/** How many journeys of a rehearsal have had an execution started for them. */
export async function startedJourneys(db: Queryable, campaignId: number): Promise<number> {
  const { started } = await db
    .selectFrom('journeys')
    .select(({ fn }) => fn.countAll<number>().as('started'))
    .where('campaign_id', '=', campaignId)
    .where('started_run', '>', 0)
    .executeTakeFirstOrThrow();
  return started;
}

/** Whether all journeys have ended. */
export async function isRunOver(db: Queryable): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`
    select exists (select from rehearsal.journeys where not ended) as open`.execute(db);
  return !rows[0]!.open;
}

/** Journeys whose execution has been started and that have not ended, by id above `after`. */
export async function executionsUnderWay(
  db: Queryable,
  { campaignId, after, limit }: { campaignId: number; after: number; limit: number },
): Promise<{ id: number; campaignId: number; customerId: number; run: number }[]> {
  const { rows } = await sql<{ id: number; campaignId: number; customerId: number; run: number }>`
    select j.id, j.campaign_id as "campaignId", j.customer_id as "customerId", j.run
    from rehearsal.journeys r join journeys j on j.id = r.journey_id
    where not r.ended and j.campaign_id = ${campaignId} and j.started_run > 0 and j.id > ${after}
    order by j.id limit ${limit}`.execute(db);
  return rows;
}

const PAGE = 500;

/** Reads the journeys of a rehearsal that is over, page by page in the order of their numbers. */
export async function* endedJourneys(db: Queryable, campaignId: number): AsyncGenerator<RehearsedJourney> {
  for (let after = 0; ;) {
    const { rows } = await sql<
      Pick<Course, 'key' | 'segments' | 'events' | 'states' | 'cause'> & {
        wave: string | null;
        outcomes: RehearsedJourney['contracts'];
      }
    >`
      select r.key, r.segments, r.events, r.states, r.cause, j.wave,
        (select jsonb_agg(jsonb_build_object('outcome', o.outcome, 'why', o.reason,
            'at', round(extract(epoch from o.at) * 1000)) order by o.contract_id)
          from outcomes o where o.campaign_id = j.campaign_id and o.customer_id = j.customer_id) as outcomes
      from rehearsal.journeys r join journeys j on j.id = r.journey_id
      where j.campaign_id = ${campaignId} and r.key > ${after} order by r.key limit ${PAGE}`.execute(db);
    if (rows.length === 0) return;
    after = rows.at(-1)!.key;
    for (const { key, segments, events, states, cause, wave, outcomes } of rows) {
      const chosen = (outcome: string) => cause !== null && (outcome === 'migrated' || outcome === 'cancelled');
      const contracts = (outcomes ?? []).map((one) => ({ ...one, ...(chosen(one.outcome) && { cause: cause! }) }));
      yield { journey: key, segments, ...(wave !== null && { wave }), events, contracts, states };
    }
  }
}
