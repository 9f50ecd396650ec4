import { addDays } from '../../domain/campaigns/calendar';
import { milestonesOf } from '../../domain/rehearsals/counts/milestones';
import { type JourneyState } from '../../domain/journeys/states';
import {
  type Load,
  LOADS,
  type RehearsalResult,
  type RehearsedDay,
  type StrangeJourney,
} from '../../domain/rehearsals/result';

const loads = (value: (load: Load) => number): Record<Load, number> =>
  Object.fromEntries(LOADS.map((load) => [load, value(load)])) as Record<Load, number>;

/** What falls due in the first weeks of the fixture, by days since the first. */
const DUE: Record<Load, (at: number) => number> = {
  letters: (at) => (at === 0 ? 480 : at === 21 ? 260 : 0),
  mails: (at) => (at === 1 ? 900 : at === 14 ? 410 : 0),
  sms: (at) => (at === 28 ? 150 : 0),
  returns: (at) => (at > 5 && at < 40 ? 12 : 0),
  inquiries: (at) => (at < 12 ? 40 - at * 3 : 2),
  calls: (at) => (at > 34 && at < 44 ? 70 : 0),
};
const CAPACITY: RehearsalResult['capacity'] = { letters: 200, mails: 8_640_000, calls: 40 };

/** A result as a rehearsal stores it: `length` days from `from`, ending at `likely` of the contracts completed. */
export function resultFixture({ from = '2027-01-15', length = 60, likely = 0.92 } = {}): RehearsalResult {
  const days = fixtureDays(from, length, likely);
  const overloads = days.flatMap(({ day, due, waiting }) =>
    LOADS.filter((load) => waiting[load] > 0).map((load) => ({
      ...{ load, day, due: due[load], capacity: CAPACITY[load] ?? 0, waiting: waiting[load] },
    })),
  );
  return {
    ...{ seed: 7, audience: 1_400, sample: 400, contracts: 1_500, zone: 'Asia/Tokyo', days, capacity: CAPACITY },
    overloads,
    milestones: milestonesOf(days),
    completed: days.at(-1)!.completed,
    withoutLimits: unlimited(days),
    outcomes: { migrated: 1_035, cancelled: 345, lapsed: 92, unreachable: 24, pending: 4 },
    leftovers: [
      { outcome: 'lapsed', segment: '', why: 'silent', count: 80 },
      { outcome: 'lapsed', segment: 'companies', why: 'silent', count: 12 },
      { outcome: 'unreachable', segment: '', why: 'no_contact', count: 24 },
      { outcome: 'pending', segment: '', why: 'defect', count: 4 },
    ],
    defects: [
      { defect: 'no_signature', count: 21, channel: 'post' },
      { defect: 'none_ticked', count: 14, channel: 'phone' },
    ],
    notMade: [
      { why: 'consent', reason: 'consent_no', step: 'reminder', channel: 'sms', count: 210, later: false },
      { why: 'contact', reason: 'no_address', step: 'notice', channel: 'mail', count: 95, later: false },
      { why: 'hours', reason: 'quiet_hours', step: 'call', channel: 'phone', count: 31, later: true },
      { why: 'capacity', reason: 'capacity', step: 'call', channel: 'phone', count: 270, later: true },
    ],
    cost: {
      byLoad: { letters: 111_000, mails: 1_310, sms: 1_500, returns: 84_000, inquiries: 116_160, calls: 226_800 },
      total: 540_770,
      perCompleted: 391.9,
      work: { forms: 372, deskMinutes: 1_680, inquiryMinutes: 1_936, callMinutes: 3_540 },
      baseline: { calls: 3_360, minutes: 9_800, total: 1_803_000, perCompleted: 1_306.5 },
      saving: 0.7,
      savingPerCompleted: 0.7,
    },
    steps: [
      { step: 'notice', channels: ['mail', 'post'], sent: 1_380, completed: 800, cost: 54_000, addsNothing: false },
      { step: 'reminder', channels: ['post'], sent: 260, completed: 400, cost: 39_000, addsNothing: false },
      { step: 'last-sms', channels: ['sms'], sent: 0, completed: 0, cost: 0, addsNothing: true },
    ],
    strangest: Array.from({ length: 20 }, (_, index) => strange(from, index)),
  };
}

function fixtureDays(from: string, length: number, likely: number): RehearsedDay[] {
  const waiting = loads(() => 0);
  return Array.from({ length }, (_, at) => {
    const due = loads((load) => DUE[load](at));
    const done = loads((load) => Math.min(waiting[load] + due[load], CAPACITY[load] ?? Infinity));
    for (const load of LOADS) waiting[load] += due[load] - done[load];
    const share = likely * (1 - Math.exp(-at / (length / 5)));
    return {
      ...{ day: addDays(from, at), due, done, waiting: { ...waiting }, states: statesAt(share, at) },
      completed: { low: round(share * 0.95), likely: round(share), high: round(Math.min(1, share * 1.04)) },
    };
  });
}

/** A fiftieth more is completed without limits, and each share a few days earlier. */
function unlimited(days: RehearsedDay[]): RehearsalResult['withoutLimits'] {
  const more = (share: number) => round(Math.min(1, share * 1.02));
  const earlier = days.map(({ day, completed: { low, likely, high } }) => {
    return { day, completed: { low: more(low), likely: more(likely), high: more(high) } };
  });
  const all = earlier.map(({ completed }) => completed);
  return {
    ...{ completed: all.at(-1)!, milestones: milestonesOf(earlier), days: all },
    ...{ later: 120, lost: 28 },
  };
}

function statesAt(share: number, at: number): Partial<Record<JourneyState, number>> {
  const closed = Math.round(1_400 * share);
  const open = 1_400 - closed;
  if (at < 2) return { scheduled: open, closed };
  const [reminded, awaiting] = [at > 14 ? Math.round(open / 2) : 0, Math.round(open / 20)];
  return { notified: open - reminded - awaiting, reminded, awaiting_reply: awaiting, closed };
}

const round = (share: number): number => Math.round(share * 10_000) / 10_000;

function strange(from: string, index: number): StrangeJourney {
  const at = Date.parse(`${addDays(from, index)}T01:00:00Z`);
  return {
    journey: index + 3,
    share: 0.0025,
    segments: index % 3 === 0 ? ['companies'] : [],
    events: [
      { at, kind: 'sent', step: 'notice', channel: 'mail' },
      { at: at + 60_000, kind: 'bounced', step: 'notice', channel: 'mail', cause: 'notice' },
      { at: at + 86_400_000, kind: 'sent', step: 'notice', channel: 'post' },
      { at: at + 9 * 86_400_000, kind: 'returned', step: 'notice', channel: 'post', why: 'unknown', cause: 'notice' },
      { at: at + 10 * 86_400_000, kind: 'call_missed', step: 'call', channel: 'phone', attempt: 1, cause: 'call' },
      { at: at + 11 * 86_400_000, kind: 'answered_online', cause: 'notice', why: 'migrate' },
      { at: at + 12 * 86_400_000, kind: 'closed', why: 'unreachable' },
    ],
    outcomes: { unreachable: 1 },
  };
}
