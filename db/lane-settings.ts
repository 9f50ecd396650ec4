import { type Selectable } from 'kysely';
import { AppError } from '../domain/errors';
import { type Trx } from './campaigns';
import { readClock } from './clock';
import { type Queryable } from './connect';
import { laneState } from './lanes';
import { appendLedger, INSTALLATION_CHAIN } from './ledger';
import { type LanesTable } from './schema';
import { type Scope } from './scope';

export type LaneRow = Selectable<LanesTable>;

/** What of a lane a person may set. Hours are local `HH:MM`, `24:00` the end of the day. */
export interface LaneSettings {
  ratePerMinute: number;
  burst: number;
  opens: string;
  closes: string;
  /** Null: no limit. */
  dailyCapacity: number | null;
  /** Closes an open breaker; what opened it may open it again. */
  closeBreaker: boolean;
}

/** The lanes of a client and those that all clients share, by id. */
export async function listLanes(db: Queryable, scope: Scope): Promise<LaneRow[]> {
  return db
    .selectFrom('lanes')
    .selectAll()
    .where((where) => where.or([where('client_id', '=', scope.clientId), where('client_id', 'is', null)]))
    .orderBy('id')
    .execute();
}

/**
 * Sets a lane's limits; they hold from the next claim on. A client's lanes are its own matter, shared ones that of the
 * installation (`shared`): throws forbidden for the other kind, not_found. Appends to the ledger, so call it last in
 * the transaction.
 */
export async function setLane(
  trx: Trx,
  scope: Scope,
  change: { laneId: number; settings: LaneSettings; personId: number; shared: boolean },
): Promise<LaneRow> {
  const lanes = trx.selectFrom('lanes').selectAll().where('id', '=', change.laneId);
  const lane = await lanes
    .where((where) => where.or([where('client_id', '=', scope.clientId), where('client_id', 'is', null)]))
    .forUpdate()
    .executeTakeFirst();
  if (!lane) throw new AppError('not_found');
  if ((lane.client_id === null) !== change.shared) {
    const needs = lane.client_id === null ? 'administrator' : 'manager';
    throw new AppError('forbidden', { role: change.shared ? 'administrator' : 'manager', needs });
  }
  const { ratePerMinute, burst, opens, closes, dailyCapacity, closeBreaker } = change.settings;
  const after = await trx
    .updateTable('lanes')
    .set({
      rate_per_minute: ratePerMinute,
      burst,
      opens,
      closes,
      daily_capacity: dailyCapacity,
      ...(closeBreaker && { breaker: 'closed' as const, breaker_reason: null }),
    })
    .where('id', '=', lane.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const { now } = await readClock(trx);
  const by = `person:${change.personId}`;
  const entry = { kind: 'lane_changed', by, lane: lane.id, before: limitsOf(lane), after: limitsOf(after) };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry]);
  return after;
}

function limitsOf(lane: LaneRow) {
  const { opens, closes, ratePerMinute, burst, dailyCapacity } = laneState(lane);
  return { opens, closes, ratePerMinute, burst, dailyCapacity, breaker: lane.breaker };
}
