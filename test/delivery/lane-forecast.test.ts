import { type LaneState } from '../../domain/delivery/lane';
import { missedDispatch } from '../../domain/delivery/lane-forecast';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Midnight in Tokyo, Monday 18 January 2027. */
const MIDNIGHT = Date.parse('2027-01-17T15:00:00Z');
const lane: LaneState = {
  zone: 'Asia/Tokyo',
  opens: '00:00',
  closes: '24:00',
  ratePerMinute: 1,
  burst: 10,
  tokens: 0,
  tokensAt: null,
  dailyCapacity: 100,
  usedOn: '2027-01-18',
  used: 40,
};
const queue = (campaignId: number, count: number, days: number, weight = 1) => ({
  campaignId,
  count,
  weight,
  lastDispatch: MIDNIGHT + days * DAY,
});
type Queues = ReturnType<typeof queue>[];

it.each<[string, Partial<LaneState>, Queues, number, [number, number][]]>([
  ['what is left of today, then whole days', {}, [queue(1, 260, 3)], 0, []],
  ['one too many', {}, [queue(1, 261, 3)], 0, [[1, 1]]],
  ['the rate, where it is less than the capacity', { dailyCapacity: 10_000 }, [queue(1, 1500, 1)], 0, [[1, 60]]],
  ['the rate alone', { dailyCapacity: null, ratePerMinute: 0.5 }, [queue(1, 721, 1)], 0, [[1, 1]]],
  ['the hours', { opens: '09:00', closes: '10:00', dailyCapacity: null }, [queue(1, 121, 2)], 0, [[1, 1]]],
  ['hours over midnight', { opens: '23:00', closes: '01:00', dailyCapacity: null }, [queue(1, 240, 2)], 0, []],
  ['what is left of the hours', { dailyCapacity: null }, [queue(1, 61, 1)], 23 * HOUR, [[1, 1]]],
  [
    'equal shares',
    {},
    [queue(1, 40, 1), queue(2, 40, 1)],
    0,
    [
      [1, 10],
      [2, 10],
    ],
  ],
  [
    'shares by weight',
    {},
    [queue(1, 60, 1, 2), queue(2, 60, 1)],
    0,
    [
      [1, 20],
      [2, 40],
    ],
  ],
  ['what one leaves the other takes', {}, [queue(1, 10, 1), queue(2, 50, 1)], 0, []],
  ['a campaign that may wait gives nothing up', {}, [queue(1, 31, 1), queue(2, 40, 9)], 0, [[1, 1]]],
  ['a date that is past', {}, [queue(1, 5, 0)], HOUR, [[1, 5]]],
  ['no capacity at all', { dailyCapacity: 0 }, [queue(1, 5, 300)], 0, [[1, 5]]],
  ['nothing waiting', {}, [], 0, []],
])('counts what misses the last dispatch: %s', (_, state, queues, after, expected) => {
  expect([...missedDispatch({ ...lane, ...state }, queues, MIDNIGHT + after)]).toEqual(expected);
});
