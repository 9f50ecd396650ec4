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
import { type Band, type CallRule, type CampaignDoc, type QuietHours, type Wait } from '../campaigns/campaign';
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

/** Attempts go round the parts of the day, so that somebody who works by day is called in the evening too. */
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
  'wrong_number',
  'invalid_number',
  'refused',
  'deceased',
] as const;
export type CallResult = (typeof CALL_RESULTS)[number];

/**
 * What a result means: `reached` ends the task with the customer told, `again` is an attempt that counts, `callback` one
 * that doesn't, `bad_number` ends it for everybody who has the number, `death` ends it without anybody told.
 */
export const MEANING: Record<CallResult, 'reached' | 'again' | 'callback' | 'bad_number' | 'death'> = {
  completed: 'reached',
  intent: 'reached',
  refused: 'reached',
  callback: 'callback',
  no_answer: 'again',
  busy: 'again',
  voicemail: 'again',
  third_party: 'again',
  wrong_number: 'bad_number',
  invalid_number: 'bad_number',
  deceased: 'death',
};

/** The attempts of a step's call and their spacing; three, a business day apart, where the plan says nothing. */
export const callRuleOf = (doc: CampaignDoc, stepId: string): CallRule =>
  doc.plan.steps.find(({ id }) => id === stepId)?.call ?? { attempts: 3, spacing: { businessDays: 1 } };

/** How long a lease lasts, in ms of the installation's clock. */
export const LEASE_MS = 10 * 60_000;

/** The part of the day an instant falls into; night counts to the nearer end, Saturday only where it is a part itself. */
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
}

/**
 * When to call again after an attempt at `at` that reached nobody: at the start of the part of the day that was tried
 * least (never the last one, where there is another), on the day the spacing leads to or the next possible one. A spacing
 * in minutes is exact, only moved out of the quiet hours. Null when that is after the last dispatch.
 */
export function nextAttempt(at: number, tried: Band[], rule: Spacing): number | null {
  const { spacing, calendar, quiet, lastDispatch } = rule;
  const { zone } = calendar;
  if ('minutes' in spacing) {
    const next = nextAllowed(at + Math.round(spacing.minutes * 60_000), quiet, zone);
    return next <= lastDispatch ? next : null;
  }
  const today = localDate(at, zone);
  const day = 'days' in spacing ? addDays(today, spacing.days) : addBusinessDays(today, spacing.businessDays, calendar);
  const next = bandsInTurn(tried, rule.bands)
    .map((band) => startOf(band, { day, after: at, rule }))
    .find((start) => start !== null);
  const found = next ?? nextAllowed(instantOf(day, '00:00', zone), quiet, zone);
  return found <= lastDispatch ? found : null;
}

/** Fewest attempts first, then the order of the day beginning after the last one; the last one itself comes last. */
function bandsInTurn(tried: Band[], bands: readonly Band[] = DAILY): Band[] {
  const last = tried.at(-1);
  const order = BANDS.map(({ band }) => band).filter((band) => bands.includes(band));
  const from = last === undefined ? 0 : order.indexOf(last) + 1;
  const turn = [...order.slice(from), ...order.slice(0, from)];
  const count = (band: Band) => (band === last ? Infinity : tried.filter((one) => one === band).length);
  return turn.sort((a, b) => count(a) - count(b));
}

/**
 * The first allowed instant of a band on `day` or, where that is over or closed, on one of the days after it. Saturday's
 * own part is open on every Saturday that is no holiday, however the spacing counts.
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

/** Why a callback can't be promised for `at`; null when it can. */
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
  /** Whether the lease, if there is one, is the caller's own. */
  mine: boolean;
  leaseUntil: number | null;
  messageStatus: string;
  campaign: string;
  hold: string | null;
  /** A pause by scope keeps it back. */
  paused?: boolean;
  /** Something came in that the journey has not taken yet. */
  unread: boolean;
  /** A message of an earlier step has not left yet. */
  overtakes: boolean;
  breakerOpen: boolean;
  send: SendFacts;
}

/**
 * `call`: go on, the attempt standing for the instant `at`. `kept`: the caller's own lease goes on. `later`: put off to
 * `until`. `not_now`: as things stand, nothing changes. `end`: the task ends; with `notify` the journey must decide anew.
 */
export type LeaseVerdict =
  | { kind: 'call'; at: number }
  | { kind: 'kept' }
  | { kind: 'taken'; until: number }
  | { kind: 'done' }
  | { kind: 'not_now'; reason: string; until?: number }
  | { kind: 'later'; reason: string; until: number }
  | { kind: 'end'; reason: string; notify: boolean };

/** Whether this call may be made now. What could have changed since the task was placed is looked at again. */
export function leaseVerdict(facts: LeaseFacts, lane: LaneState, clock: Instant): LeaseVerdict {
  const { now } = clock;
  if (facts.status === 'done') return { kind: 'done' };
  if (!['queued', 'claimed'].includes(facts.messageStatus))
    return { kind: 'end', reason: 'journey_over', notify: false };
  const held = facts.status === 'leased' && facts.leaseUntil !== null && facts.leaseUntil > now;
  if (held && !facts.mine) return { kind: 'taken', until: facts.leaseUntil! };
  if (!held && facts.send.notBefore > now) return { kind: 'not_now', reason: 'not_due', until: facts.send.notBefore };
  if (facts.campaign !== 'running') return { kind: 'not_now', reason: `campaign_${facts.campaign}` };
  if (facts.paused) return { kind: 'not_now', reason: 'paused' };
  if (facts.hold !== null) return { kind: 'not_now', reason: `hold:${facts.hold}` };
  if (facts.unread) return { kind: 'not_now', reason: 'unread' };
  if (facts.overtakes) return { kind: 'not_now', reason: 'predecessor_not_handed_over' };
  const verdict = sendVerdict(facts.send, lane, clock);
  if (verdict.kind === 'refuse') return { kind: 'end', reason: verdict.reason, notify: true };
  if (held) return { kind: 'kept' };
  if (facts.breakerOpen) return { kind: 'not_now', reason: 'breaker_open' };
  if (verdict.kind === 'defer') return { kind: 'later', reason: verdict.reason, until: verdict.until };
  if (capacityLeft(lane, now) < 1) {
    return { kind: 'later', reason: 'capacity', until: allowedFrom(nextDayOpening(lane, now), facts.send, lane).at };
  }
  if (tokensNow(lane, clock) < 1) return { kind: 'not_now', reason: 'rate' };
  // a slot stands for all instants since the last one: the attempt is that of the instant it was planned for
  const earliest = Math.max(facts.send.notBefore, now - clock.slotMs);
  return { kind: 'call', at: Math.min(now, allowedFrom(earliest, facts.send, lane).at) };
}
