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
  ['goes on', { endedAt: null, started: true }, 5, null],
  ['has no day for claims', { endedAt: 7, started: true }, null, 7],
  ['ended before the last claims', { endedAt: 7, started: true }, 9, 9],
  ['ended after the last claims', { endedAt: 9, started: true }, 7, 9],
  ['never started, by its grace', { endedAt: null, started: false }, null, 4],
  ['never started, by its last day for claims', { endedAt: null, started: false }, 5, 5],
])('the end of a campaign that %s', (_what, campaign, claimsUntil, end) => {
  expect(endForRetention(campaign, { lastDispatch: 1, endOfService: 3, graceUntil: 4, claimsUntil })).toBe(end);
});
