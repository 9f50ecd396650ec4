import {
  capacityLeft,
  type LaneState,
  retryWait,
  type SendFacts,
  sendVerdict,
  tokensNow,
} from '../../domain/delivery/lane';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Midnight in Tokyo, Monday 18 January 2027. */
const MIDNIGHT = Date.parse('2027-01-17T15:00:00Z');
const lane: LaneState = {
  zone: 'Asia/Tokyo',
  opens: '00:00',
  closes: '24:00',
  ratePerMinute: 60,
  burst: 10,
  tokens: 0,
  tokensAt: MIDNIGHT,
  dailyCapacity: 100,
  usedOn: '2027-01-18',
  used: 99,
};
const message: SendFacts = {
  notBefore: MIDNIGHT,
  current: true,
  contact: 'ok',
  refused: false,
  lastDispatch: MIDNIGHT + 30 * DAY,
  quiet: { from: '21:00', until: '08:00' },
  zone: 'Asia/Tokyo',
};

describe('sendVerdict', () => {
  it.each<[string, Partial<SendFacts>, Partial<LaneState>, number, number, object]>([
    ['allowed hours', {}, {}, 10 * HOUR, 0, { kind: 'send' }],
    ['quiet hours', {}, {}, 22 * HOUR, 0, { kind: 'defer', until: MIDNIGHT + 32 * HOUR, reason: 'quiet_hours' }],
    ['a slot with allowed hours in it', {}, {}, 24 * HOUR, DAY, { kind: 'send' }],
    [
      'a slot that is quiet from the due instant on',
      { notBefore: MIDNIGHT + 22 * HOUR },
      {},
      24 * HOUR,
      DAY,
      { kind: 'defer', until: MIDNIGHT + 32 * HOUR, reason: 'quiet_hours' },
    ],
    [
      'before the lane opens',
      {},
      { opens: '12:00', closes: '18:00' },
      10 * HOUR,
      0,
      { kind: 'defer', until: MIDNIGHT + 12 * HOUR, reason: 'lane_hours' },
    ],
    [
      'lane shut, then quiet',
      {},
      { opens: '07:00', closes: '18:00' },
      20 * HOUR,
      0,
      { kind: 'defer', until: MIDNIGHT + 32 * HOUR, reason: 'quiet_hours' },
    ],
    ['no address', { contact: 'no_contact' }, {}, 10 * HOUR, 0, { kind: 'refuse', reason: 'no_contact' }],
    ['a no', { refused: true }, {}, 10 * HOUR, 0, { kind: 'refuse', reason: 'refused' }],
    ['a journey that is over', { current: false }, {}, 10 * HOUR, 0, { kind: 'refuse', reason: 'journey_over' }],
    ['after the last dispatch', {}, {}, 31 * DAY, 0, { kind: 'refuse', reason: 'last_dispatch_passed' }],
    [
      'quiet until after the last dispatch',
      { lastDispatch: MIDNIGHT + DAY - 1 },
      {},
      22 * HOUR,
      0,
      { kind: 'refuse', reason: 'last_dispatch_passed' },
    ],
  ])('%s', (_, facts, state, after, slotMs, expected) => {
    const verdict = sendVerdict({ ...message, ...facts }, { ...lane, ...state }, { now: MIDNIGHT + after, slotMs });
    expect(verdict).toEqual(expected);
  });
});

it.each([
  ['a full bucket at first', { tokensAt: null }, 0, 0, 10],
  ['what the time has earned', {}, 5_000, 0, 5],
  ['no more than the bucket holds', {}, HOUR, 0, 10],
  ['a whole slot', {}, DAY, DAY, 86_400],
])('tokensNow: %s', (_, state, after, slotMs, expected) => {
  expect(tokensNow({ ...lane, ...state }, { now: MIDNIGHT + after, slotMs })).toBe(expected);
});

it.each([
  [{}, 0, 1],
  [{}, DAY, 100],
  [{ used: 120 }, 0, 0],
  [{ dailyCapacity: null }, 0, Infinity],
])('capacityLeft %o after %d', (state, after, expected) => {
  expect(capacityLeft({ ...lane, ...state }, MIDNIGHT + after)).toBe(expected);
});

it('retryWait doubles, stops at 8 hours, and gives up after three days', () => {
  const waits = Array.from({ length: 15 }, (_, index) => retryWait(index + 1, 0));
  expect(waits.slice(0, 7)).toEqual([0.25, 0.5, 1, 2, 4, 8, 8].map((hours) => hours * HOUR));
  expect(waits.indexOf(null)).toBe(14);
  expect([1, 2, 3, 4].map((attempts) => retryWait(attempts, DAY))).toEqual([DAY, DAY, DAY, null]);
});
