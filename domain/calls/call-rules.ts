import {
  addBusinessDays,
  addDays,
  type Calendar,
  instantOf,
  isBusinessDay,
  localDate,
  localTime,
  nextAllowed,
  WEEKDAYS,
  weekdayOf,
} from '../campaigns/calendar';
import {
  type Band,
  type CallRule,
  type CampaignDoc,
  DEFECT_STEP,
  type QuietHours,
  type Wait,
} from '../campaigns/campaign';
import {
  allowedFrom,
  capacityLeft,
  type Instant,
  type LaneState,
  nextDayOpening,
  type SendFacts,
  sendVerdict,
  tokensNow,
} from '../delivery/lane';

export type { Band } from '../campaigns/campaign';

/**
 * Attempts rotate through the parts of the day, so that people who work during the day are also called in the evening.
 */
export const BANDS: readonly { band: Band; from: string; until: string }[] = [
  { band: 'am', from: '09:00', until: '12:00' },
  { band: 'pm', from: '12:00', until: '17:00' },
  { band: 'evening', from: '17:00', until: '20:00' },
  { band: 'sat', from: '09:00', until: '20:00' },
];
const DAILY: readonly Band[] = ['am', 'pm', 'evening'];

export const CALL_RESULTS = [
  'completed',
  'intent',
  'callback',
  'no_answer',
  'busy',
  'voicemail',
  'third_party',
  'unidentified',
  'refused',
  'wrong_number',
  'invalid_number',
  'language',
  'interpreter',
  'large_print',
  'complaint',
  'deceased',
] as const;
export type CallResult = (typeof CALL_RESULTS)[number];

/**
 * What a result means. `reached`: the task ends, the customer is notified. `again`: an attempt that counts. `callback`:
 * an attempt that does not count. `bad_number`: the task ends for every customer with this number. `other_way`: calls
 * end and the step goes on by its next channel, as a letter does. `hold`: the task ends without notification and every
 * contact is held.
 */
type Meaning = 'reached' | 'again' | 'callback' | 'bad_number' | 'other_way' | 'hold';
export const MEANING: Record<CallResult, Meaning> = {
  completed: 'reached',
  intent: 'reached',
  refused: 'reached',
  callback: 'callback',
  no_answer: 'again',
  busy: 'again',
  voicemail: 'again',
  third_party: 'again',
  interpreter: 'again',
  large_print: 'reached',
  unidentified: 'other_way',
  language: 'other_way',
  wrong_number: 'bad_number',
  invalid_number: 'bad_number',
  complaint: 'hold',
  deceased: 'hold',
};

/** What a call leaves for a person to do, and within how many business days. */
export const FOLLOWUPS = { large_print: 3, language: 3, interpreter: 1 } as const satisfies Partial<
  Record<CallResult, number>
>;
export type Followup = keyof typeof FOLLOWUPS;
export const isFollowup = (result: string): result is Followup => result in FOLLOWUPS;

/** Why the message of a call has failed that goes on by another channel. */
export const OTHER_WAY: Partial<Record<CallResult, string>> = {
  unidentified: 'not_identified',
  language: 'language_needed',
};

/** The hold that a result opens. */
export const HOLDS = { deceased: 'death_reported', complaint: 'complaint' } as const;

/** Results that a call which comes in cannot have: there is no one who does not answer. */
export const ONLY_OUTBOUND: readonly CallResult[] = ['no_answer', 'busy', 'voicemail', 'invalid_number'];

/** Attempts and spacing of a step's call. Default: three attempts, one business day apart. */
export const callRuleOf = (doc: CampaignDoc, stepId: string): CallRule =>
  (stepId === DEFECT_STEP ? doc.plan.onDefect : doc.plan.steps.find(({ id }) => id === stepId))?.call ?? {
    attempts: 3,
    spacing: { businessDays: 1 },
  };

/** Duration of a lease, in ms of the installation's clock. */
export const LEASE_MS = 10 * 60_000;

/** The part of the day at an instant. Night counts to the nearest part; Saturday only where it is a part of its own. */
export function bandOf(at: number, zone: string, bands: readonly Band[] = DAILY): Band {
  if (bands.includes('sat') && weekdayOf(localDate(at, zone)) === 'sat') return 'sat';
  const time = localTime(at, zone);
  return BANDS.find(({ until }) => time < until)?.band ?? 'evening';
}

/** Whether calls are ever allowed in a part of the day. */
export function bandIsOpen(name: Band, quiet: QuietHours): boolean {
  const { from, until } = BANDS.find(({ band }) => band === name)!;
  const dates = WEEKDAYS.map((day, n) => ({ day, date: addDays('2023-01-01', n) })); // a Sunday
  return dates
    .filter(({ day }) => name !== 'sat' || day === 'sat')
    .some(({ date }) => {
      const opens = nextAllowed(instantOf(date, from, 'UTC'), quiet, 'UTC');
      return opens < instantOf(date, until, 'UTC');
    });
}

export interface Spacing {
  spacing: Wait;
  /** See CallRule. */
  bands?: readonly Band[];
  calendar: Calendar;
  quiet: QuietHours | null;
  lastDispatch: number;
  /** The attempts still to come, the next one included, are spread evenly over the time until then (epoch ms). */
  spread?: { until: number; left: number };
}

/**
 * When to call again after an unsuccessful attempt at `at`: at the start of the least used part of the day (not the
 * last one used, if there is another), on the day given by the spacing or the next possible one; later where the
 * attempts are spread over a longer time. A spacing in minutes is exact and only moved out of quiet hours. Null when
 * that is after the last dispatch.
 */
export function nextAttempt(at: number, tried: Band[], rule: Spacing): number | null {
  const { spacing, calendar, quiet, lastDispatch } = rule;
  const { zone } = calendar;
  if ('minutes' in spacing) {
    const next = nextAllowed(at + Math.round(spacing.minutes * 60_000), quiet, zone);
    return next <= lastDispatch ? next : null;
  }
  const today = localDate(at, zone);
  const soonest =
    'days' in spacing ? addDays(today, spacing.days) : addBusinessDays(today, spacing.businessDays, calendar);
  const even = evenDay(at, rule);
  const day = even > soonest ? even : soonest;
  const next = bandsInTurn(tried, rule.bands)
    .map((band) => startOf(band, { day, after: at, rule }))
    .find((start) => start !== null);
  const found = next ?? nextAllowed(instantOf(day, '00:00', zone), quiet, zone);
  return found <= lastDispatch ? found : null;
}

/** The day on which the next attempt falls if all that are left have the same distance, the end included. */
function evenDay(at: number, { spread, calendar }: Spacing): string {
  if (!spread || spread.until <= at) return localDate(at, calendar.zone);
  return localDate(at + (spread.until - at) / (spread.left + 1), calendar.zone);
}

/** Fewest attempts first, then in the order of the day after the last part used; the last part used comes last. */
function bandsInTurn(tried: Band[], bands: readonly Band[] = DAILY): Band[] {
  const last = tried.at(-1);
  const order = BANDS.map(({ band }) => band).filter((band) => bands.includes(band));
  const from = last === undefined ? 0 : order.indexOf(last) + 1;
  const turn = [...order.slice(from), ...order.slice(0, from)];
  const count = (band: Band) => (band === last ? Infinity : tried.filter((one) => one === band).length);
  return turn.sort((a, b) => count(a) - count(b));
}

/**
 * The first allowed instant of a part of the day on `day`, or on a following day if it is over or closed. The part
 * `sat` is open on every Saturday that is not a holiday, independent of the spacing.
 */
function startOf(name: Band, { day, after, rule }: { day: string; after: number; rule: Spacing }): number | null {
  const { from, until } = BANDS.find(({ band }) => band === name)!;
  const { zone, closed } = rule.calendar;
  const businessDays = 'businessDays' in rule.spacing;
  const open = (date: string) => {
    if (name === 'sat') return weekdayOf(date) === 'sat' && !closed.has(date);
    if (rule.bands?.includes('sat') && weekdayOf(date) === 'sat') return false;
    return !businessDays || isBusinessDay(date, rule.calendar);
  };
  for (let offset = 0; offset < 7; offset++) {
    const date = addDays(day, offset);
    if (!open(date)) continue;
    const start = nextAllowed(Math.max(after + 1, instantOf(date, from, zone)), rule.quiet, zone);
    if (start < instantOf(date, until, zone)) return start;
  }
  return null;
}

/** Why a callback at `at` cannot be promised; null when it can. */
export function callbackProblem(
  at: number,
  { now, slotMs }: Instant,
  rule: { quiet: QuietHours | null; zone: string; lastDispatch: number },
): 'past' | 'quiet_hours' | 'last_dispatch_passed' | null {
  if (at <= now - slotMs) return 'past';
  if (at > rule.lastDispatch) return 'last_dispatch_passed';
  return nextAllowed(at, rule.quiet, rule.zone) === at ? null : 'quiet_hours';
}

/** Everything the lease of a call depends on, as read under the locks of lane, journey and task. */
export interface LeaseFacts {
  status: 'waiting' | 'leased' | 'done';
  /** The current lease belongs to the caller. */
  mine: boolean;
  leaseUntil: number | null;
  messageStatus: string;
  /** Why the message was withdrawn; absent: it was not, or no reason is known. */
  withdrawn?: string;
  campaign: string;
  hold: string | null;
  /** A scoped pause applies. */
  paused?: boolean;
  /** The journey has unread arrivals. */
  unread: boolean;
  /** A message of an earlier step has not been handed over yet. */
  overtakes: boolean;
  breakerOpen: boolean;
  /** The customer is on the phone already: a missed call is returned (受電). */
  inbound?: boolean;
  /** The time was promised to the customer: a full day or a busy minute does not stand against it. */
  promised?: boolean;
  send: SendFacts;
}

/**
 * `call`: the call may be made, as the attempt planned for `at`. `kept`: the caller's lease is still valid. `later`:
 * postponed to `until`. `not_now`: not possible at present, nothing changes. `end`: the task ends; with `notify` the
 * journey decides again.
 */
export type LeaseVerdict =
  | { kind: 'call'; at: number }
  | { kind: 'kept' }
  | { kind: 'taken'; until: number }
  | { kind: 'done' }
  | { kind: 'not_now'; reason: string; until?: number }
  | { kind: 'later'; reason: string; until: number }
  | { kind: 'end'; reason: string; notify: boolean };

/**
 * Whether a call may be made now. Rechecks everything that can have changed since the task was created. A call that comes
 * in waits for no time, hours, capacity or earlier message: the customer has chosen it. A promised one waits for no capacity.
 */
export function leaseVerdict(facts: LeaseFacts, lane: LaneState, clock: Instant): LeaseVerdict {
  const { now } = clock;
  if (facts.status === 'done') return { kind: 'done' };
  if (!['queued', 'claimed'].includes(facts.messageStatus))
    return { kind: 'end', reason: facts.withdrawn ?? 'journey_over', notify: false };
  const held = facts.status === 'leased' && facts.leaseUntil !== null && facts.leaseUntil > now;
  if (held && !facts.mine) return { kind: 'taken', until: facts.leaseUntil! };
  const inbound = facts.inbound === true;
  if (!held && !inbound && facts.send.notBefore > now)
    return { kind: 'not_now', reason: 'not_due', until: facts.send.notBefore };
  if (facts.campaign !== 'running') return { kind: 'not_now', reason: `campaign_${facts.campaign}` };
  if (facts.paused) return { kind: 'not_now', reason: 'paused' };
  if (facts.hold !== null) return { kind: 'not_now', reason: `hold:${facts.hold}` };
  if (facts.unread) return { kind: 'not_now', reason: 'unread' };
  if (facts.overtakes && !inbound) return { kind: 'not_now', reason: 'predecessor_not_handed_over' };
  const verdict = sendVerdict(facts.send, lane, clock);
  if (verdict.kind === 'refuse') return { kind: 'end', reason: verdict.reason, notify: true };
  if (held) return { kind: 'kept' };
  if (inbound) return { kind: 'call', at: now };
  if (facts.breakerOpen) return { kind: 'not_now', reason: 'breaker_open' };
  if (verdict.kind === 'defer') return { kind: 'later', reason: verdict.reason, until: verdict.until };
  if (!facts.promised && capacityLeft(lane, now) < 1) {
    return { kind: 'later', reason: 'capacity', until: allowedFrom(nextDayOpening(lane, now), facts.send, lane).at };
  }
  if (!facts.promised && tokensNow(lane, clock) < 1) return { kind: 'not_now', reason: 'rate' };
  // a slot covers all instants since the previous one: the attempt counts at the instant it was planned for
  const earliest = Math.max(facts.send.notBefore, now - clock.slotMs);
  return { kind: 'call', at: Math.min(now, allowedFrom(earliest, facts.send, lane).at) };
}
