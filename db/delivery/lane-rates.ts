import { type Selectable, sql } from 'kysely';
import { type LaneCounts, type LaneStops, rateVerdict } from '../../domain/delivery/lane-health';
import { openBreaker } from './lane-breaker';
import { type Db, type Queryable } from '../platform/types';
import { type Lanes } from '../platform/schema.generated';

/** The limits at which a lane stops itself. */
export const laneStops = (row: Selectable<Lanes>): LaneStops => ({
  errors: row.stop_errors,
  bounces: row.stop_bounces,
  complaints: row.stop_complaints,
  volume: row.stop_volume,
  windowMinutes: row.stop_window_minutes,
});

/**
 * Adds to a lane's delivery counts, shared by all workers. Locks the lane's current minute, so inside a transaction
 * call it as the very last statement, after the ledger.
 */
export async function countLane(db: Queryable, laneId: number, counts: Partial<LaneCounts>): Promise<void> {
  const { sent = 0, refused = 0, bounced = 0, complaints = 0 } = counts;
  await sql`
    insert into lane_minutes as m (lane_id, epoch, minute, sent, refused, bounced, complaints)
    select id, health_epoch, date_trunc('minute', tsunagi_now()), ${sent}::int, ${refused}::int, ${bounced}::int,
      ${complaints}::int from lanes where id = ${laneId}
    on conflict (lane_id, epoch, minute) do update set sent = m.sent + excluded.sent,
      refused = m.refused + excluded.refused, bounced = m.bounced + excluded.bounced,
      complaints = m.complaints + excluded.complaints`.execute(db);
}

/** A lane's counts in its window since a person last restarted it, and the limits at which it stops. */
export async function laneHealth(
  db: Queryable,
  laneId: number,
): Promise<{ counts: LaneCounts; stops: LaneStops; open: boolean }> {
  const lane = await db.selectFrom('lanes').selectAll().where('id', '=', laneId).executeTakeFirstOrThrow();
  const { rows } = await sql<LaneCounts>`
    select coalesce(sum(sent), 0)::int as sent, coalesce(sum(refused), 0)::int as refused,
      coalesce(sum(bounced), 0)::int as bounced, coalesce(sum(complaints), 0)::int as complaints
    from lane_minutes where lane_id = ${laneId} and epoch = ${lane.health_epoch}
      and minute > (select tsunagi_now() - make_interval(mins => ${lane.stop_window_minutes}::int))`.execute(db);
  return { counts: rows[0]!, stops: laneStops(lane), open: lane.breaker === 'open' };
}

/** Stops a lane with too many bounces or complaints. Returns the reason if it has just been stopped or must stop. */
export async function judgeLane(
  db: Db,
  lane: { laneId: number; fence?: number },
): Promise<{ stopped: string | null; stops: LaneStops }> {
  const { counts, stops, open } = await laneHealth(db, lane.laneId);
  const reason = open ? undefined : rateVerdict(counts, stops);
  const stopped = reason !== undefined && (await openBreaker(db, { ...lane, reason }));
  return { stopped: stopped ? reason : null, stops };
}
