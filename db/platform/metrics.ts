import { sql } from 'kysely';
import { allMessageFigures } from '../campaigns/board/figures';
import { type Queryable } from './types';

/** Totals of the installation for metrics. Ages in seconds of the installation's clock. */
export interface Figures {
  messages: { channel: string; status: string; count: number }[];
  deferred: { channel: string; reason: string; count: number }[];
  lanes: { lane: number; channel: string; lag: number }[];
  oldestUnread: number;
  /** Overdue journeys found by reconciliation so far, by what was done. */
  reconciled: { did: 'restarted' | 'signalled'; count: number }[];
}

export async function readFigures(db: Queryable): Promise<Figures> {
  // kept while campaigns change, so that no message is counted
  const { rows: figures } = await sql<{ channel: string; status: string; reason: string; count: number }>`
    select part as channel, state as status, reason, sum(count)::bigint as count from ${allMessageFigures} f
    group by 1, 2, 3 having sum(count) <> 0`.execute(db);
  // Time beyond its due time of the longest-waiting message; what a hold, a pause or a paused campaign keeps does not count.
  const lanes = await sql<Figures['lanes'][number]>`
    select l.id as lane, l.channel,
      greatest(0, coalesce(extract(epoch from tsunagi_now() - min(first.not_before)), 0))::float8 as lag
    from lanes l
    left join campaigns c on c.status = 'running' and (l.client_id is null or l.client_id = c.client_id)
    left join lateral (select m.not_before from messages m where m.lane_id = l.id and m.campaign_id = c.id
      and m.status = 'queued' and m.kept_by = '' order by m.not_before limit 1) first on true
    group by l.id, l.channel order by l.id`.execute(db);
  const unread = await sql<{ age: number }>`
    select greatest(0, coalesce(extract(epoch from tsunagi_now() - min(a.received_at)), 0))::float8 as age
    from arrivals a join journeys j on j.id = a.journey_id where a.read_at is null and a.seq > j.read_seq`.execute(db);
  const reconciled = await sql<Figures['reconciled'][number]>`
    select did, sum(count)::int as count from reconcile_counts group by 1`.execute(db);
  return {
    messages: added(figures, ({ channel, status }) => ({ channel, status })),
    deferred: added(
      figures.filter(({ reason }) => reason !== ''),
      ({ channel, reason }) => ({ channel, reason }),
    ),
    lanes: lanes.rows,
    oldestUnread: unread.rows[0]?.age ?? 0,
    reconciled: reconciled.rows,
  };
}

/** The sums of the counts that have the same key. */
function added<Key extends object, Row extends { count: number }>(
  rows: Row[],
  keyOf: (row: Row) => Key,
): (Key & { count: number })[] {
  const sums = new Map<string, Key & { count: number }>();
  for (const row of rows) {
    const key = keyOf(row);
    const name = JSON.stringify(key);
    sums.set(name, { ...key, count: (sums.get(name)?.count ?? 0) + row.count });
  }
  return [...sums.values()];
}
