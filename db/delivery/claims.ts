import { sql } from 'kysely';
import {
  allowedFrom,
  capacityLeft,
  type LaneState,
  nextDayOpening,
  sendVerdict,
  tokensNow,
} from '../../domain/delivery/lane';
import { SMS_LEAD_MS } from '../../domain/delivery/sms-validity';
import { localDate } from '../../domain/campaigns/calendar';
import { type Channel } from '../../domain/campaigns/campaign';
import { type CampaignDocs } from '../campaigns/campaigns';
import { type ClockReading, readClock } from '../platform/clock';
import { type InHand } from './handovers';
import { laneState } from './lanes';
import { campaignSends, messageCurrent, messageHeld, messageRefused, representativeActs } from '../customers/contacts';
import { messagePaused } from '../journeys/facts/pause-facts';
import { type Db, type Trx } from '../platform/types';

/** A message claimed from the queue, with what is needed to render and address it. */
export interface ClaimedMessage extends InHand {
  clientId: number;
  customerId: number;
  run: number;
  step: string;
  occurrence: number;
  /** A reply to what the customer has said, see domain/journeys/replies.ts. */
  reply: boolean;
  channel: Channel;
  purpose: string;
  notice: string;
  version: number;
  pieceCode: string;
  /** The campaign's epoch at the claim; if it has changed since, the claim is void. */
  epoch: number;
  /** Time of the claim, used as the mail's date. */
  claimedAt: number;
}

export interface Claim {
  /**
   * `fenced`: another drainer has taken the lane over, so stop. `breaker_open`: nothing is claimed until it is closed.
   */
  lane: 'ours' | 'fenced' | 'breaker_open';
  /** Why the breaker is open. */
  breaker: string | null;
  messages: ClaimedMessage[];
  /** Claimed only to be withdrawn: call `withdraw` for each. */
  refused: { message: ClaimedMessage; reason: string }[];
  deferred: number;
}

const nothing = (lane: Claim['lane'], breaker: string | null = null): Claim => ({
  lane,
  breaker,
  messages: [],
  refused: [],
  deferred: 0,
});
/** Messages deferred to another day per call when the lane is full or closed. */
const DEFER_BATCH = 1000;

/** Whether a claim could find anything: one read without locks, so that an idle lane causes no writes. */
export async function hasDue(db: Db, laneId: number): Promise<boolean> {
  const { rows } = await sql<{ due: boolean }>`
    select exists (select 1 from campaigns c where ${campaignSends} and exists (select 1 from messages m
      where m.lane_id = ${laneId} and m.campaign_id = c.id and m.status = 'queued' and m.not_before <= tsunagi_now()
        and not ${messagePaused}))
      or exists (select 1 from lanes where id = ${laneId} and breaker = 'open') as due`.execute(db);
  return rows[0]!.due;
}

/**
 * Claims up to `limit` due messages of a lane in one transaction: under the lane's fencing number, within its rate and
 * daily capacity, fairly between running campaigns, then by due time. Each message is checked again: what may leave
 * later is deferred, what may not leave any more is returned as refused. Messages over the limit wait; nothing is
 * dropped.
 */
export async function claimMessages(
  db: Db,
  docs: CampaignDocs,
  input: { laneId: number; fence: number; limit: number },
): Promise<Claim> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('lanes')
      .selectAll()
      .where('id', '=', input.laneId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!row || row.fence !== input.fence) return nothing('fenced');
    if (row.breaker === 'open') return nothing('breaker_open', row.breaker_reason);
    const lane = laneState(row);
    const clock = await readClock(trx);
    const left = capacityLeft(lane, clock.now);
    const full = left < 1;
    const tokens = tokensNow(lane, clock);
    const limit = full ? DEFER_BATCH : Math.min(input.limit, Math.floor(tokens));
    if (limit < 1) return nothing('ours');
    const { campaigns, candidates } = await lockDue(trx, row, clock.now, limit);
    if (candidates.length === 0) return nothing('ours');
    const sorted = await sortOut(trx, docs, candidates, lane, clock, full ? 0 : left);
    await putOff(trx, sorted.later);
    const taken = [...sorted.now, ...sorted.refused.map(({ message }) => message)];
    await take(trx, taken, input.fence, clock.now);
    await spend(trx, input.laneId, lane, clock, tokens, sorted.now.length);
    await advanceTurns(trx, row, campaigns, sorted.now);
    const ours = (message: ClaimedMessage) => ({ ...message, fence: input.fence, claimedAt: clock.now });
    return {
      lane: 'ours',
      breaker: null,
      messages: sorted.now.map(ours),
      refused: sorted.refused.map(({ message, reason }) => ({ message: ours(message), reason })),
      deferred: sorted.later.length,
    };
  });
}

interface Candidate extends ClaimedMessage {
  campaignVersion: number;
  notBefore: number;
  current: boolean;
  contact: string;
  refusedConsent: boolean;
}

/**
 * Locks due messages by weighted fair queueing: from each running campaign as many as its weight, repeatedly,
 * continuing after the last claim. Skips customers on hold, paused messages, journeys with unread arrivals, and
 * messages that would overtake an earlier step; an open call is overtaken by all, a reply overtakes all.
 */
async function lockDue(trx: Trx, lane: { id: number; virtual_time: number }, now: number, limit: number) {
  const at = new Date(now);
  const { rows: campaigns } = await sql<DueCampaign>`
    select c.id, c.client_id as "clientId", c.version, c.epoch, coalesce(s.weight, 1) as weight,
      greatest(coalesce(s.virtual_time, ${lane.virtual_time}::float8), ${lane.virtual_time}::float8 - 1) as virtual_time
    from campaigns c left join lane_shares s on s.lane_id = ${lane.id} and s.campaign_id = c.id
    where ${campaignSends} and exists (select 1 from messages m
      where m.lane_id = ${lane.id} and m.campaign_id = c.id and m.status = 'queued' and m.not_before <= ${at})
    order by c.id for share of c`.execute(trx);
  if (campaigns.length === 0) return { campaigns, candidates: [] };
  const byId = new Map(campaigns.map((row) => [row.id, row]));
  const list = (field: 'id' | 'virtual_time' | 'weight') => campaigns.map((row) => row[field]);
  const { rows } = await sql<
    Omit<Candidate, 'campaignVersion' | 'epoch' | 'fence' | 'claimedAt'> & { planVersion: number | null }
  >`
    with turns as materialized (
      select due.id, due.not_before, c.virtual_time + due.place::float8 / c.weight as virtual_time, c.weight
      from unnest(${list('id')}::bigint[], ${list('virtual_time')}::float8[], ${list('weight')}::int[]) as c(id, virtual_time, weight)
      cross join lateral (
        select m.id, m.not_before, row_number() over (order by m.not_before, m.id) as place from messages m
        join journeys j on j.id = m.journey_id and j.arrival_seq = j.read_seq
        where m.lane_id = ${lane.id} and m.campaign_id = c.id and m.status = 'queued' and m.not_before <= ${at}
          and not ${messageHeld}
          and not ${messagePaused}
          and (m.reply or not exists (select 1 from messages p where p.journey_id = m.journey_id and p.id < m.id
            and not p.reply and p.channel <> 'phone' and p.status in ('queued', 'claimed', 'handing_over')
            and (p.run, p.step, p.occurrence) is distinct from (m.run, m.step, m.occurrence)))
        order by m.not_before, m.id limit ${limit}) due
      order by virtual_time, c.weight desc, due.not_before, due.id limit ${limit})
    select m.id as "messageId", m.client_id as "clientId", m.campaign_id as "campaignId", m.customer_id as "customerId",
      m.journey_id as "journeyId", m.run, m.step, m.occurrence, m.channel, m.purpose, m.notice, m.version,
      j.plan_version as "planVersion", p.code as "pieceCode", m.not_before as "notBefore", ${messageCurrent} as current, m.reply,
      case when acting.channels is not null
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
  const candidates = rows.map(({ planVersion, ...row }): Candidate => {
    const { version, epoch } = byId.get(row.campaignId)!;
    return { ...row, epoch, fence: 0, claimedAt: now, campaignVersion: planVersion ?? version };
  });
  return { campaigns, candidates };
}

/** A campaign with due messages in the lane, its weight and its virtual time. */
interface DueCampaign {
  id: number;
  clientId: number;
  version: number;
  epoch: number;
  weight: number;
  virtual_time: number;
}

/**
 * Stores each campaign's virtual time, so that small claims share as fairly as large ones. A campaign that was idle is
 * credited at most one turn. A campaign alone in the lane needs no turns.
 */
async function advanceTurns(
  trx: Trx,
  lane: { id: number; virtual_time: number },
  campaigns: DueCampaign[],
  taken: { campaignId: number }[],
): Promise<void> {
  if (campaigns.length < 2 || taken.length === 0) return;
  const shares = campaigns.map(({ id, clientId, weight, virtual_time }) => {
    const own = taken.filter((message) => message.campaignId === id).length;
    return { lane_id: lane.id, campaign_id: id, client_id: clientId, virtual_time: virtual_time + own / weight, own };
  });
  const virtual_time = Math.max(
    lane.virtual_time,
    ...shares.filter(({ own }) => own > 0).map((share) => share.virtual_time),
  );
  await trx
    .insertInto('lane_shares')
    .values(shares.map(({ own: _, ...share }) => share))
    .onConflict((conflict) =>
      conflict
        .columns(['lane_id', 'campaign_id'])
        .doUpdateSet({ virtual_time: (eb) => eb.ref('excluded.virtual_time') }),
    )
    .execute();
  await trx.updateTable('lanes').set({ virtual_time }).where('id', '=', lane.id).execute();
}

interface Sorted {
  now: ClaimedMessage[];
  later: { id: number; until: number; reason: string }[];
  refused: { message: ClaimedMessage; reason: string }[];
}

async function sortOut(
  trx: Trx,
  docs: CampaignDocs,
  candidates: Candidate[],
  lane: LaneState,
  clock: ClockReading,
  left: number,
): Promise<Sorted> {
  const sorted: Sorted = { now: [], later: [], refused: [] };
  for (const { campaignVersion, notBefore, current, contact, refusedConsent, ...message } of candidates) {
    const doc = await docs.get(trx, message.campaignId, campaignVersion);
    const lead = message.channel === 'sms' ? { lead: SMS_LEAD_MS } : {};
    const timing = { quiet: doc.quietHours[message.channel] ?? null, zone: doc.zone, ...lead };
    const facts = {
      notBefore,
      current,
      contact,
      refused: refusedConsent,
      lastDispatch: message.reply ? Infinity : doc.dates.lastDispatch,
      ...timing,
    };
    const verdict = sendVerdict(facts, lane, clock);
    if (verdict.kind === 'refuse') sorted.refused.push({ message, reason: verdict.reason });
    else if (verdict.kind === 'defer') sorted.later.push({ ...verdict, id: message.messageId });
    else if (sorted.now.length < left) sorted.now.push(message);
    else {
      const until = allowedFrom(nextDayOpening(lane, clock.now), timing, lane).at;
      sorted.later.push({ id: message.messageId, until, reason: 'capacity' });
    }
  }
  return sorted;
}

async function putOff(trx: Trx, later: Sorted['later']): Promise<void> {
  if (later.length === 0) return;
  const list = JSON.stringify(later.map((one) => ({ ...one, until: new Date(one.until).toISOString() })));
  await sql`
    update messages m set not_before = l.until, deferrals = m.deferrals + 1, deferred_reason = l.reason
    from jsonb_to_recordset(${list}::jsonb) as l(id bigint, until timestamptz, reason text)
    where m.id = l.id`.execute(trx);
}

async function take(trx: Trx, messages: ClaimedMessage[], fence: number, now: number): Promise<void> {
  if (messages.length === 0) return;
  await trx
    .updateTable('messages')
    .set({ status: 'claimed', fence, claimed_at: new Date(now) })
    .where(
      'id',
      'in',
      messages.map((message) => message.messageId),
    )
    .execute();
}

async function spend(trx: Trx, laneId: number, lane: LaneState, clock: ClockReading, tokens: number, count: number) {
  if (count === 0) return;
  const today = localDate(clock.now, lane.zone);
  const before = lane.usedOn === today ? lane.used : 0;
  await trx
    .updateTable('lanes')
    .set({ tokens: tokens - count, tokens_at: new Date(clock.now), used_on: today, used: before + count })
    .where('id', '=', laneId)
    .execute();
}
