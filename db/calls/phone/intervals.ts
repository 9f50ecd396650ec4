import { sql } from 'kysely';
import { type Interval } from '../../../domain/calls/intervals';
import { readClock } from '../../platform/clock';
import { appendLedger, INSTALLATION_CHAIN } from '../../platform/ledger';
import { type Scope } from '../../platform/scope';
import { type Queryable, type Trx } from '../../platform/types';

/** What an import of intervals changed. */
export interface StoredIntervals {
  added: number;
  corrected: number;
  unchanged: number;
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

/** The intervals that begin from one instant to before another, epoch ms. */
export async function intervalsBetween(
  db: Queryable,
  scope: Scope,
  { from, to }: { from: number; to: number },
): Promise<Interval[]> {
  const { rows } = await sql<Interval>`
    select queue, starts_at as "startsAt", minutes, offered, answered, abandoned, abandoned_ivr as "abandonedIvr", within,
      aht_seconds as "ahtSeconds", staffed::float8 as staffed
    from acd_intervals where client_id = ${scope.clientId} and starts_at >= ${new Date(from)} and starts_at < ${new Date(to)}
    order by starts_at, queue`.execute(db);
  return rows;
}
