import { sql, type Selectable } from 'kysely';
import { type Channel } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { type LaneRest, type LaneState } from '../../domain/delivery/lane';
import { type Queryable, type Trx } from '../platform/types';
import { type Lanes } from '../platform/schema.generated';

/**
 * Specification of a lane; omitted limits are the table's defaults (6,000 per minute, always open, no daily capacity).
 */
export interface LaneSpec {
  /** Null means shared by all clients. */
  clientId: number | null;
  channel: Channel;
  name: string;
  /** Time zone of the lane's hours and of its capacity's day; default Asia/Tokyo. */
  zone?: string;
  ratePerMinute?: number;
  burst?: number;
  opens?: string;
  closes?: string;
  dailyCapacity?: number;
}

const shared = (channel: Channel): LaneSpec => ({ clientId: null, channel, name: 'default' });
export const SHARED_MAIL_LANE = shared('mail');
/** One lane per channel, for clients without their own. */
export const SHARED_LANES: LaneSpec[] = [SHARED_MAIL_LANE, shared('sms'), shared('post'), shared('phone')];

/**
 * Returns the id of the lane with that client, channel and name, creating it if missing. An existing lane is left
 * unchanged.
 */
export async function ensureLane(db: Queryable, spec: LaneSpec = SHARED_MAIL_LANE): Promise<number> {
  await db
    .insertInto('lanes')
    .values({
      client_id: spec.clientId,
      channel: spec.channel,
      name: spec.name,
      provider: JSON.stringify({ zone: spec.zone ?? 'Asia/Tokyo' }),
      ...(spec.ratePerMinute !== undefined && { rate_per_minute: spec.ratePerMinute }),
      ...(spec.burst !== undefined && { burst: spec.burst }),
      ...(spec.opens !== undefined && { opens: spec.opens }),
      ...(spec.closes !== undefined && { closes: spec.closes }),
      ...(spec.dailyCapacity !== undefined && { daily_capacity: spec.dailyCapacity }),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { id } = await db
    .selectFrom('lanes')
    .select('id')
    .where('client_id', 'is not distinct from', spec.clientId)
    .where('channel', '=', spec.channel)
    .where('name', '=', spec.name)
    .executeTakeFirstOrThrow();
  return id;
}

/** The lane of a client on each channel that has one, see `lanesOf`. */
export async function lanesFor(db: Queryable, clientId: number): Promise<Selectable<Lanes>[]> {
  const ids = [...(await lanesOf(db, [clientId])).values()];
  return ids.length === 0 ? [] : db.selectFrom('lanes').selectAll().where('id', 'in', ids).orderBy('id').execute();
}

const FORGET_MS = 30_000;

/**
 * The lane of each client and channel, keyed `<client>:<channel>`: the client's own before the shared one, by name if there
 * are several. What has no lane is not in the map.
 */
export async function lanesOf(db: Queryable, clients: number[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ client: number; channel: string; id: number }>`
    select distinct on (k.client, l.channel) k.client, l.channel, l.id
    from unnest(${clients}::bigint[]) as k(client) join lanes l on l.client_id = k.client or l.client_id is null
    order by k.client, l.channel, l.client_id is null, l.name`.execute(db);
  return new Map(rows.map(({ client, channel, id }) => [`${client}:${channel}`, id]));
}

/** Throws channel_without_lane where a client's messages on one of these channels would find no lane. */
export async function requireLanes(db: Queryable, clientId: number, channels: readonly Channel[]): Promise<void> {
  const lanes = await lanesOf(db, [clientId]);
  const missing = channels.filter((channel) => !lanes.has(`${clientId}:${channel}`));
  if (missing.length > 0) throw new AppError('channel_without_lane', { channels: missing.join(', ') });
}

/**
 * Finds the lane for a client's messages on a channel, see `lanesOf`. Caches for half a minute, so that a new lane is soon used. Throws internal if there is none.
 */
export function laneLookup(): (db: Queryable, clientId: number, channel: string) => Promise<number> {
  const known = new Map<string, { id: number; until: number }>();
  return async (db, clientId, channel) => {
    const key = `${clientId}:${channel}`;
    const found = known.get(key);
    if (found && Date.now() < found.until) return found.id;
    const id = (await lanesOf(db, [clientId])).get(key);
    if (id === undefined) throw new AppError('internal', { what: `lane of ${channel}` });
    known.set(key, { id, until: Date.now() + FORGET_MS });
    return id;
  };
}

/** Increments the lane's fencing number: claims under an older one are refused from now on. */
export async function raiseFence(db: Queryable, laneId: number): Promise<number> {
  const { fence } = await db
    .updateTable('lanes')
    .set({ fence: sql<number>`fence + 1` })
    .where('id', '=', laneId)
    .returning('fence')
    .executeTakeFirstOrThrow();
  return fence;
}

/** A lane's limits in the form the rules use. */
export function laneState(row: Selectable<Lanes>): LaneState {
  return {
    zone: typeof row.provider.zone === 'string' ? row.provider.zone : 'Asia/Tokyo',
    opens: row.opens.slice(0, 5),
    closes: row.closes.slice(0, 5),
    ratePerMinute: row.rate_per_minute,
    burst: row.burst,
    tokens: row.tokens,
    tokensAt: row.tokens_at,
    dailyCapacity: row.daily_capacity,
    usedOn: row.used_on,
    used: row.used,
  };
}

/** Has a lane rest: no claim reads its queue before then. */
export async function restLane(trx: Trx, laneId: number, rest: LaneRest): Promise<void> {
  await trx
    .updateTable('lanes')
    .set({ rests_until: new Date(rest.until), rests_for: rest.reason })
    .where('id', '=', laneId)
    .execute();
}

/** What ends a lane's rest, for an update of it: the next claim decides anew. */
export const AWAKE = { rests_until: null, rests_for: null } as const;

/** Returns unused claims to the token bucket and the daily capacity. */
export async function giveBack(db: Queryable, laneId: number, count: number): Promise<void> {
  await db
    .updateTable('lanes')
    .set({ used: sql<number>`greatest(0, used - ${count})`, tokens: sql<number>`tokens + ${count}`, ...AWAKE })
    .where('id', '=', laneId)
    .execute();
}

/** One lane's row. Throws when there is none. */
export async function getLane(db: Queryable, id: number): Promise<Selectable<Lanes>> {
  return db.selectFrom('lanes').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** The ids of the lanes that send mail or SMS. */
export async function electronicLanes(db: Queryable): Promise<number[]> {
  const rows = await db.selectFrom('lanes').select('id').where('channel', 'in', ['mail', 'sms']).execute();
  return rows.map(({ id }) => id);
}

/** Lanes whose workflow has not been started. Calls have none: people make them. */
export async function lanesToStart(db: Queryable): Promise<{ id: number; channel: string }[]> {
  return db
    .selectFrom('lanes')
    .select(['id', 'channel'])
    .where('launched', '=', false)
    .where('channel', '<>', 'phone')
    .execute();
}

/** Records that the lane's workflow runs. Idempotent. */
export async function markLaneStarted(db: Queryable, id: number): Promise<void> {
  await db.updateTable('lanes').set({ launched: true }).where('id', '=', id).execute();
}
