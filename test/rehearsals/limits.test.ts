import { RehearsalCollector, type RehearsalSetup } from '../../domain/rehearsals/collector';
import { type RehearsalResult, type RehearsedEvent, type RehearsedJourney } from '../../domain/rehearsals/result';
import { limitsSay } from '../../domain/texts/rehearsals/limits';
import { at, DOC, setup, silent } from './made';

function rehearse(journeys: RehearsedJourney[], more: Partial<RehearsalSetup>): RehearsalResult {
  const collector = new RehearsalCollector(setup(more));
  for (const journey of journeys) collector.add(journey);
  return collector.result();
}

type When = `${number}-${number} ${number}:${number}`;
const on = (when: When) => at(`2027-${when}`);
const completedAt = (when: When, cause: string, events: RehearsedEvent[]) => ({
  events,
  contracts: [{ outcome: 'migrated' as const, at: on(when), why: 'answer', cause }],
});
const sent = (when: When, channel: 'mail' | 'post' = 'post'): RehearsedEvent => ({
  ...{ at: on(when), kind: 'sent', step: 'letter', channel },
});
const migrates = (kind: RehearsedEvent['kind'], when: When, cause = 'letter'): RehearsedEvent => ({
  ...{ at: on(when), kind, cause, why: 'migrate' },
});

const byLetter = (letter: When, answer: When) =>
  completedAt(answer, 'letter', [sent(letter), migrates('answered_online', answer)]);
const byForm = (received: When) =>
  completedAt(received, 'letter', [
    sent('02-03 06:00'),
    { at: on(received), kind: 'form_received', cause: 'letter' },
    migrates('form_accepted', received),
  ]);
const byCall = (when: When) =>
  completedAt(when, 'call', [
    { at: on('02-05 09:00'), kind: 'sent', step: 'call', channel: 'phone' },
    { ...migrates('call_reached', when, 'call'), step: 'call', channel: 'phone', attempt: 1, minutes: 5 },
  ]);

const { dates } = DOC;
const early = { ...DOC, dates: { ...dates, lastDispatch: at('2027-02-03 23:59') } };
const WEDNESDAY = '02-03 06:00';

// four customers who do the same; one of a hundred working days is 2027-02-11, a holiday
test.each<[string, Partial<RehearsedJourney>, Partial<RehearsalSetup>, Record<string, number>, number[]]>([
  ['letters: two a day', byLetter(WEDNESDAY, '02-05 20:00'), { lanes: { letters: 2 } }, { '05': 0.5, '06': 1 }, [2, 0]],
  // Wednesday, Thursday, Friday, and Monday after the weekend
  [
    'letters: one a day',
    byLetter(WEDNESDAY, '02-05 20:00'),
    { lanes: { letters: 1 } },
    { '05': 0.25, '06': 0.5, '07': 0.75, '09': 0.75, '10': 1 },
    [3, 0],
  ],
  [
    'answers that come too late then',
    byLetter(WEDNESDAY, '02-12 20:00'),
    { lanes: { letters: 2 } },
    { 12: 0.5 },
    [0, 2],
  ],
  ['letters that are never sent', byLetter(WEDNESDAY, '02-05 20:00'), { lanes: { letters: 1 }, doc: early }, { '05': 0.25, 12: 0.25 }, [0, 3]], // prettier-ignore
  ['calls over a weekend', byCall('02-05 11:00'), { lanes: { calls: 2 } }, { '05': 0.5, '07': 0.5, '08': 1 }, [2, 0]],
  ['forms at the desk', byForm('02-08 09:00'), { lanes: { returns: 3 } }, { '08': 0.75, '09': 1 }, [1, 0]],
  // 2 of 4 letters a day later, 3 of 4 forms on the first day: 3/8 on time, 1/2 by a day, 1/8 by two
  ['letters and forms', byForm('02-08 09:00'), { lanes: { letters: 2, returns: 3 } }, { '08': 0.375, '09': 0.875, 10: 1 }, [3, 0]], // prettier-ignore
  ['an audience ten times the sample', byLetter(WEDNESDAY, '02-05 20:00'), { lanes: { letters: 30 }, audience: 40, contracts: 40 }, { '05': 0.75, '06': 1 }, [10, 0]], // prettier-ignore
])('%s', (_, course, more, expected, [later, lost]) => {
  const result = rehearse([1, 2, 3, 4].map((no) => silent(no, course)), more); // prettier-ignore
  const likely = (day: string) => result.days.find((one) => one.day === `2027-02-${day}`)!.completed.likely;
  expect(Object.fromEntries(Object.keys(expected).map((day) => [day, likely(day)]))).toEqual(expected);
  expect(result.withoutLimits).toMatchObject({ completed: { likely: 1 }, later, lost });
  expect(result.completed).toEqual(result.days.at(-1)!.completed);
});

test.each([
  ['none is known', {}],
  ['none is reached', { letters: 4, mails: 4, returns: 9, calls: 1 }],
  ['only what brought no answer waits', { inquiries: 0 }],
])('there is one curve where the limits hold nothing up: %s', (_, lanes) => {
  const inquired: RehearsedEvent = { at: on('02-04 10:00'), kind: 'inquired', minutes: 5, cause: 'letter' };
  const course = byLetter(WEDNESDAY, '02-05 20:00');
  const journeys = [1, 2, 3, 4].map((no) => silent(no, { ...course, events: [...course.events, inquired] }));
  const result = rehearse(journeys, { lanes });
  expect(result.withoutLimits).toBeNull();
  expect(limitsSay(result, 'en')).toEqual([]);
});

test('dates that move are said, and what is late or lost', () => {
  const course = byLetter(WEDNESDAY, '02-05 20:00');
  const result = rehearse([1, 2, 3, 4].map((no) => silent(no, course)), { lanes: { letters: 1 } }); // prettier-ignore
  expect(limitsSay(result, 'en')).toEqual([
    expect.stringMatching(/^Without capacity limits: 100\.0% on the last day .*3 contracts are late and 0 are not/),
    '80% reached: 2027-02-05 without limits, 2027-02-10 with them',
    '90% reached: 2027-02-05 without limits, 2027-02-10 with them',
    '95% reached: 2027-02-05 without limits, 2027-02-10 with them',
  ]);
});
