import { sql } from 'kysely';
import { type Interval, overlapping } from '../../../domain/calls/intervals';
import { readClock } from '../../platform/clock';
import { appendLedger, INSTALLATION_CHAIN } from '../../platform/ledger';
import { type Scope } from '../../platform/scope';
import { type Trx } from '../../platform/types';

/** What an import of intervals changed. */
export interface StoredIntervals {
  added: number;
  corrected: number;
  unchanged: number;
}

/**
 * Those of the intervals of which a part is covered by a stored one of the same queue and another length: stored too, its
 * calls would count twice.
 */
export async function coveredIntervals<One extends Interval>(trx: Trx, scope: Scope, intervals: One[]): Promise<One[]> {
  const { rows } = await sql<{ queue: string; startsAt: number; minutes: number }>`
    select i.queue, i.starts_at as "startsAt", i.minutes from acd_intervals i
    join unnest(${intervals.map(({ queue }) => queue)}::text[],
      ${intervals.map((one) => new Date(overlapping(one)))}::timestamptz[]) as n(queue, starts_at)
      on i.queue = n.queue and i.starts_at = n.starts_at
    where i.client_id = ${scope.clientId}`.execute(trx);
  const stored = new Map(rows.map(({ queue, startsAt, minutes }) => [`${queue}\n${startsAt}`, minutes]));
  return intervals.filter((one) => {
    const minutes = stored.get(`${one.queue}\n${overlapping(one)}`);
    return minutes !== undefined && minutes !== one.minutes;
  });
}

/**
 * Stores intervals; one that is known is corrected, and the same file again changes nothing. Appends to the ledger where
 * something was changed.
 */
export async function storeIntervals(
  trx: Trx,
  scope: Scope,
  { intervals, personId }: { intervals: Interval[]; personId: number },
): Promise<StoredIntervals> {
  const { now } = await readClock(trx);
  // in one order, so that two files at the same time wait for each other
  intervals.sort((a, b) => a.startsAt - b.startsAt || (a.queue < b.queue ? -1 : 1));
  const list = <Value>(value: (interval: Interval) => Value) => intervals.map(value);
  const { rows } = await sql<{ added: boolean }>`
    insert into acd_intervals as i (client_id, queue, starts_at, minutes, offered, answered, abandoned, abandoned_ivr, within,
      aht_seconds, staffed, imported_at, imported_by)
    select ${scope.clientId}, n.queue, n.starts_at, n.minutes, n.offered, n.answered, n.abandoned, n.abandoned_ivr, n.within,
      n.aht_seconds, n.staffed, ${new Date(now)}, ${personId}
    from unnest(${list(({ queue }) => queue)}::text[], ${list(({ startsAt }) => new Date(startsAt))}::timestamptz[],
      ${list(({ minutes }) => minutes)}::smallint[], ${list(({ offered }) => offered)}::int[],
      ${list(({ answered }) => answered)}::int[], ${list(({ abandoned }) => abandoned)}::int[],
      ${list(({ abandonedIvr }) => abandonedIvr)}::int[], ${list(({ within }) => within)}::int[],
      ${list(({ ahtSeconds }) => ahtSeconds)}::int[], ${list(({ staffed }) => staffed)}::numeric[])
      as n(queue, starts_at, minutes, offered, answered, abandoned, abandoned_ivr, within, aht_seconds, staffed)
    on conflict (client_id, queue, starts_at) do update set minutes = excluded.minutes, offered = excluded.offered,
      answered = excluded.answered, abandoned = excluded.abandoned, abandoned_ivr = excluded.abandoned_ivr,
      within = excluded.within, aht_seconds = excluded.aht_seconds, staffed = excluded.staffed,
      imported_at = excluded.imported_at, imported_by = excluded.imported_by
    where (i.minutes, i.offered, i.answered, i.abandoned, i.abandoned_ivr, i.within, i.aht_seconds, i.staffed) is distinct from
      (excluded.minutes, excluded.offered, excluded.answered, excluded.abandoned, excluded.abandoned_ivr, excluded.within,
        excluded.aht_seconds, excluded.staffed)
    returning (xmax = 0) as added`.execute(trx);
  const added = rows.filter((row) => row.added).length;
  const counts = { added, corrected: rows.length - added, unchanged: intervals.length - rows.length };
  if (rows.length > 0) {
    const entry = { kind: 'acd_intervals', by: `person:${personId}`, client: scope.clientId, ...counts };
    await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry]);
  }
  return counts;
}
