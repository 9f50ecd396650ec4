import { type RawBuilder, sql } from 'kysely';
import { type PhoneSums } from '../../../domain/calls/phone-days';
import { type Scope } from '../../platform/scope';
import { type Queryable } from '../../platform/types';

/** Local time of the telephone system, and the instants in it, epoch ms; the last one is not included. */
export interface PhonePeriod {
  from: number;
  to: number;
  zone: string;
}

const sums = sql`sum(offered)::int as offered, sum(answered)::int as answered, sum(abandoned)::int as abandoned,
  sum(abandoned_ivr)::int as "abandonedIvr", sum(within)::int as within, sum(answered * aht_seconds)::float8 as handled`;
/** Seats of all queues together, on average over the quarters of an hour for which there are intervals. */
const seats = sql<number>`(sum(staffed * minutes) / (15 * (select count(distinct quarter) from unnest(array_agg(starts_at)
  || array_agg(starts_at + make_interval(mins => minutes - 15))) quarter)))::float8`;

const ofPeriod = (scope: Scope, { from, to }: PhonePeriod): RawBuilder<unknown> =>
  sql`client_id = ${scope.clientId} and starts_at >= ${new Date(from)} and starts_at < ${new Date(to)}`;

/** Sums of each local day that has intervals, oldest first. */
export async function daySums(
  db: Queryable,
  scope: Scope,
  period: PhonePeriod,
): Promise<(PhoneSums & { day: string; staffed: number })[]> {
  const { rows } = await sql<PhoneSums & { day: string; staffed: number }>`
    select (starts_at at time zone ${period.zone})::date::text as day, ${sums}, ${seats} as staffed
    from acd_intervals where ${ofPeriod(scope, period)} group by 1 order by 1`.execute(db);
  return rows;
}

/** Each interval of a period, in the order of time. */
export async function intervalSums(
  db: Queryable,
  scope: Scope,
  period: PhonePeriod,
): Promise<(PhoneSums & { queue: string; startsAt: number; minutes: number; staffed: number })[]> {
  const { rows } = await sql<PhoneSums & { queue: string; startsAt: number; minutes: number; staffed: number }>`
    select queue, starts_at as "startsAt", minutes, ${sums}, sum(staffed)::float8 as staffed
    from acd_intervals where ${ofPeriod(scope, period)} group by queue, starts_at, minutes
    order by starts_at, queue`.execute(db);
  return rows;
}
