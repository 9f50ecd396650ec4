import {
  type Band,
  bandOf,
  callbackProblem,
  type LeaseFacts,
  leaseVerdict,
  nextAttempt,
} from '../../domain/calls/call-rules';
import { type Wait } from '../../domain/campaigns/campaign';
import { type LaneState } from '../../domain/delivery/lane';

const zone = 'Asia/Tokyo';
const at = (text: string) => Date.parse(`${text}:00+09:00`);
const local = (instant: number | null) =>
  instant === null ? null : new Date(instant + 9 * 3_600_000).toISOString().slice(0, 16);
const calendar = { zone, weekend: true, closed: new Set(['2027-02-11', '2027-02-23']) };
const quiet = { from: '20:00', until: '10:00' };
const rule = (spacing: Wait) => ({ spacing, calendar, quiet, lastDispatch: at('2027-03-31T23:59') });

it.each<[string, Band]>([
  ['2027-02-01T08:00', 'am'],
  ['2027-02-01T09:00', 'am'],
  ['2027-02-01T11:59', 'am'],
  ['2027-02-01T12:00', 'pm'],
  ['2027-02-01T17:00', 'evening'],
  ['2027-02-01T21:00', 'evening'],
])('%s is %s', (time, band) => expect(bandOf(at(time), zone)).toBe(band));

it.each<[string, Band[], Wait, string | null]>([
  // 1 Feb 2027 is a Monday
  ['2027-02-01T10:30', ['am'], { businessDays: 1 }, '2027-02-02T12:00'],
  ['2027-02-02T12:00', ['am', 'pm'], { businessDays: 1 }, '2027-02-03T17:00'],
  ['2027-02-03T17:00', ['am', 'pm', 'evening'], { businessDays: 1 }, '2027-02-04T10:00'],
  ['2027-02-05T15:00', ['pm'], { businessDays: 1 }, '2027-02-08T17:00'],
  ['2027-02-10T10:00', ['am'], { businessDays: 1 }, '2027-02-12T12:00'],
  ['2027-02-05T15:00', ['pm'], { days: 1 }, '2027-02-06T17:00'],
  ['2027-02-05T10:00', ['am'], { days: 0 }, '2027-02-05T12:00'],
  ['2027-02-05T18:00', ['evening'], { businessDays: 0 }, '2027-02-08T10:00'],
  ['2027-02-05T10:00', ['pm', 'pm', 'am'], { businessDays: 1 }, '2027-02-08T17:00'],
  ['2027-02-05T13:00', ['am', 'am', 'evening', 'evening', 'pm'], { businessDays: 1 }, '2027-02-08T17:00'],
  ['2027-02-05T10:00', ['am'], { minutes: 30 }, '2027-02-05T10:30'],
  ['2027-02-05T19:45', ['evening'], { minutes: 30 }, '2027-02-06T10:00'],
  ['2027-03-31T10:00', ['am'], { businessDays: 1 }, null],
])('after an attempt at %s (tried %j) and %j: %s', (time, tried, spacing, expected) => {
  expect(local(nextAttempt(at(time), tried, rule(spacing)))).toBe(expected);
});

it.each<[string, Band[], Wait, string]>([
  // Saturday is a part of its own, though no business day; 6 and 13 February 2027 are Saturdays
  ['2027-02-03T10:30', ['am'], { businessDays: 1 }, '2027-02-04T17:00'],
  ['2027-02-04T17:00', ['am', 'evening'], { businessDays: 1 }, '2027-02-06T10:00'],
  ['2027-02-06T11:00', ['am', 'evening', 'sat'], { businessDays: 1 }, '2027-02-08T10:00'],
  ['2027-02-05T18:00', ['am', 'evening'], { days: 1 }, '2027-02-06T10:00'],
  ['2027-02-05T10:00', ['am'], { days: 1 }, '2027-02-08T17:00'],
])('with Saturdays, after an attempt at %s (tried %j) and %j: %s', (time, tried, spacing, expected) => {
  const bands = ['am', 'evening', 'sat'] as const;
  const days = { sat: { from: '17:00', until: '10:00' }, sun: 'closed' as const };
  const own = { ...rule(spacing), bands, quiet: { ...quiet, days } };
  expect(local(nextAttempt(at(time), tried, own))).toBe(expected);
});

it('does not wait for a Saturday that is a closed day', () => {
  const closed = new Set(['2027-02-06']);
  const own = { ...rule({ businessDays: 1 }), bands: ['pm', 'sat'] as const, calendar: { ...calendar, closed } };
  expect(local(nextAttempt(at('2027-02-04T13:00'), ['pm'], own))).toBe('2027-02-05T12:00');
});

it.each<[string, readonly Band[] | undefined, Band]>([
  ['2027-02-06T11:00', ['am', 'sat'], 'sat'],
  ['2027-02-06T11:00', ['am', 'pm'], 'am'],
  ['2027-02-06T11:00', undefined, 'am'],
])('%s among %j is %s', (time, bands, band) => expect(bandOf(at(time), zone, bands)).toBe(band));

it('takes another part of the day where one is closed altogether', () => {
  const mornings = { ...rule({ businessDays: 1 }), quiet: { from: '12:00', until: '09:00' } };
  expect(local(nextAttempt(at('2027-02-01T10:00'), ['am'], mornings))).toBe('2027-02-02T09:00');
  const never = { ...rule({ businessDays: 1 }), quiet: { from: '08:00', until: '07:00' } };
  expect(local(nextAttempt(at('2027-02-01T10:00'), ['am'], never))).toBe('2027-02-02T07:00');
});

it.each([
  ['2027-02-02T10:00', null],
  ['2027-02-02T09:59', 'quiet_hours'],
  ['2027-02-01T10:00', 'past'],
  ['2027-04-01T10:00', 'last_dispatch_passed'],
])('a call back at %s: %s', (time, problem) => {
  const clock = { now: at('2027-02-01T10:00'), slotMs: 0 };
  expect(callbackProblem(at(time), clock, { quiet, zone, lastDispatch: at('2027-03-31T23:59') })).toBe(problem);
});

const lane: LaneState = {
  zone,
  opens: '09:00',
  closes: '19:00',
  ratePerMinute: 60,
  burst: 10,
  tokens: 10,
  tokensAt: at('2027-02-01T09:00'),
  dailyCapacity: 5,
  usedOn: '2027-02-01',
  used: 4,
};
const now = at('2027-02-01T10:30');
const fit: LeaseFacts = {
  status: 'waiting',
  mine: false,
  leaseUntil: null,
  messageStatus: 'queued',
  campaign: 'running',
  hold: null,
  unread: false,
  overtakes: false,
  breakerOpen: false,
  send: {
    notBefore: at('2027-02-01T10:00'),
    current: true,
    contact: 'ok',
    refused: false,
    lastDispatch: at('2027-03-31T23:59'),
    quiet,
    zone,
  },
};
const send = (change: Partial<LeaseFacts['send']>) => ({ send: { ...fit.send, ...change } });

it.each<[string, Partial<LeaseFacts>, Partial<LaneState>, object]>([
  ['may be made', {}, {}, { kind: 'call', at: now }],
  ['is over', { status: 'done' }, {}, { kind: 'done' }],
  ['lost its message', { messageStatus: 'withdrawn' }, {}, { kind: 'end', reason: 'journey_over', notify: false }],
  ["is another's", { status: 'leased', leaseUntil: now + 1 }, {}, { kind: 'taken', until: now + 1 }],
  ["was another's", { status: 'leased', leaseUntil: now }, {}, { kind: 'call', at: now }],
  ['is my own', { status: 'leased', mine: true, leaseUntil: now + 1 }, { used: 5 }, { kind: 'kept' }],
  ['my own, now held', { status: 'leased', mine: true, leaseUntil: now + 1, hold: 'x' }, {}, { reason: 'hold:x' }],
  ['is not due', send({ notBefore: now + 1 }), {}, { kind: 'not_now', reason: 'not_due', until: now + 1 }],
  ['of a paused campaign', { campaign: 'paused' }, {}, { kind: 'not_now', reason: 'campaign_paused' }],
  ['under a hold', { hold: 'lawyer' }, {}, { kind: 'not_now', reason: 'hold:lawyer' }],
  ['with something unread', { unread: true }, {}, { kind: 'not_now', reason: 'unread' }],
  ['before its predecessor', { overtakes: true }, {}, { reason: 'predecessor_not_handed_over' }],
  ['refused by the customer', send({ refused: true }), {}, { kind: 'end', reason: 'refused', notify: true }],
  ['with a bad number', send({ contact: 'contact_bad:x' }), {}, { kind: 'end', reason: 'contact_bad:x' }],
  ['too late', send({ lastDispatch: now - 1 }), {}, { kind: 'end', reason: 'last_dispatch_passed' }],
  ['with calls switched off', { breakerOpen: true }, {}, { kind: 'not_now', reason: 'breaker_open' }],
  [
    'before the desk opens',
    {},
    { opens: '11:00' },
    { kind: 'later', reason: 'lane_hours', until: at('2027-02-01T11:00') },
  ],
  ['over capacity', {}, { used: 5 }, { kind: 'later', reason: 'capacity', until: at('2027-02-02T10:00') }],
  ['over the rate', {}, { tokens: -100, tokensAt: now }, { kind: 'not_now', reason: 'rate' }],
])('a call that %s', (_what, facts, limits, expected) => {
  const verdict = leaseVerdict({ ...fit, ...facts }, { ...lane, ...limits }, { now, slotMs: 0 });
  expect(verdict).toMatchObject(expected);
});

it('on a clock stepped by days counts for the instant it was planned for', () => {
  const clock = { now: at('2027-02-02T00:00'), slotMs: 86_400_000 };
  expect(leaseVerdict(fit, { ...lane, usedOn: null }, clock)).toEqual({ kind: 'call', at: fit.send.notBefore });
});
