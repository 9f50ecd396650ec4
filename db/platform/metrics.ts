import { sql } from 'kysely';
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
  const messages = await sql<Figures['messages'][number]>`
    select channel, status, count(*) as count from messages group by 1, 2`.execute(db);
  const deferred = await sql<Figures['deferred'][number]>`
    select channel, deferred_reason as reason, count(*) as count from messages
    where status = 'queued' and deferred_reason is not null group by 1, 2`.execute(db);
  // Time beyond its due time of the longest-waiting message; paused campaigns do not count.
  const lanes = await sql<Figures['lanes'][number]>`
    select l.id as lane, l.channel,
      greatest(0, coalesce(extract(epoch from tsunagi_now() - min(m.not_before)), 0))::float8 as lag
    from lanes l
    left join (messages m join campaigns c on c.id = m.campaign_id and c.status = 'running')
      on m.lane_id = l.id and m.status = 'queued'
    group by l.id, l.channel order by l.id`.execute(db);
  const unread = await sql<{ age: number }>`
    select greatest(0, coalesce(extract(epoch from tsunagi_now() - min(a.received_at)), 0))::float8 as age
    from arrivals a join journeys j on j.id = a.journey_id where a.read_at is null and a.seq > j.read_seq`.execute(db);
  const reconciled = await sql<Figures['reconciled'][number]>`
    select did, sum(count)::int as count from reconcile_counts group by 1`.execute(db);
  return {
    messages: messages.rows,
    deferred: deferred.rows,
    lanes: lanes.rows,
    oldestUnread: unread.rows[0]?.age ?? 0,
    reconciled: reconciled.rows,
  };
}
