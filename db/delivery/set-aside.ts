import { sql } from 'kysely';
import { holdOf } from '../customers/contacts';
import { concernsMessage, pauseInForce } from '../journeys/facts/pause-facts';
import { PLANNED_ONCE } from '../platform/planned-once';
import { type Db, type Trx } from '../platform/types';
import { BEYOND, headOf, OF_PAUSE, OPEN, overPauses, inQueueOrder } from './due-messages';

/** A message at the head of a queue that is kept back until a person acts. */
interface Kept {
  id: number;
  /** The first pause that keeps it; null: a hold does. */
  pause: number | null;
  /** One of its holds. */
  hold: number | null;
}

/**
 * Sets messages aside that a pause or a hold keeps back at the head of these campaigns' queues, one head's length per
 * call, so that claims do not step over them again and again. They stay queued, and nothing else changes: what is set
 * aside for a pause belongs to the queue again the moment that the pause is over, and what is set aside for a hold when
 * the hold changes (`put_back_kept`). Returns their number; 0: whatever keeps the others back passes by itself.
 */
export async function setAside(db: Db, laneId: number, campaigns: number[], limit: number): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await inQueueOrder(trx);
    const kept = await keptAtHead(trx, laneId, campaigns, limit);
    return (await keepForPauses(trx, kept)) + (await keepForHolds(trx, kept));
  });
}

const pauseOf = sql`(select min(z.id) from pauses z where z.campaign_id = m.campaign_id and ${pauseInForce}
  and ${concernsMessage})`;

async function keptAtHead(trx: Trx, laneId: number, campaigns: number[], limit: number): Promise<Kept[]> {
  const window = limit + BEYOND;
  const { rows } = await sql<Kept>`${PLANNED_ONCE}
    select m.id, m.pause, m.hold from unnest(${campaigns}::bigint[]) as c(id) cross join lateral (
      select m.id, ${pauseOf} as pause, ${holdOf} as hold from ${headOf(laneId, window, OPEN)} m
      union all
      select d.* from (${overPauses}) z cross join lateral
        (select m.id, ${pauseOf} as pause, ${holdOf} as hold from ${headOf(laneId, window, OF_PAUSE)} m) d
    ) m where m.pause is not null or m.hold is not null order by m.id`.execute(trx);
  return rows;
}

/** Whether the pause is still in force need not be certain: the claim looks again. */
async function keepForPauses(trx: Trx, kept: Kept[]): Promise<number> {
  const pauses = [...new Set(kept.flatMap(({ pause }) => (pause === null ? [] : [pause])))].sort((a, b) => a - b);
  let count = 0;
  for (const pause of pauses) {
    const own = kept.filter((one) => one.pause === pause).map(({ id }) => id);
    await trx.updateTable('pauses').set({ keeps: true }).where('id', '=', pause).where('keeps', '=', false).execute();
    const { numAffectedRows } = await sql`
      update messages m set kept_by = ${`pause:${pause}`}
      where m.id = any(${own}::bigint[]) and m.status = 'queued'`.execute(trx);
    count += Number(numAffectedRows);
  }
  return count;
}

/** The holds are locked FOR SHARE and read again: one that is released meanwhile would never put its messages back. */
async function keepForHolds(trx: Trx, kept: Kept[]): Promise<number> {
  const own = kept.filter(({ pause }) => pause === null);
  if (own.length === 0) return 0;
  const { numAffectedRows } = await sql`
    with h as materialized (select h.customer_id, h.reason from holds h
      where h.id = any(${own.map(({ hold }) => hold)}::bigint[]) and h.released_at is null
      order by h.id for share)
    update messages m set kept_by = 'hold' where m.id = any(${own.map(({ id }) => id)}::bigint[]) and m.status = 'queued'
      and exists (select 1 from h where h.customer_id = m.customer_id and (h.reason <> 'unprintable' or m.channel = 'post'))`.execute(
    trx,
  );
  return Number(numAffectedRows);
}
