import { type Selectable, sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { type LaneStops } from '../../domain/delivery/lane-health';
import { readClock } from '../platform/clock';
import { laneStops } from './lane-health';
import { AWAKE, laneState } from './lanes';
import { appendLedger, INSTALLATION_CHAIN } from '../platform/ledger';
import { type Scope } from '../platform/scope';
import { type Db, type Queryable, type Trx } from '../platform/types';
import { type Lanes } from '../platform/schema.generated';

export type LaneRow = Selectable<Lanes>;

/** Settings of a lane that a person may change. Hours are local `HH:MM`; `24:00` is the end of the day. */
export interface LaneSettings {
  ratePerMinute: number;
  burst: number;
  opens: string;
  closes: string;
  /** Null means no limit. */
  dailyCapacity: number | null;
  /** Omitted fields stay unchanged. */
  stops?: Partial<LaneStops>;
  /** Closes an open breaker, with a reason; earlier counts do not open it again. */
  restart?: { reason: string };
}

/** Who changes it: managers set their client's lanes, `shared` ones belong to the installation. */
export interface LaneSetter {
  personId: number;
  shared: boolean;
}

/** Lanes of a client and shared lanes, by id. */
export async function listLanes(db: Queryable, scope: Scope): Promise<LaneRow[]> {
  return db
    .selectFrom('lanes')
    .selectAll()
    .where((where) => where.or([where('client_id', '=', scope.clientId), where('client_id', 'is', null)]))
    .orderBy('id')
    .execute();
}

/**
 * Locks a lane that this person may change. Throws not_found for another client's lane, forbidden for a shared lane or,
 * with `shared`, a client's.
 */
export async function lockLane(trx: Trx, scope: Scope, laneId: number, { shared }: LaneSetter): Promise<LaneRow> {
  const lanes = trx.selectFrom('lanes').selectAll().where('id', '=', laneId);
  const lane = await lanes
    .where((where) => where.or([where('client_id', '=', scope.clientId), where('client_id', 'is', null)]))
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!lane) throw new AppError('not_found');
  if ((lane.client_id === null) !== shared) {
    const needs = lane.client_id === null ? 'administrator' : 'manager';
    throw new AppError('forbidden', { role: shared ? 'administrator' : 'manager', needs });
  }
  return lane;
}

/**
 * Changes a lane's limits, in force from the next claim. `wider`: more may leave than before, so call `bringBack` after
 * the commit. Throws like `lockLane`. Appends to the ledger.
 */
export async function setLane(
  trx: Trx,
  scope: Scope,
  change: { laneId: number; settings: LaneSettings; by: LaneSetter },
): Promise<{ lane: LaneRow; wider: boolean }> {
  const lane = await lockLane(trx, scope, change.laneId, change.by);
  const { ratePerMinute, burst, opens, closes, dailyCapacity, stops = {}, restart } = change.settings;
  const stop = { ...laneStops(lane), ...stops };
  const after = await trx
    .updateTable('lanes')
    .set({
      rate_per_minute: ratePerMinute,
      burst,
      opens,
      closes,
      daily_capacity: dailyCapacity,
      stop_errors: stop.errors,
      stop_bounces: stop.bounces,
      stop_complaints: stop.complaints,
      stop_volume: stop.volume,
      stop_window_minutes: stop.windowMinutes,
      ...AWAKE,
      ...(restart && {
        breaker: 'closed' as const,
        breaker_reason: null,
        health_epoch: sql<number>`health_epoch + 1`,
      }),
    })
    .where('id', '=', lane.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const { now } = await readClock(trx);
  const by = `person:${change.by.personId}`;
  const entry = { kind: 'lane_changed', by, lane: lane.id, before: limitsOf(lane), after: limitsOf(after) };
  const why = restart && { reason: restart.reason, stoppedFor: lane.breaker_reason };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [{ ...entry, ...why }]);
  return { lane: after, wider: isWider(lane, after) };
}

function limitsOf(lane: LaneRow) {
  const { opens, closes, ratePerMinute, burst, dailyCapacity } = laneState(lane);
  return { opens, closes, ratePerMinute, burst, dailyCapacity, breaker: lane.breaker, stops: laneStops(lane) };
}

/** Whether the change may allow messages to leave earlier. Different hours count, since the claim checks again. */
function isWider(before: LaneRow, after: LaneRow): boolean {
  const more = (after.daily_capacity ?? Infinity) > (before.daily_capacity ?? Infinity);
  return more || after.opens !== before.opens || after.closes !== before.closes;
}

const BATCH = 500;

/**
 * Makes messages due again that the lane deferred for its own limits, a few hundred at a time; the claim defers again
 * what still does not fit. Returns their number.
 */
export async function bringBack(db: Db, laneId: number): Promise<number> {
  return (await repeat(db, (run) => callsBack(run, laneId))) + (await repeat(db, (run) => messagesBack(run, laneId)));
}

async function repeat(db: Db, step: (db: Db) => Promise<number>): Promise<number> {
  for (let count = 0; ;) {
    const some = await step(db);
    count += some;
    if (some < BATCH) return count;
  }
}

const putOff = (laneId: number) => sql`m.lane_id = ${laneId} and m.status = 'queued'
  and m.deferred_reason in ('capacity', 'lane_hours') and m.not_before > tsunagi_now()`;
const dueNow = sql`not_before = greatest(m.due_at, tsunagi_now()), deferred_reason = null`;

/** Locks the task before its message, as a lease does. Leased calls stay unchanged. */
async function callsBack(db: Db, laneId: number): Promise<number> {
  const { rows } = await sql`
    with tasks as materialized (select t.id, t.message_id from messages m join call_tasks t on t.message_id = m.id
        where ${putOff(laneId)} and t.status = 'waiting' order by t.id limit ${BATCH} for no key update of t skip locked),
      back as (update messages m set ${dueNow} from tasks t where m.id = t.message_id returning m.id, m.not_before)
    update call_tasks t set next_at = b.not_before from back b where t.message_id = b.id returning t.id`.execute(db);
  return rows.length;
}

async function messagesBack(db: Db, laneId: number): Promise<number> {
  const { rows } = await sql`
    with late as materialized (select m.id from messages m where ${putOff(laneId)} and m.channel <> 'phone'
        order by m.id limit ${BATCH} for no key update skip locked)
    update messages m set ${dueNow} from late where m.id = late.id returning m.id`.execute(db);
  return rows.length;
}

/** Messages of a campaign per turn of a lane; 1 unless set. */
interface LaneShare {
  laneId: number;
  campaignId: number;
  weight: number;
}

/** Weights other than 1: for a client's campaigns, or all of them for the administrator. */
export async function listShares(db: Queryable, scope: Scope, laneIds: number[]): Promise<LaneShare[]> {
  if (laneIds.length === 0) return [];
  return db
    .selectFrom('lane_shares')
    .select(['lane_id as laneId', 'campaign_id as campaignId', 'weight'])
    .where('lane_id', 'in', laneIds)
    .where(sql<boolean>`(${scope.clientId}::bigint is null or client_id = ${scope.clientId})`)
    .where('weight', '<>', 1)
    .orderBy('campaign_id')
    .execute();
}

/**
 * Sets a campaign's weight in a lane, from the next claim: it gets more messages per turn, and every campaign still
 * gets its turns. Throws not_found and forbidden as for the lane's limits. Appends to the ledger.
 */
export async function setShare(trx: Trx, scope: Scope, share: LaneShare, by: LaneSetter): Promise<void> {
  const { laneId, campaignId, weight } = share;
  const lane = await lockLane(trx, scope, laneId, by);
  const campaign = await trx
    .selectFrom('campaigns')
    .select(['id', 'client_id'])
    .where('id', '=', campaignId)
    // in a shared lane the administrator weighs the campaigns of all clients
    .$if(!by.shared, (query) => query.where('client_id', '=', scope.clientId))
    .executeTakeFirst();
  if (!campaign) throw new AppError('not_found');
  const own = { lane_id: lane.id, campaign_id: campaign.id, client_id: campaign.client_id };
  const before = await trx
    .selectFrom('lane_shares')
    .select('weight')
    .where('lane_id', '=', lane.id)
    .where('campaign_id', '=', campaign.id)
    .executeTakeFirst();
  await trx
    .insertInto('lane_shares')
    .values({ ...own, weight, virtual_time: lane.virtual_time })
    .onConflict((conflict) => conflict.columns(['lane_id', 'campaign_id']).doUpdateSet({ weight }))
    .execute();
  const { now } = await readClock(trx);
  const entry = { kind: 'lane_share_set', by: `person:${by.personId}`, lane: lane.id, campaign: campaign.id };
  const weights = { before: before?.weight ?? 1, after: weight };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [{ ...entry, ...weights }]);
}
