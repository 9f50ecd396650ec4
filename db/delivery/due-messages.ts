import { type RawBuilder, sql } from 'kysely';
import { type Channel } from '../../domain/campaigns/campaign';
import {
  asksForProof,
  campaignSends,
  messageCurrent,
  messageHeld,
  messageRefused,
  representativeActs,
} from '../customers/contacts';
import { messagePaused, pauseInForce } from '../journeys/facts/pause-facts';
import { PLANNED_ONCE } from '../platform/planned-once';
import { type Db, type Queryable, type Trx } from '../platform/types';

/**
 * How many messages beyond those it wants a claim reads from the head of a queue. Where more than these are kept back,
 * `setAside` clears the head.
 */
export const BEYOND = 32;
/** How many messages a check of the queue may pass over before it leaves the rest to the claim. */
const CHECKED = 32;

/** The first `window` due messages of lane and campaign `c` that lie in this part of the queue, in the order of sending. */
export const headOf = (laneId: number, window: number | RawBuilder<number>, part: RawBuilder<unknown>) => sql`
  (select m.* from messages m where m.lane_id = ${laneId} and m.campaign_id = c.id and m.status = 'queued' and ${part}
    and m.not_before <= tsunagi_now() order by m.not_before, m.id limit ${window})`;

/**
 * Has the transaction read queues along their index, by plans that are kept. Lanes belong to few campaigns, so the planner
 * takes a queue for much shorter than it is, and might read and sort all of it; and planning such a statement takes longer
 * than running it.
 */
export async function inQueueOrder(trx: Trx): Promise<void> {
  await sql`select set_config('enable_bitmapscan', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)`.execute(
    trx,
  );
}

/** What no claim has set aside. */
export const OPEN = sql`m.kept_by = ''`;
/** What was set aside for the pause `z`, which is over. */
export const OF_PAUSE = sql`m.kept_by = 'pause:' || z.id`;
/** The pauses of campaign `c` that are over, with messages set aside for them. */
export const overPauses = sql`select z.id from pauses z where z.campaign_id = c.id and z.keeps and not (${pauseInForce})`;

/** Whether anything is due in this part of the queue: `exists` would look for it along any index. */
const anyIn = (laneId: number, part: RawBuilder<unknown>) =>
  sql<boolean>`(select m.id from ${headOf(laneId, sql.lit(1), part)} m) is not null`;
const anyOfPauses = (laneId: number) => sql<boolean>`exists (${overPauses} and ${anyIn(laneId, OF_PAUSE)})`;

/**
 * Whether a claim could find anything: reads without locks, so that an idle lane causes no writes. True where so much is kept
 * back at the head of a queue that only a claim can tell. `keptBack`: false where nothing was of late, so that a claim may
 * be tried at once.
 */
export async function hasDue(db: Db, laneId: number, { keptBack = true } = {}): Promise<boolean> {
  // first what is asked of an idle lane again and again: only the first of each queue, which needs no order
  if (!(await laneHas(db, laneId, sql`${anyIn(laneId, OPEN)} or ${anyOfPauses(laneId)}`))) return false;
  if (!keptBack) return true;
  return db.transaction().execute(async (trx) => {
    await inQueueOrder(trx);
    return laneHas(
      trx,
      laneId,
      sql`exists (select 1 from ${headOf(laneId, CHECKED, OPEN)} m where not ${messageHeld} and not ${messagePaused})
        or (select count(*) from ${headOf(laneId, CHECKED, OPEN)} m) = ${CHECKED}
        or ${anyOfPauses(laneId)}`,
    );
  });
}

/** Whether a lane could take something of a campaign `c` with these messages; one that is stopped must say so. */
async function laneHas(db: Queryable, laneId: number, messages: RawBuilder<unknown>): Promise<boolean> {
  const { rows } = await sql<{ due: boolean }>`${PLANNED_ONCE}
    select exists (select 1 from lanes l where l.id = ${laneId}
      and (l.breaker = 'open' or ((l.rests_until is null or l.rests_until <= tsunagi_now())
        and exists (select 1 from campaigns c where ${campaignSends} and (${messages}))))) as due`.execute(db);
  return rows[0]!.due;
}

/** A running campaign with due messages in the lane. */
export interface DueCampaign {
  id: number;
  clientId: number;
  version: number;
  epoch: number;
}

/** The running campaigns with due messages in the lane, locked FOR SHARE until the commit, by id. */
export async function lockDueCampaigns(trx: Trx, laneId: number): Promise<DueCampaign[]> {
  const { rows } = await sql<DueCampaign>`${PLANNED_ONCE}
    select c.id, c.client_id as "clientId", c.version, c.epoch from campaigns c
    where ${campaignSends} and (${anyIn(laneId, OPEN)} or ${anyOfPauses(laneId)}) order by c.id for share of c`.execute(
    trx,
  );
  return rows;
}

/** A campaign's turn in the lane: `weight` messages each, and the virtual time it has reached. */
export interface Turn {
  id: number;
  weight: number;
  virtualTime: number;
}

/** A due message as the queue has it, and whether it may leave. */
export interface DueMessage {
  messageId: number;
  clientId: number;
  campaignId: number;
  customerId: number;
  journeyId: number;
  run: number;
  step: string;
  occurrence: number;
  channel: Channel;
  purpose: string;
  notice: string;
  version: number;
  /** The version its journey goes by; null: the campaign's. */
  planVersion: number | null;
  pieceCode: string;
  notBefore: number;
  current: boolean;
  reply: boolean;
  contact: string;
  refusedConsent: boolean;
}

/** Whether the due message `m` of journey `j` may be claimed: not kept back, and overtaking no earlier step. */
const claimable = sql<boolean>`not ${messageHeld} and not ${messagePaused}
  and (m.reply or not exists (select 1 from messages p where p.journey_id = m.journey_id and p.id < m.id
    and not p.reply and p.channel <> 'phone' and p.status in ('queued', 'claimed', 'handing_over')
    and (p.run, p.step, p.occurrence) is distinct from (m.run, m.step, m.occurrence)))`;

/** The claimable ones of these messages; what has arrived and is not read may change everything, so they wait for it. */
const claimableOf = (head: RawBuilder<unknown>, limit: number) => sql`
  (select m.id, m.not_before from ${head} m join journeys j on j.id = m.journey_id and j.arrival_seq = j.read_seq
    where ${claimable} order by m.not_before, m.id limit ${limit})`;

/**
 * Locks due messages by weighted fair queueing: from each running campaign as many as its weight, repeatedly,
 * continuing after the last claim. Skips customers on hold, paused messages, journeys with unread arrivals, and
 * messages that would overtake an earlier step; an open call is overtaken by all, a reply overtakes all. `anywhere`: also
 * behind however many that are kept back.
 */
export async function lockDue(
  trx: Trx,
  input: { laneId: number; turns: Turn[]; limit: number; at: Date; anywhere?: boolean },
): Promise<DueMessage[]> {
  const { laneId, turns, limit, at, anywhere } = input;
  const list = (field: keyof Turn) => turns.map((turn) => turn[field]);
  const window = anywhere ? 2 ** 31 : limit + BEYOND;
  const { rows } = await sql<DueMessage>`${PLANNED_ONCE}
    with turns as materialized (
      select due.id, due.not_before, c.virtual_time + due.place::float8 / c.weight as virtual_time, c.weight
      from unnest(${list('id')}::bigint[], ${list('virtualTime')}::float8[], ${list('weight')}::int[]) as c(id, virtual_time, weight)
      cross join lateral (
        select d.id, d.not_before, row_number() over (order by d.not_before, d.id) as place from (
          ${claimableOf(headOf(laneId, window, OPEN), limit)}
          union all
          select d.* from (${overPauses}) z cross join lateral ${claimableOf(headOf(laneId, window, OF_PAUSE), limit)} d
        ) d order by d.not_before, d.id limit ${limit}) due
      order by virtual_time, c.weight desc, due.not_before, due.id limit ${limit})
    select m.id as "messageId", m.client_id as "clientId", m.campaign_id as "campaignId", m.customer_id as "customerId",
      m.journey_id as "journeyId", m.run, m.step, m.occurrence, m.channel, m.purpose, m.notice, m.version,
      j.plan_version as "planVersion", p.code as "pieceCode", m.not_before as "notBefore", ${messageCurrent} as current, m.reply,
      case when ${asksForProof} then 'ok' when acting.channels is not null
          then case when m.channel = any(acting.channels) then 'ok' else 'no_contact' end
        when cp.customer_id is null then 'no_contact'
        when cp.bad_at is not null then 'contact_bad:' || coalesce(cp.bad_reason, '') else 'ok' end as contact,
      ${messageRefused} as "refusedConsent"
    from turns join messages m on m.id = turns.id
    join journeys j on j.id = m.journey_id
    join pieces p on p.id = m.piece_id
    left join contact_points cp on cp.customer_id = m.customer_id and cp.channel = m.channel
    left join lateral (select case when r.purposes is null or m.purpose = any(r.purposes) then r.channels else '{}' end
        as channels from representatives r where r.customer_id = m.customer_id
      and ${representativeActs(at)} order by r.id desc limit 1) acting on true
    where m.status = 'queued' order by turns.virtual_time, turns.weight desc, turns.not_before, turns.id
    for no key update of m skip locked`.execute(trx);
  return rows;
}

/** Those of the campaigns in whose queue as much is due as a check passes over, or more. */
export async function longQueues(trx: Trx, laneId: number, turns: Turn[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`${PLANNED_ONCE}
    select c.id from unnest(${turns.map(({ id }) => id)}::bigint[]) as c(id)
    where (select count(*) from ${headOf(laneId, CHECKED, OPEN)} m) = ${CHECKED}
      or exists (${overPauses} and (select count(*) from ${headOf(laneId, CHECKED, OF_PAUSE)} m) = ${CHECKED})`.execute(
    trx,
  );
  return rows.map(({ id }) => id);
}
