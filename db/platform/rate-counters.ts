import { sql } from 'kysely';
import { type Db } from './types';

/** Hits of a key in its window, and the window's end (epoch ms, real time). */
export interface Hits {
  hits: number;
  resetsAt: number;
}

/** Counts a hit in one statement, atomically across processes. An expired window starts again. */
export async function countHit(db: Db, key: Buffer, windowMs: number): Promise<Hits> {
  const { rows } = await sql<Hits>`
    insert into rate_counters as c (key, hits, resets_at)
    values (${key}, 1, clock_timestamp() + ${windowMs} * interval '1 ms')
    on conflict (key) do update set
      hits = case when c.resets_at <= clock_timestamp() then 1 else c.hits + 1 end,
      resets_at = case when c.resets_at <= clock_timestamp() then excluded.resets_at else c.resets_at end
    returning hits, resets_at as "resetsAt"`.execute(db);
  return rows[0]!;
}

/** Removes one hit from the current window. */
export async function forgetHit(db: Db, key: Buffer): Promise<void> {
  await sql`update rate_counters set hits = hits - 1 where key = ${key} and hits > 0 and resets_at > clock_timestamp()`.execute(
    db,
  );
}

/** Removes all hits of a key. */
export async function forgetHits(db: Db, key: Buffer): Promise<void> {
  await db.deleteFrom('rate_counters').where('key', '=', key).execute();
}

/** Deletes expired windows; one process at a time, and rows in use are left for the next time. */
export async function reconcileCounters(db: Db): Promise<void> {
  await sql`
    delete from rate_counters where key in (
      select key from rate_counters where resets_at < clock_timestamp() order by resets_at limit 10000
      for no key update skip locked)`.execute(db);
}
