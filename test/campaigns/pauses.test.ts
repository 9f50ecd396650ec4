import { type DueContext } from '../../domain/campaigns/calendar';
import { dueAfter, isQuiet } from '../../domain/campaigns/calendar';
import { extendedDue, pauseOn, pausesOver, releaseAt, releasedDue, type Span } from '../../domain/campaigns/pauses';
import { type PauseFact } from '../../domain/journeys/facts';

const at = (text: string) => Date.parse(`2027-${text}:00+09:00`);
const ctx = (spread: number, change: Partial<DueContext> = {}): DueContext => ({
  calendar: { zone: 'Asia/Tokyo', weekend: true, closed: new Set() },
  quiet: { from: '20:00', until: '09:00' },
  spread,
  slotMs: 0,
  ...change,
});
const pause = (from: string, until: string | null, change: Partial<PauseFact> = {}): PauseFact => ({
  id: 1,
  from: at(from),
  until: until === null ? null : at(until),
  ...change,
});
const span = (from: string, until: string, extend?: true): Span => ({
  id: 1,
  from: at(from),
  until: at(until),
  ...(extend && { extend }),
});

const mail = { channel: 'mail' as const, notice: 'reminder' };
const NOW = at('02-10T12:00');

test.each<[string, PauseFact[], number | undefined]>([
  ['nothing', [], undefined],
  ['the whole campaign', [pause('02-10T11:00', null)], 1],
  ['its channel', [pause('02-10T11:00', null, { channel: 'mail' })], 1],
  ['another channel', [pause('02-10T11:00', null, { channel: 'post' })], undefined],
  ['its notice', [pause('02-10T11:00', null, { notice: 'reminder' })], 1],
  ['another notice', [pause('02-10T11:00', null, { notice: 'notice' })], undefined],
  ['a pause that ends later', [pause('02-10T11:00', '02-10T13:00')], 1],
  ['a pause that ends at this moment', [pause('02-10T11:00', '02-10T12:00')], undefined],
  [
    'of two the one that ends last',
    [pause('02-10T11:00', '02-11T12:00'), pause('02-10T11:00', '02-12T12:00', { id: 2 })],
    2,
  ],
  [
    'one that waits before one that falls through',
    [pause('02-10T11:00', null, { fallThrough: true }), pause('02-10T11:00', '02-11T12:00', { id: 2 })],
    2,
  ],
])('a contact is kept back by %s', (_, pauses, expected) => {
  expect(pauseOn(mail, pauses, NOW)?.id).toBe(expected);
});

test('pauses that are over and were about the contact come in their order', () => {
  const pauses = [
    pause('02-05T09:00', '02-06T09:00', { id: 3 }),
    pause('02-01T09:00', '02-02T09:00', { id: 1, channel: 'mail' }),
    pause('02-03T09:00', '02-04T09:00', { id: 2, channel: 'post' }),
    pause('02-09T09:00', null, { id: 4 }),
  ];
  expect(pausesOver([mail], pauses, NOW).map(({ id }) => id)).toEqual([1, 3]);
});

// A notice handed over on 1 February at 10:00 with a wait of 14 days: due on the 15th at 9:00.
test.each<[string, Span[], string]>([
  ['no pause', [], '02-15T09:00'],
  ['a pause that does not extend', [span('02-03T10:00', '02-06T10:00')], '02-15T09:00'],
  ['three days', [span('02-03T10:00', '02-06T10:00', true)], '02-18T09:00'],
  [
    'a pause begun before the hand-over: only what lies after it',
    [span('01-20T10:00', '02-03T10:00', true)],
    '02-17T09:00',
  ],
  ['two pauses', [span('02-03T10:00', '02-04T10:00', true), span('02-08T10:00', '02-10T10:00', true)], '02-18T09:00'],
  [
    'time in two pauses at once counts once',
    [span('02-03T10:00', '02-06T10:00', true), span('02-04T10:00', '02-07T10:00', true)],
    '02-19T09:00',
  ],
  [
    'a pause inside another',
    [span('02-03T10:00', '02-07T10:00', true), span('02-04T10:00', '02-05T10:00', true)],
    '02-19T09:00',
  ],
  ['a pause after the wait was over', [span('02-16T10:00', '02-20T10:00', true)], '02-15T09:00'],
  [
    'a second one that only the first makes count',
    [span('02-03T10:00', '02-06T10:00', true), span('02-16T10:00', '02-17T10:00', true)],
    '02-19T09:00',
  ],
])('a wait and %s', (_, spans, expected) => {
  const due = (base: number) => dueAfter(base, { days: 14 }, ctx(0));
  expect(new Date(extendedDue(at('02-01T10:00'), spans, due)).toISOString()).toBe(new Date(at(expected)).toISOString());
});

test.each<[string, string, number, string]>([
  ['first of the window that is left', '02-10T12:00', 0, '02-10T12:00'],
  ['in the middle of what is left', '02-10T12:00', 0.5, '02-10T16:00'],
  ['ended in the night: the next morning', '02-10T22:00', 0, '02-11T09:00'],
  ['ended in the night: spread over the next day', '02-10T22:00', 0.5, '02-11T14:30'],
])('after a pause, %s', (_, end, spread, expected) => {
  expect(releaseAt(at(end), ctx(spread))).toBe(at(expected));
});

test('a thousand customers let go leave over the whole window, none in quiet hours or before the end', () => {
  const end = at('02-10T19:00');
  const all = Array.from({ length: 1000 }, (_, n) => releaseAt(end, ctx(n / 1000)));
  expect(all.filter((one) => isQuiet(one, ctx(0).quiet, 'Asia/Tokyo'))).toEqual([]);
  expect(Math.min(...all)).toBe(end);
  expect(Math.max(...all)).toBeGreaterThan(at('02-10T19:59'));
  expect(new Set(all).size).toBe(1000);
});

test.each<[string, string, string]>([
  ['before the pause and had not left', '02-10T08:59', '02-11T09:00'],
  ['during it', '02-10T11:00', '02-11T09:00'],
  ['after it', '02-11T10:00', '02-11T10:00'],
])('what was due %s', (_, due, expected) => {
  expect(releasedDue(at(due), [span('02-10T10:00', '02-11T08:00')], ctx(0))).toBe(at(expected));
});
