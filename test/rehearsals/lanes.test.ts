import fc from 'fast-check';
import { queueThroughLane } from '../../domain/rehearsals/lanes';
import { runs } from '../property/runs';

const WEEK = [true, true, true, true, true, false, false];
const numbers = (map: ReadonlyMap<string, number>) => Object.fromEntries(map);

test.each([
  [
    'no limit',
    { capacity: undefined, open: WEEK },
    [5, 0, 0, 0, 0, 7, 0],
    [5, 0, 0, 0, 0, 7, 0],
    [0, 0, 0, 0, 0, 0, 0],
    {},
    {},
    0,
  ],
  // 25 on Monday: 10 that day, 10 and 5 on the next ones; what comes on Saturday is for a Monday that is not there
  [
    'ten a day',
    { capacity: 10, open: WEEK },
    [25, 3, 0, 0, 0, 4, 0],
    [10, 10, 8, 0, 0, 0, 0],
    [15, 8, 0, 0, 0, 4, 4],
    { a: 18 },
    {},
    2,
  ],
  [
    'ten a day until Tuesday',
    { capacity: 10, open: WEEK, lastDay: 1 },
    [25, 3, 0, 2, 0, 0, 0],
    [10, 10, 0, 2, 0, 0, 0],
    [15, 0, 0, 0, 0, 0, 0],
    { a: 10 },
    { a: 8 },
    1,
  ],
  [
    'nothing at all',
    { capacity: 0, open: WEEK },
    [1, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0],
    [1, 1, 1, 1, 1, 1, 1],
    {},
    {},
    0,
  ],
])('%s', (_, lane, due, done, waiting, late, unmade, longestWait) => {
  const passage = queueThroughLane([{ key: 'a', perDay: due }], lane);
  const { waits, ...rest } = passage;
  expect({ ...rest, late: numbers(passage.late), unmade: numbers(passage.unmade) }).toEqual({
    ...{ due, done, waiting, late, unmade, longestWait },
  });
  // what waited is what came late, what was never made, and what still waits at the end
  const count = (which: (days: number | null) => boolean) =>
    (waits.get('a') ?? []).reduce((sum, one) => sum + (which(one.done) ? one.count : 0), 0);
  expect(count((day) => day !== null)).toBe(passage.late.get('a') ?? 0);
  expect(count((day) => day === null)).toBe((passage.unmade.get('a') ?? 0) + passage.waiting.at(-1)!);
});

test('first come, first served, and on one day in the order of the plan', () => {
  const work = [
    { key: 'first', perDay: [4, 0, 0] },
    { key: 'second', perDay: [4, 4, 0] },
  ];
  const { late, unmade } = queueThroughLane(work, { capacity: 5, open: [true, true, true], lastDay: 1 });
  // day 0: 4 first, 1 second; day 1: the 3 left, then 2 of the 4 due; 2 are too many
  expect(numbers(late)).toEqual({ second: 3 });
  expect(numbers(unmade)).toEqual({ second: 2 });
});

test('nothing is lost and no day takes more than it can', () => {
  const perDay = fc.array(fc.nat(40), { minLength: 14, maxLength: 14 });
  const work = fc.array(perDay, { minLength: 1, maxLength: 4 });
  const open = fc.array(fc.boolean(), { minLength: 14, maxLength: 14 });
  fc.assert(
    fc.property(work, open, fc.nat(50), fc.option(fc.nat(13), { nil: undefined }), (due, days, capacity, last) => {
      const lane = { capacity, open: days, ...(last !== undefined && { lastDay: last }) };
      const passage = queueThroughLane(
        due.map((one, index) => ({ key: String(index), perDay: one })),
        lane,
      );
      const sum = (values: Iterable<number>) => [...values].reduce((all, value) => all + value, 0);
      expect(sum(passage.done) + passage.waiting.at(-1)! + sum(passage.unmade.values())).toBe(sum(passage.due));
      passage.done.forEach((done, day) => expect(done).toBeLessThanOrEqual(days[day] ? capacity : 0));
      // an open day ends with work waiting only when it was full
      passage.waiting.forEach((waiting, day) => {
        if (days[day] && waiting > 0 && day !== last) expect(passage.done[day]).toBe(capacity);
      });
    }),
    runs(100),
  );
});
