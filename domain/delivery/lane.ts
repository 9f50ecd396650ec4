import { addDays, instantOf, localDate, nextAllowed } from '../campaigns/calendar';
import { NIGHT } from '../calls/hours-abroad';
import { type QuietHours } from '../campaigns/campaign';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A lane's limits and their usage. Hours are local times `HH:MM` in `zone`; `24:00` is the end of the day. */
export interface LaneState {
  zone: string;
  opens: string;
  closes: string;
  ratePerMinute: number;
  burst: number;
  /** Tokens in the bucket at `tokensAt`; null: never used, full. */
  tokens: number;
  tokensAt: number | null;
  /** Messages per local day, null: unlimited. `used` belongs to the day `usedOn`. */
  dailyCapacity: number | null;
  usedOn: string | null;
  used: number;
}

/** A reading of the clock. `slotMs` is 0 on a continuous clock. */
export interface Instant {
  now: number;
  slotMs: number;
}

/**
 * Tokens in the lane's bucket now. The bucket holds `burst`, or the tokens of one clock slot if that is more, so that a
 * clock stepped by days does not lose a day's quota.
 */
export function tokensNow(lane: LaneState, { now, slotMs }: Instant): number {
  const size = Math.max(lane.burst, (lane.ratePerMinute * slotMs) / MINUTE);
  if (lane.tokensAt === null) return size;
  return Math.min(size, lane.tokens + (Math.max(0, now - lane.tokensAt) * lane.ratePerMinute) / MINUTE);
}

/** How many messages the lane can still take on the local day of `now`. */
export function capacityLeft(lane: LaneState, now: number): number {
  if (lane.dailyCapacity === null) return Infinity;
  const used = lane.usedOn === localDate(now, lane.zone) ? lane.used : 0;
  return Math.max(0, lane.dailyCapacity - used);
}

/** When the lane opens on the next local day. */
export const nextDayOpening = (lane: LaneState, now: number): number =>
  instantOf(addDays(localDate(now, lane.zone), 1), lane.opens, lane.zone);

/** Why a lane takes no message now, and from when on it may again. */
export interface LaneRest {
  until: number;
  reason: 'capacity' | 'lane_hours';
}

/** Whether a lane has to rest: it is closed throughout the slot, or the day's capacity is used up. */
export function laneRest(lane: LaneState, clock: Instant): LaneRest | undefined {
  const opens = nextAllowed(clock.now - clock.slotMs, closedHours(lane), lane.zone);
  if (opens > clock.now) return { until: opens, reason: 'lane_hours' };
  if (capacityLeft(lane, clock.now) >= 1) return undefined;
  return { until: nextDayOpening(lane, clock.now), reason: 'capacity' };
}

/** What the claim knows about a message. */
export interface SendFacts {
  notBefore: number;
  /** The journey is open and still in the run that created the message. */
  current: boolean;
  /** `ok`, `no_contact` or `contact_bad:<reason>`. */
  contact: string;
  /** The newest consent is a refusal without an override. */
  refused: boolean;
  lastDispatch: number;
  quiet: QuietHours | null;
  /** In these last ms before quiet hours it may not leave any more; absent: 0. */
  lead?: number;
  zone: string;
  /** Calls only: time zones of a customer abroad, who is not called at night. */
  abroad?: readonly string[];
}

/** `refuse`: the message may not be sent any more, and the journey must decide again. */
export type SendVerdict =
  | { kind: 'send' }
  | { kind: 'defer'; until: number; reason: 'quiet_hours' | 'lane_hours' }
  | { kind: 'refuse'; reason: string };

/** Whether a scheduled message may be sent now. Rechecks everything that can have changed since it was scheduled. */
export function sendVerdict(facts: SendFacts, lane: LaneState, clock: Instant): SendVerdict {
  if (!facts.current) return { kind: 'refuse', reason: 'journey_over' };
  if (facts.contact !== 'ok') return { kind: 'refuse', reason: facts.contact };
  if (facts.refused) return { kind: 'refuse', reason: 'refused' };
  // a slot covers all instants since the previous one: allowed at any of them means allowed
  const earliest = Math.max(facts.notBefore, clock.now - clock.slotMs);
  const { at, reason } = allowedFrom(earliest, facts, lane);
  if (Math.max(at, clock.now) > facts.lastDispatch) return { kind: 'refuse', reason: 'last_dispatch_passed' };
  return at <= clock.now ? { kind: 'send' } : { kind: 'defer', until: at, reason };
}

/** The first instant from `at` on within the lane's hours and outside the campaign's quiet hours. */
export function allowedFrom(
  at: number,
  message: Pick<SendFacts, 'quiet' | 'lead' | 'zone' | 'abroad'>,
  lane: LaneState,
) {
  let reason: 'quiet_hours' | 'lane_hours' = 'quiet_hours';
  // each rule may move into the other's forbidden hours; for hours that never overlap the search ends after a few days
  for (let turn = 0; turn < 8; turn++) {
    const open = nextAllowed(at, closedHours(lane), lane.zone);
    const awake = outsideQuiet(open, message);
    const next = (message.abroad ?? []).reduce((from, zone) => nextAllowed(from, NIGHT, zone), awake);
    if (next === at) break;
    reason = next > open ? 'quiet_hours' : 'lane_hours';
    at = next;
  }
  return { at, reason };
}

/** The first instant from `at` on outside quiet hours, and not in the last moments before them. */
function outsideQuiet(at: number, { quiet, lead = 0, zone }: Pick<SendFacts, 'quiet' | 'lead' | 'zone'>): number {
  const allowed = nextAllowed(at, quiet, zone);
  const later = nextAllowed(allowed + lead, quiet, zone);
  return later === allowed + lead ? allowed : later;
}

function closedHours({ opens, closes }: LaneState): QuietHours | null {
  const from = closes === '24:00' ? '00:00' : closes;
  return from === opens ? null : { from, until: opens };
}

/**
 * Wait in ms before attempt `attempts + 1` after a temporary refusal: 15 minutes, doubling up to 8 hours, at least one
 * clock slot. Null when the waits add up to three days: the message has failed.
 */
export function retryWait(attempts: number, slotMs: number): number | null {
  const wait = (attempt: number) => Math.max(slotMs, Math.min(8 * HOUR, 15 * MINUTE * 2 ** (attempt - 1)));
  let waited = 0;
  for (let attempt = 1; attempt < attempts; attempt++) waited += wait(attempt);
  return waited >= 3 * DAY ? null : wait(attempts);
}
