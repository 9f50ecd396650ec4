import { dueAt, endForRetention } from '../../domain/privacy/retention';

const at = (text: string) => Date.parse(text);
const ZONE = 'Asia/Tokyo';

it.each([
  ['2027-05-10T15:00:00+09:00', 6, '2027-11-10T00:00:00+09:00'],
  ['2027-05-10T00:30:00+09:00', 0, '2027-05-10T00:00:00+09:00'],
  ['2027-11-30T10:00:00+09:00', 3, '2028-03-01T00:00:00+09:00'],
  ['2027-01-31T10:00:00+09:00', 1, '2027-03-01T00:00:00+09:00'],
  ['2027-08-31T10:00:00+09:00', 12, '2028-08-31T00:00:00+09:00'],
  ['2028-02-29T10:00:00+09:00', 12, '2029-03-01T00:00:00+09:00'],
])('what ended on %s and is kept %i months is due on %s', (end, months, due) => {
  expect(new Date(dueAt(at(end), months, ZONE)).toISOString()).toBe(new Date(due).toISOString());
});

it.each([
  ['goes on', null, 5, null],
  ['has no day for claims', 7, null, 7],
  ['ended before the last claims', 7, 9, 9],
  ['ended after the last claims', 9, 7, 9],
])('the end of a campaign that %s', (_what, endedAt, claimsUntil, end) => {
  expect(endForRetention({ endedAt, claimsUntil })).toBe(end);
});
