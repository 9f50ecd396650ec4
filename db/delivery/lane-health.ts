import { readClock } from '../platform/clock';
import { appendLedger, INSTALLATION_CHAIN } from '../platform/ledger';
import { type Db, type Trx, type Queryable } from '../platform/types';
import { type Selectable, sql } from 'kysely';
import { type LaneCounts, type LaneStops, rateVerdict } from '../../domain/delivery/lane-health';
import { type Lanes } from '../platform/schema.generated';
import { type CampaignDocs } from '../campaigns/campaigns';
import { recordDelivered, requeue } from './handovers';
import { raiseFence } from './lanes';

/**
 * Opens the breaker, so that nothing is claimed until it is closed, with an entry in the installation's chain. With a
 * fence only the current drainer may. Returns false for an older drainer, and if the breaker is open already.
 */
export async function openBreaker(db: Db, lane: { laneId: number; fence?: number; reason: string }): Promise<boolean> {
  const { laneId, fence, reason } = lane;
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('lanes')
      .set({ breaker: 'open', breaker_reason: reason })
      .where('id', '=', laneId)
      .where('breaker', '=', 'closed')
      .$if(fence !== undefined, (update) => update.where('fence', '=', fence!))
      .executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) await note(trx, { kind: 'lane_stopped', lane: laneId, reason });
    return numUpdatedRows > 0n;
  });
}

/** Closes a breaker if it was opened for this reason; one opened for another reason stays open. */
export async function closeBreaker(db: Db, lane: { laneId: number; reason: string }): Promise<void> {
  const { laneId, reason } = lane;
  await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('lanes')
      .set({ breaker: 'closed', breaker_reason: null })
      .where('id', '=', laneId)
      .where('breaker', '=', 'open')
      .where('breaker_reason', '=', reason)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) await note(trx, { kind: 'lane_restarted', lane: laneId, reason });
  });
}

async function note(trx: Trx, entry: { kind: string; lane: number; reason: string }): Promise<void> {
  const { now } = await readClock(trx);
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [{ by: 'system', ...entry }]);
}

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
 * call it as the very last statement; only the ledger comes after it.
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

/**
 * Makes the caller the lane's only drainer: increments the fencing number, queues again what an earlier drainer had
 * only claimed, and marks what it was handing over as doubtful: perhaps sent, so never sent again automatically. With
 * `repeatable` that is queued again too, because the provider accepts a key only once.
 */
export async function takeOverLane(
  db: Db,
  docs: CampaignDocs,
  laneId: number,
  repeatable = false,
): Promise<{ fence: number; requeued: number; doubtful: number }> {
  const fence = await raiseFence(db, laneId);
  const requeued = await requeue(db, laneId, (update) =>
    update
      .where('lane_id', '=', laneId)
      .where('status', 'in', repeatable ? ['claimed', 'handing_over'] : ['claimed'])
      .where('fence', '<', fence),
  );
  const inHand = await db
    .selectFrom('messages')
    .select(['id as messageId', 'journey_id as journeyId', 'campaign_id as campaignId', 'fence', 'version', 'step'])
    .select('notice')
    .where('lane_id', '=', laneId)
    .where('status', '=', 'handing_over')
    .where('fence', '<', fence)
    .execute();
  const doubtful = await recordDelivered(
    db,
    docs,
    inHand.map((message) => ({ ...message, fence: message.fence!, kind: 'doubtful' as const })),
  );
  return { fence, requeued, doubtful };
}
