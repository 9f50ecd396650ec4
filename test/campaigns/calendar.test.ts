import fc from 'fast-check';
import { calendarOf } from '../../domain/campaigns/holidays';
import {
  addBusinessDays,
  addDays,
  dueAfter,
  endOfDay,
  firstDue,
  instantOf,
  isBusinessDay,
  isQuiet,
  isZone,
  localDate,
  localTime,
  nextAllowed,
  nextRun,
  spreadOf,
} from '../../domain/campaigns/calendar';
import { type CampaignDoc, type QuietHours, type Wait } from '../../domain/campaigns/campaign';
import { runs } from '../property/runs';

const TOKYO = 'Asia/Tokyo';
const at = (iso: string) => Date.parse(iso);
const iso = (instant: number) => new Date(instant).toISOString();
const calendarDoc = (closedDays: string[] = [], holidays: 'japan' | 'none' = 'japan') =>
  ({ zone: TOKYO, calendar: { weekend: true, holidays, closedDays } }) as unknown as CampaignDoc;
const japan = (closedDays: string[] = []) => calendarOf(calendarDoc(closedDays), [2026, 2027]);
const night: QuietHours = { from: '20:00', until: '09:00' };
const week: QuietHours = { ...night, days: { sat: { from: '17:00', until: '10:00' }, sun: 'closed' } };

it.each([
  // 5 February 2027 is a Friday
  ['2027-02-05T19:59', '2027-02-05T19:59'],
  ['2027-02-05T20:00', '2027-02-06T10:00'],
  ['2027-02-06T09:30', '2027-02-06T10:00'],
  ['2027-02-06T16:59', '2027-02-06T16:59'],
  ['2027-02-06T17:00', '2027-02-08T09:00'],
  ['2027-02-07T12:00', '2027-02-08T09:00'],
])('with hours by weekday, from %s on the first allowed instant is %s', (from, allowed) => {
  const start = at(`${from}:00+09:00`);
  expect(nextAllowed(start, week, TOKYO)).toBe(at(`${allowed}:00+09:00`));
  expect(isQuiet(start, week, TOKYO)).toBe(from !== allowed);
});

it.each([
  ['2027-02-04', { days: 2 }, '2027-02-06T10:00'],
  ['2027-02-04', { days: 3 }, '2027-02-08T09:00'],
  ['2027-02-05', { businessDays: 1 }, '2027-02-08T09:00'],
] as [string, Wait, string][])(
  'a wait that leads to a closed weekday ends on the next one: %s + %j',
  (day, wait, due) => {
    const context = { calendar: japan(), quiet: week, spread: 0, slotMs: 0 };
    expect(dueAfter(at(`${day}T12:00:00+09:00`), wait, context)).toBe(at(`${due}:00+09:00`));
  },
);

describe('local days and times', () => {
  it.each([
    ['2027-01-31T14:59:59.999Z', TOKYO, '2027-01-31', '23:59'],
    ['2027-01-31T15:00:00Z', TOKYO, '2027-02-01', '00:00'],
    ['2027-03-14T06:59:00Z', 'America/New_York', '2027-03-14', '01:59'],
    ['2027-03-14T07:00:00Z', 'America/New_York', '2027-03-14', '03:00'],
    ['2027-01-01T00:00:00Z', 'Asia/Kathmandu', '2027-01-01', '05:45'],
  ])('%s in %s is %s %s', (instant, zone, date, time) => {
    expect([localDate(at(instant), zone), localTime(at(instant), zone)]).toEqual([date, time]);
  });

  it.each([
    ['2027-02-01', '00:00', TOKYO, '2027-01-31T15:00:00.000Z'],
    ['2027-02-01', '24:00', TOKYO, '2027-02-01T15:00:00.000Z'],
    ['2027-03-14', '02:30', 'America/New_York', '2027-03-14T07:30:00.000Z'], // skipped: moved forward by the gap
    ['2027-11-07', '01:30', 'America/New_York', '2027-11-07T05:30:00.000Z'], // twice: the earlier
    ['2027-11-07', '03:00', 'America/New_York', '2027-11-07T08:00:00.000Z'],
    ['2027-03-28', '12:00', 'Europe/Berlin', '2027-03-28T10:00:00.000Z'],
  ])('%s %s in %s is %s', (date, time, zone, instant) => {
    expect(iso(instantOf(date, time, zone))).toBe(instant);
  });

  it('ends a day with its last millisecond, also when the day has 23 hours', () => {
    expect(iso(endOfDay('2027-04-09', TOKYO))).toBe('2027-04-09T14:59:59.999Z');
    expect(iso(endOfDay('2027-03-14', 'America/New_York'))).toBe('2027-03-15T03:59:59.999Z');
  });

  it('gives back every local minute it was asked for', () => {
    const zones = fc.constantFrom(TOKYO, 'Europe/Berlin', 'America/St_Johns', 'Pacific/Chatham');
    fc.assert(
      fc.property(zones, fc.integer({ min: at('2025-01-01T00:00Z'), max: at('2032-01-01T00:00Z') }), (zone, t) => {
        const back = instantOf(localDate(t, zone), localTime(t, zone), zone);
        expect(localTime(back, zone)).toBe(localTime(t, zone));
        expect(back).toBeLessThanOrEqual(t);
      }),
      runs(300),
    );
  });

  it.each([
    ['Asia/Tokyo', true],
    ['UTC', true],
    ['Asia/Tokio', false],
    ['', false],
  ])('zone %s is known: %s', (zone, known) => expect(isZone(zone)).toBe(known));
});

describe('days and business days', () => {
  it.each([
    ['2027-02-28', 1, '2027-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2027-01-01', -1, '2026-12-31'],
  ])('%s plus %i days is %s', (date, n, result) => expect(addDays(date, n)).toBe(result));

  it.each([
    ['2027-02-10', true],
    ['2027-02-11', false], // National Foundation Day
    ['2027-02-13', false], // Saturday
    ['2027-03-22', false], // in lieu of Sunday's equinox
    ['2026-09-22', false], // between two holidays
    ['2026-12-31', true], // year-end closure is the campaign's own
  ])('%s is a business day: %s', (date, open) => expect(isBusinessDay(date, japan())).toBe(open));

  it.each([
    ['2027-02-15', 10, [], '2027-03-02'], // over the Emperor's birthday
    ['2027-02-10', 1, [], '2027-02-12'],
    ['2027-02-13', 1, [], '2027-02-15'],
    ['2027-02-11', 0, [], '2027-02-11'],
    ['2026-12-28', 2, ['2026-12-29', '2026-12-30', '2026-12-31'], '2027-01-05'],
    ['2027-04-28', 1, [], '2027-04-30'],
  ])('%s plus %i business days (closed: %j) is %s', (date, n, closed, result) => {
    expect(addBusinessDays(date, n, japan(closed))).toBe(result);
  });

  it('knows no holidays when the campaign has none', () => {
    expect(isBusinessDay('2027-02-11', calendarOf(calendarDoc([], 'none'), [2027]))).toBe(true);
  });
});

describe('quiet hours', () => {
  it.each<[string, QuietHours | null, boolean, string]>([
    ['2027-02-01T19:59:59+09:00', night, false, '2027-02-01T19:59:59+09:00'],
    ['2027-02-01T20:00:00+09:00', night, true, '2027-02-02T09:00:00+09:00'],
    ['2027-02-02T00:10:00+09:00', night, true, '2027-02-02T09:00:00+09:00'],
    ['2027-02-02T09:00:00+09:00', night, false, '2027-02-02T09:00:00+09:00'],
    ['2027-02-02T12:30:00+09:00', { from: '12:00', until: '13:00' }, true, '2027-02-02T13:00:00+09:00'],
    ['2027-02-02T03:00:00+09:00', null, false, '2027-02-02T03:00:00+09:00'],
  ])('at %s with %j: quiet %s, next allowed %s', (instant, quiet, expected, next) => {
    expect(isQuiet(at(instant), quiet, TOKYO)).toBe(expected);
    expect(nextAllowed(at(instant), quiet, TOKYO)).toBe(at(next));
  });
});

describe('when a step is due', () => {
  const ctx = (over: object = {}) => ({ calendar: japan(), quiet: night, spread: 0, slotMs: 0, ...over });

  it.each<[string, Wait, object, string]>([
    ['2027-02-01T09:30:00+09:00', { days: 14 }, {}, '2027-02-15T09:00:00+09:00'],
    ['2027-02-01T09:30:00+09:00', { days: 14 }, { spread: 0.5 }, '2027-02-15T14:30:00+09:00'],
    ['2027-02-01T09:30:00+09:00', { days: 14 }, { spread: 0.99, slotMs: 86_400_000 }, '2027-02-15T09:00:00+09:00'],
    ['2027-02-01T09:30:00+09:00', { days: 5 }, {}, '2027-02-06T09:00:00+09:00'], // e-mail goes out on Saturdays too
    ['2027-02-15T09:30:00+09:00', { businessDays: 10 }, {}, '2027-03-02T09:00:00+09:00'],
    ['2027-02-01T23:59:00+09:00', { days: 1 }, { quiet: null, spread: 0.25 }, '2027-02-02T06:00:00+09:00'],
    [
      '2027-02-01T10:00:00+09:00',
      { days: 1 },
      { quiet: { from: '12:00', until: '13:00' } },
      '2027-02-02T00:00:00+09:00',
    ],
    [
      '2027-02-01T10:00:00+09:00',
      { days: 1 },
      { quiet: { from: '01:00', until: '08:00' } },
      '2027-02-02T08:00:00+09:00',
    ],
    ['2027-02-01T10:00:00+09:00', { minutes: 0.3 }, {}, '2027-02-01T10:00:18+09:00'],
    ['2027-02-01T19:59:50+09:00', { minutes: 0.3 }, {}, '2027-02-02T09:00:00+09:00'],
    ['2027-02-01T19:59:50+09:00', { minutes: 0.3 }, { quiet: null }, '2027-02-01T20:00:08+09:00'],
  ])('handed over %s, wait %j, %j: %s', (base, wait, over, due) => {
    expect(iso(dueAfter(at(base), wait, ctx(over)))).toBe(iso(at(due)));
  });

  it.each([
    ['2027-02-01T00:00:00+09:00', {}, '2027-02-01T09:00:00+09:00'],
    ['2027-02-01T00:00:00+09:00', { spread: 0.5 }, '2027-02-01T14:30:00+09:00'],
    ['2027-02-01T10:15:00+09:00', { spread: 0.5 }, '2027-02-01T10:15:00+09:00'],
    ['2027-02-01T21:00:00+09:00', { spread: 0.5 }, '2027-02-02T09:00:00+09:00'],
  ])('first dispatch %s, %j: %s', (first, over, due) => {
    expect(iso(firstDue(at(first), ctx(over)))).toBe(iso(at(due)));
  });

  it('never falls into quiet hours nor before the hand-over', () => {
    const time = fc
      .integer({ min: 0, max: 1439 })
      .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`);
    const wait = fc.oneof(
      fc.record({ days: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ businessDays: fc.integer({ min: 1, max: 30 }) }),
      fc.record({ minutes: fc.double({ min: 0.1, max: 3000, noNaN: true }) }),
    );
    const base = fc.integer({ min: at('2026-06-01T00:00Z'), max: at('2027-08-01T00:00Z') });
    const spread = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(time, time, wait, base, spread, (from, until, w, b, s) => {
        const due = dueAfter(b, w, ctx({ quiet: { from, until }, spread: s }));
        expect(due).toBeGreaterThan(b);
        expect(isQuiet(due, { from, until }, TOKYO)).toBe(false);
      }),
      runs(500),
    );
  });
});

it('spreads neighbouring customers evenly and always the same way', () => {
  const places = Array.from({ length: 10_000 }, (_, i) => spreadOf(i + 1));
  const tenths = Array.from({ length: 10 }, (_, t) => places.filter((p) => Math.floor(p * 10) === t).length);
  expect(Math.min(...tenths)).toBeGreaterThan(900);
  expect(Math.max(...tenths)).toBeLessThan(1100);
  expect(spreadOf(42)).toBe(spreadOf(42));
  expect(spreadOf(2 ** 40 + 42)).not.toBe(spreadOf(42));
});

describe('where weekends are worked', () => {
  const open = { zone: 'Asia/Tokyo', weekend: false, closed: new Set(['2027-02-06', '2027-02-09']) };
  it.each([
    ['2027-02-07', true], // a Sunday
    ['2027-02-06', false], // a Saturday that the campaign closes
    ['2027-02-09', false],
  ])('%s is a business day: %s', (date, expected) => expect(isBusinessDay(date, open)).toBe(expected));

  it('business days pass on Sundays, and not on closed days', () => {
    expect(addBusinessDays('2027-02-05', 3, open)).toBe('2027-02-10');
  });
});

describe('the next print run at 14:00', () => {
  const calendar = { zone: 'Asia/Tokyo', weekend: true, closed: new Set(['2027-02-11']) };
  const at = (text: string) => Date.parse(`${text}+09:00`);
  it.each([
    ['before it', '2027-02-10T13:59', '2027-02-10T14:00'],
    ['at the minute', '2027-02-10T14:00', '2027-02-10T14:00'],
    ['after it, a closed day follows', '2027-02-10T14:00:00.001', '2027-02-12T14:00'],
    ['on a closed day', '2027-02-11T09:00', '2027-02-12T14:00'],
    ['after Friday', '2027-02-12T18:00', '2027-02-15T14:00'],
    ['in the night, when it is still the day before in London', '2027-02-10T00:30', '2027-02-10T14:00'],
  ])('%s', (_, now, expected) => expect(nextRun(at(now), '14:00', calendar)).toBe(at(expected)));
});
