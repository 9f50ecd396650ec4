import { sql } from 'kysely';
import { capacityLeft, laneRest, type LaneState, sendVerdict, tokensNow } from '../../domain/delivery/lane';
import { SMS_LEAD_MS } from '../../domain/delivery/sms-validity';
import { localDate } from '../../domain/campaigns/calendar';
import { type Channel, type Language } from '../../domain/campaigns/campaign';
import { type CampaignDocs } from '../campaigns/campaigns';
import { type ClockReading, readClock } from '../platform/clock';
import { type InHand } from './handovers';
import { type DueCampaign, type DueMessage, lockDue, lockDueCampaigns, longQueues, inQueueOrder } from './due-messages';
import { laneState, restLane } from './lanes';
import { setAside } from './set-aside';
import { advanceTurns, readTurns } from './turns';
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
  /** In which it is written: the customer's language at the first claim. Absent in a proof. */
  language?: Language | null;
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
/**
 * Claims up to `limit` due messages of a lane in one transaction: under the lane's fencing number, within its rate and
 * daily capacity, fairly between running campaigns, then by due time. Each message is checked again: what may leave
 * later is deferred, what may not leave any more is returned as refused. Messages over the limit wait where they are: a
 * lane that is closed or full rests, and nothing is dropped or rewritten. What is kept back at the head of a queue is set
 * aside after the claim.
 */
export async function claimMessages(db: Db, docs: CampaignDocs, input: ClaimInput): Promise<Claim> {
  const { claim, short } = await claimOnce(db, docs, input);
  if (short.length === 0) return claim;
  const aside = await setAside(db, input.laneId, short, input.limit);
  if (aside > 0 || claim.messages.length + claim.refused.length > 0)
    return { ...claim, deferred: claim.deferred + aside };
  return (await claimOnce(db, docs, { ...input, anywhere: true })).claim;
}

export interface ClaimInput {
  laneId: number;
  fence: number;
  limit: number;
}

/**
 * A claim's own transaction, which looks no further than at the head of each queue unless `anywhere`. `short`: campaigns that
 * gave less than was wanted although more is due.
 */
export async function claimOnce(
  db: Db,
  docs: CampaignDocs,
  input: ClaimInput & { anywhere?: boolean },
): Promise<{ claim: Claim; short: number[] }> {
  return db.transaction().execute(async (trx) => {
    await inQueueOrder(trx);
    const campaigns = await lockDueCampaigns(trx, input.laneId);
    const row = await trx
      .selectFrom('lanes')
      .selectAll()
      .where('id', '=', input.laneId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!row || row.fence !== input.fence) return { claim: nothing('fenced'), short: [] };
    if (row.breaker === 'open') return { claim: nothing('breaker_open', row.breaker_reason), short: [] };
    const lane = laneState(row);
    const clock = await readClock(trx);
    const rest = laneRest(lane, clock);
    if (rest) await restLane(trx, row.id, rest);
    const tokens = tokensNow(lane, clock);
    const limit = rest ? 0 : Math.min(input.limit, Math.floor(tokens), capacityLeft(lane, clock.now));
    if (limit < 1 || campaigns.length === 0) return { claim: nothing('ours'), short: [] };
    const turns = await readTurns(trx, row, campaigns);
    const { laneId, anywhere = false } = input;
    const at = new Date(clock.now);
    const due = await lockDue(trx, { laneId, turns, limit, at, anywhere });
    const sorted = await sortOut(trx, docs, asCandidates(due, campaigns, clock.now), lane, clock);
    await putOff(trx, sorted.later);
    const taken = [...sorted.now, ...sorted.refused.map(({ message }) => message)];
    const languages = await take(trx, taken, input.fence, clock.now);
    await spend(trx, input.laneId, lane, clock, tokens, sorted.now.length);
    await advanceTurns(trx, row, campaigns, turns, sorted.now);
    const ours = (message: ClaimedMessage) => ({
      ...{ ...message, fence: input.fence, claimedAt: clock.now },
      language: languages.get(message.messageId) ?? null,
    });
    const claim: Claim = {
      lane: 'ours',
      breaker: null,
      messages: sorted.now.map(ours),
      refused: sorted.refused.map(({ message, reason }) => ({ message: ours(message), reason })),
      deferred: sorted.later.length,
    };
    const fewer = due.length < limit && !anywhere;
    return { claim, short: fewer ? await longQueues(trx, laneId, turns) : [] };
  });
}

interface Candidate extends ClaimedMessage {
  campaignVersion: number;
  notBefore: number;
  current: boolean;
  contact: string;
  refusedConsent: boolean;
}

function asCandidates(due: DueMessage[], campaigns: DueCampaign[], now: number): Candidate[] {
  const byId = new Map(campaigns.map((row) => [row.id, row]));
  return due.map(({ planVersion, ...row }): Candidate => {
    const { version, epoch } = byId.get(row.campaignId)!;
    return { ...row, epoch, fence: 0, claimedAt: now, campaignVersion: planVersion ?? version };
  });
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
    else sorted.now.push(message);
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

/** Takes messages, and fixes the language of those that have none. Returns the languages by message. */
async function take(trx: Trx, messages: ClaimedMessage[], fence: number, now: number): Promise<Map<number, Language>> {
  if (messages.length === 0) return new Map();
  const ids = messages.map((message) => message.messageId);
  const { rows } = await sql<{ id: number; language: Language }>`
    update messages m set status = 'claimed', fence = ${fence}, claimed_at = ${new Date(now)},
      language = coalesce(m.language, c.language)
    from customers c where c.id = m.customer_id and m.id = any(${ids}::bigint[])
    returning m.id, m.language`.execute(trx);
  return new Map(rows.map(({ id, language }) => [id, language]));
}

/** Takes tokens and the day's capacity for `count` contacts or proofs; the caller holds the lane. */
export async function spend(
  trx: Trx,
  laneId: number,
  lane: LaneState,
  clock: ClockReading,
  tokens: number,
  count: number,
) {
  if (count === 0) return;
  const today = localDate(clock.now, lane.zone);
  const before = lane.usedOn === today ? lane.used : 0;
  await trx
    .updateTable('lanes')
    .set({ tokens: tokens - count, tokens_at: new Date(clock.now), used_on: today, used: before + count })
    .where('id', '=', laneId)
    .execute();
}
