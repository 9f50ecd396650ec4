import { sql } from 'kysely';
import { messageHeld } from '../customers/contacts';
import { concernsMessage, pauseInForce } from '../journeys/facts/pause-facts';
import { type Db, type Trx } from '../platform/types';
import { BEYOND, headOf, OF_PAUSE, OPEN, overPauses } from './due-messages';

/** A message at the head of a queue that is kept back until a person acts. */
interface Kept {
  id: number;
  customer: number;
  /** The pause that keeps it; null: a hold. */
  pause: number | null;
}

/**
 * Sets messages aside that a pause or a hold keeps back at the head of these campaigns' queues, one head's length per
 * call, so that claims do not step over them again and again. They stay queued, and nothing else changes: what is set
 * aside for a pause belongs to the queue again the moment that the pause is over, and what is set aside for a hold when
 * the hold changes (`put_back_kept`). Returns their number; 0: whatever keeps the others back passes by itself.
 */
export async function setAside(db: Db, laneId: number, campaigns: number[], limit: number): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const kept = await keptAtHead(trx, laneId, campaigns, limit);
    return (await keepForPauses(trx, kept)) + (await keepForHolds(trx, kept));
  });
}

const pauseOf = sql`(select min(z.id) from pauses z where z.campaign_id = m.campaign_id and ${pauseInForce}
  and ${concernsMessage})`;

async function keptAtHead(trx: Trx, laneId: number, campaigns: number[], limit: number): Promise<Kept[]> {
  const window = limit + BEYOND;
  const { rows } = await sql<Kept>`
    select m.id, m.customer_id as customer, m.pause from unnest(${campaigns}::bigint[]) as c(id) cross join lateral (
      select m.id, m.customer_id, ${pauseOf} as pause, ${messageHeld} as held from ${headOf(laneId, window, OPEN)} m
      union all
      select d.* from (${overPauses}) z cross join lateral
        (select m.id, m.customer_id, ${pauseOf} as pause, ${messageHeld} as held from ${headOf(laneId, window, OF_PAUSE)} m) d
    ) m where m.pause is not null or m.held order by m.id`.execute(trx);
  return rows;
}

/** Whether the pause is still in force need not be certain: the claim looks again. */
async function keepForPauses(trx: Trx, kept: Kept[]): Promise<number> {
  const own = kept.filter(({ pause }) => pause !== null);
  if (own.length === 0) return 0;
  await sql`
    update pauses set keeps = true where id in (select id from pauses where id = any(${own.map(({ pause }) => pause)}::bigint[])
      and not keeps order by id for no key update)`.execute(trx);
  const { numAffectedRows } = await sql`
    update messages m set kept_by = 'pause:' || k.pause
    from unnest(${own.map(({ id }) => id)}::bigint[], ${own.map(({ pause }) => pause)}::bigint[]) as k(id, pause)
    where m.id = k.id and m.status = 'queued'`.execute(trx);
  return Number(numAffectedRows);
}

/** The holds are locked FOR SHARE and read again: one that is released meanwhile would never put its messages back. */
async function keepForHolds(trx: Trx, kept: Kept[]): Promise<number> {
  const own = kept.filter(({ pause }) => pause === null);
  if (own.length === 0) return 0;
  const { numAffectedRows } = await sql`
    with h as materialized (select h.customer_id, h.reason from holds h
      where h.customer_id = any(${own.map(({ customer }) => customer)}::bigint[]) and h.released_at is null
      order by h.id for share)
    update messages m set kept_by = 'hold' where m.id = any(${own.map(({ id }) => id)}::bigint[]) and m.status = 'queued'
      and exists (select 1 from h where h.customer_id = m.customer_id and (h.reason <> 'unprintable' or m.channel = 'post'))`.execute(
    trx,
  );
  return Number(numAffectedRows);
}
