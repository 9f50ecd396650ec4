import fc from 'fast-check';
import { RehearsalCollector, type RehearsalSetup } from '../../domain/rehearsals/collector';
import { wilson } from '../../domain/rehearsals/counts/shares';
import { DEFAULT_BEHAVIOUR } from '../../domain/rehearsals/default-behaviour';
import { simulate } from '../../domain/rehearsals/customer';
import { type RehearsalResult, type RehearsedJourney } from '../../domain/rehearsals/result';
import { runs } from '../property/runs';
import { answered, at, behaving, CALENDAR, DOC, range, SEED, setup, silent, sure } from './made';

function rehearse(journeys: RehearsedJourney[], more: Partial<RehearsalSetup> = {}): RehearsalResult {
  const collector = new RehearsalCollector(setup(more));
  for (const journey of journeys) collector.add(journey);
  return collector.result();
}

const dayOf = ({ days }: RehearsalResult, day: string) => days.find((one) => one.day === day)!;

test.each([
  // Wilson (1927), by the usual tables
  [0.5, 100, 0.4038, 0.5962],
  [0, 10, 0, 0.2775],
  [1, 10, 0.7225, 1],
  [0.1, 50, 0.0435, 0.2136],
])('Wilson: a share of %d in %d lies between %d and %d', (share, n, low, high) => {
  const found = wilson(share, n);
  expect([found.low, found.high].map((value) => Math.round(value * 1e4) / 1e4)).toEqual([low, high]);
});

describe('four customers, of whom two answer', () => {
  const journeys = [answered(1, '2027-02-02 20:00'), answered(2, '2027-02-04 08:00'), silent(3), silent(4)];

  test('the curve, the states and the outcomes of an audience of 40', () => {
    const result = rehearse(journeys, { audience: 40, contracts: 40 });
    expect(result.days.map(({ day }) => day).slice(0, 2)).toEqual(['2027-02-01', '2027-02-02']);
    expect(result.days.at(-1)!.day).toBe('2027-02-12');
    const likely = result.days.map(({ completed }) => completed.likely);
    expect(likely).toEqual([0, 0.25, 0.25, ...Array.from({ length: 9 }, () => 0.5)]);
    expect(dayOf(result, '2027-02-01').states).toEqual({ notified: 40 });
    expect(dayOf(result, '2027-02-03').states).toEqual({ notified: 30, closed: 10 });
    expect(dayOf(result, '2027-02-12').states).toEqual({ closed: 40 });
    expect(result.outcomes).toEqual({ migrated: 20, lapsed: 20 });
    expect(result.leftovers).toEqual([{ outcome: 'lapsed', segment: '', why: 'notified_and_silent', count: 20 }]);
    expect(dayOf(result, '2027-02-01').due).toEqual({
      letters: 0,
      mails: 40,
      sms: 0,
      returns: 0,
      inquiries: 0,
      calls: 0,
    });
  });

  test('the range joins the rates behind each answer with the sampling error', () => {
    // half as many answers at the low rate, half as many again at the high one
    const behaviour = behaving({ web: { mail: [range(0.1, 0.2, 0.3)] } });
    const { completed } = rehearse(journeys, { behaviour });
    expect(completed.likely).toBe(0.5);
    // one of four, then one of the three still open: 1 - 7/8 × 5/6 and 1 - 5/8 × 1/2
    expect(completed.low).toBeCloseTo(wilson(13 / 48, 4).low, 6);
    expect(completed.high).toBeCloseTo(wilson(11 / 16, 4).high, 6);
  });

  test('milestones are the first days on which each end of the range is there', () => {
    const three = [1, 2, 3].map((no) => answered(no, '2027-02-02 20:00'));
    const behaviour = behaving({ web: { mail: [range(0.2, 0.2, 0.2)] } });
    const { milestones } = rehearse([...three, answered(4, '2027-02-09 20:00')], { behaviour });
    // 75 % on the 2nd, which may be 95.4 % of all; even four of four are no more than 51 % for certain
    expect(milestones).toEqual(
      ([0.8, 0.9, 0.95] as const).map((share) => ({ share, low: null, likely: '2027-02-09', high: '2027-02-02' })),
    );
  });
});

const call = (no: number, when: string, reached: boolean, minutes: number) =>
  ({
    at: at(when),
    kind: reached ? 'call_reached' : 'call_missed',
    step: 'call',
    channel: 'phone',
    attempt: no,
    minutes,
  }) as const;

test('loads wait for the capacity of working days, and days that end with work waiting are named', () => {
  const called = (no: number) =>
    silent(no, {
      events: [...silent(no).events, call(1, '2027-02-05 11:00', false, 1), call(2, '2027-02-08 11:00', true, 5)],
    });
  const result = rehearse([1, 2, 3, 4].map(called), { audience: 8, contracts: 8, lanes: { calls: 6, letters: 100 } });
  const calls = (day: string) => {
    const { due, done, waiting } = dayOf(result, day);
    return [due.calls, done.calls, waiting.calls];
  };
  // Friday to Tuesday: 8 due, 6 made; the two left and 8 more on Monday
  expect(['2027-02-05', '2027-02-06', '2027-02-08', '2027-02-09'].map(calls)).toEqual([
    [8, 6, 2],
    [0, 0, 2],
    [8, 6, 4],
    [0, 4, 0],
  ]);
  expect(result.overloads).toEqual([
    { load: 'calls', day: '2027-02-05', due: 8, capacity: 6, waiting: 2 },
    { load: 'calls', day: '2027-02-08', due: 8, capacity: 6, waiting: 4 },
  ]);
  expect(result.capacity).toEqual({ letters: 100, calls: 6 });
  // 2 of Friday's and 4 of Monday's came later
  expect(result.notMade).toEqual([
    { why: 'capacity', reason: 'capacity', step: 'call', channel: 'phone', count: 6, later: true },
  ]);
});

test('a capacity in minutes becomes calls of the mean length; the file comes before the lanes', () => {
  const events = [call(1, '2027-02-05 11:00', false, 1), call(2, '2027-02-08 11:00', true, 5)];
  const behaviour = behaving({}, { capacity: { callMinutes: 20 } });
  // 6 minutes in two calls: three minutes a call
  expect(rehearse([silent(1, { events })], { behaviour, lanes: { calls: 99 } }).capacity).toEqual({ calls: 6 });
});

test('cost is the sum of its loads, beside calling everyone', () => {
  const sent = silent(1).events;
  const journeys = [
    answered(1, '2027-02-02 20:00'),
    silent(2, {
      events: [
        ...sent,
        { at: at('2027-02-03 06:00'), kind: 'sent', step: 'letter', channel: 'post' },
        { at: at('2027-02-05 10:00'), kind: 'inquired', minutes: 8, cause: 'letter' },
        { at: at('2027-02-08 09:00'), kind: 'form_received', cause: 'letter' },
        call(1, '2027-02-09 11:00', false, 1),
        call(2, '2027-02-10 11:00', true, 5),
      ],
    }),
  ];
  const behaviour = behaving(
    {
      call: { reached: [sure(0.5)], chooses: sure(0.4), minutesReached: sure(6), minutesMissed: sure(1) },
      form: { minutes: sure(4) },
    },
    {},
  );
  const { cost } = rehearse(journeys, { audience: 20, contracts: 20, behaviour });
  // ten times: 2 mails at 1; a letter at 40 + 110; a form at 131 + 4 × 50; 8 minutes at 60; 2 calls at 10 and 6 minutes at 60
  expect(cost.byLoad).toEqual({ letters: 1500, mails: 20, sms: 0, returns: 3310, inquiries: 4800, calls: 3800 });
  expect(cost.total).toBe(13_430);
  expect(cost.perCompleted).toBe(1343);
  // each of 20: 1 + 0.5 + 0.25 attempts, of which half are reached: 1.75 × (3 + 0.5) minutes; 0.875 × 0.4 choose
  expect(cost.baseline).toEqual({ calls: 35, minutes: 123, total: 7730, perCompleted: 1104.3 });
  expect(cost.saving).toBe(Math.round((1 - 13_430 / 7730) * 1e4) / 1e4);
  expect(cost.savingPerCompleted).toBe(Math.round((1 - 1343 / 1104.3) * 1e4) / 1e4);
});

test('steps: what each sent, what came of it, and which adds nothing', () => {
  const letter = { at: at('2027-02-05 06:00'), kind: 'sent', step: 'letter', channel: 'post' } as const;
  const journeys = [answered(1, '2027-02-02 20:00'), silent(2, { events: [...silent(2).events, letter] })];
  const { steps } = rehearse(journeys, { audience: 20, contracts: 20 });
  expect(steps).toEqual([
    { step: 'first', channels: ['mail'], sent: 20, completed: 10, cost: 20, addsNothing: false },
    { step: 'letter', channels: ['post'], sent: 10, completed: 0, cost: 1500, addsNothing: true },
    { step: 'call', channels: ['phone'], sent: 0, completed: 0, cost: 0, addsNothing: true },
  ]);
});

test('not made: each decision once per journey, by what stood in its way', () => {
  const refused = [
    { step: 'first', channel: 'sms', reason: 'refused' },
    { step: 'first', channel: 'post', reason: 'no_contact' },
  ] as const;
  const events: RehearsedJourney['events'] = [
    { at: at('2027-02-01 07:00'), kind: 'waits', step: 'first', channel: 'mail', why: 'quiet_hours' },
    { at: at('2027-02-01 10:00'), kind: 'sent', step: 'first', channel: 'mail', refused: [...refused] },
    { at: at('2027-02-02 10:00'), kind: 'waits', why: 'waiting', refused: [...refused] },
    { at: at('2027-02-03 10:00'), kind: 'held', why: 'hold:complaint' },
    {
      at: at('2027-02-11 10:00'),
      kind: 'waits',
      refused: [{ step: 'letter', channel: 'post', reason: 'last_dispatch_passed' }],
    },
  ];
  const { notMade } = rehearse([silent(1, { events }), silent(2, { events: [events[1]!] })], { audience: 2 });
  const brief = notMade.map(({ why, reason, count, later }) => [why, reason, count, later]);
  expect(brief).toEqual([
    ['consent', 'refused', 2, false],
    ['contact', 'no_contact', 2, false],
    ['date', 'last_dispatch_passed', 1, false],
    ['hold', 'hold:complaint', 1, false],
    ['hours', 'quiet_hours', 1, true],
  ]);
});

test('forms with a defect by what they lack, each with the channel on which the plan answers it', () => {
  const lacks = (why: string) => silent(1, { events: [{ at: at('2027-02-05 10:00'), kind: 'form_defective', why }] });
  const journeys = [lacks('none_ticked'), lacks('no_signature'), lacks('no_signature')];
  const of = (doc: RehearsalSetup['doc']) =>
    rehearse(journeys, { audience: 6, doc }).defects!.map(({ defect, count, channel }) => [defect, count, channel]);
  const onDefect = { purpose: 'service_notice', first: ['phone', 'post'], notice: 'defect', rounds: 2, wait: { days: 5 } } as const; // prettier-ignore
  const answering = { ...DOC, plan: { ...DOC.plan, onDefect: onDefect as never } };
  expect(of(DOC)).toEqual([['no_signature', 4, null], ['none_ticked', 2, null]]); // prettier-ignore
  expect(of(answering)).toEqual([['no_signature', 4, 'post'], ['none_ticked', 2, 'phone']]); // prettier-ignore
});

test('the strangest journeys: the rarest course first, the longer of two, then the lower number', () => {
  const moves = silent(9, {
    events: [...silent(9).events, { at: at('2027-02-03 10:00'), kind: 'opted_out', channel: 'mail' }],
  });
  const { strangest } = rehearse([
    silent(2),
    silent(3),
    answered(5, '2027-02-02 10:00'),
    moves,
    answered(4, '2027-02-09 10:00'),
    silent(1),
  ]);
  expect(strangest.map(({ journey, share }) => [journey, share])).toEqual([
    [9, 1 / 6],
    [4, 2 / 6],
    [1, 3 / 6],
  ]);
});

test('a customer of two segments is left over under the first one of the plan', () => {
  const { leftovers } = rehearse(
    [silent(1, { segments: ['companies', 'elderly'] }), silent(2, { segments: ['companies'] })],
    { contracts: 2 },
  );
  expect(leftovers.map(({ segment, count }) => [segment, count])).toEqual([
    ['companies', 1],
    ['elderly', 1],
  ]);
});

test('without any journey there is a result, and it claims nothing', () => {
  const { completed, cost, outcomes, sample, strangest, milestones } = rehearse([]);
  expect({ completed, outcomes, sample, strangest }).toEqual({
    completed: { low: 0, likely: 0, high: 1 },
    outcomes: {},
    sample: 0,
    strangest: [],
  });
  expect(cost).toMatchObject({ total: 0, perCompleted: null, saving: null });
  expect(milestones.every(({ likely }) => likely === null)).toBe(true);
});

/** A journey of a mail, a letter and a call, each simulated, closed by its first answer. */
function simulated(no: number, seed: number): RehearsedJourney {
  const segments = [[], ['elderly'], ['companies'], ['elderly', 'companies']][no % 4]!;
  const customer = { key: no, segments, contracts: [no] };
  const plan = [
    { step: 'first', channel: 'mail', nth: 1, at: at('2027-02-01 10:00') },
    { step: 'letter', channel: 'post', nth: 2, at: at('2027-02-03 06:00') },
    { step: 'call', channel: 'phone', nth: 3, at: at('2027-02-09 11:00') },
  ] as const;
  const events: RehearsedJourney['events'] = plan.flatMap(({ nth, ...made }) => {
    const contact = { ...made, nth, occurrence: 0, attempts: 3, spacingDays: 1 };
    const followed = simulate({ contact, customer, behaviour: DEFAULT_BEHAVIOUR, seed, calendar: CALENDAR });
    const simulatedEvents = followed.map((event): RehearsedJourney['events'][number] => ({
      ...{ at: event.at, kind: event.kind, step: event.step, channel: event.channel, cause: event.step },
      ...('attempt' in event && { attempt: event.attempt }),
      ...('minutes' in event && { minutes: event.minutes }),
      ...('choice' in event && event.choice && { why: event.choice }),
    }));
    return [{ ...made, kind: 'sent' } as const, ...simulatedEvents];
  });
  events.sort((a, b) => a.at - b.at);
  const answer = events.find(({ why }) => why === 'migrate' || why === 'cancel');
  const end = answer?.at ?? DOC.dates.applyBy;
  const outcome = answer ? (answer.why === 'migrate' ? 'migrated' : 'cancelled') : 'lapsed';
  return {
    ...{ journey: no, segments, events },
    contracts: [
      { outcome, at: end, why: answer ? 'web' : 'notified_and_silent', ...(answer?.cause && { cause: answer.cause }) },
    ],
    states: [
      { at: plan[0].at, state: 'notified' },
      { at: end, state: 'closed' },
    ],
  };
}

describe(`simulated customers (seed ${SEED})`, () => {
  const journeys = Array.from({ length: 400 }, (_, index) => simulated(index + 1, SEED));
  const scaled = {
    audience: 48_217,
    contracts: 52_003,
    lanes: { calls: 3_000, returns: 200 },
    behaviour: DEFAULT_BEHAVIOUR,
  };

  test('any order of the journeys gives the same bytes', () => {
    const text = JSON.stringify(rehearse(journeys, scaled));
    fc.assert(
      fc.property(fc.shuffledSubarray(journeys, { minLength: journeys.length }), (order) => {
        expect(JSON.stringify(rehearse(order, scaled))).toBe(text);
      }),
      runs(5),
    );
  });

  test('counts add up to the audience, curves only rise, and their ends keep their order', () => {
    const result = rehearse(journeys, scaled);
    const sum = (values: Iterable<number>) => [...values].reduce((all, value) => all + value, 0);
    expect(sum(Object.values(result.outcomes))).toBe(52_003);
    for (const outcome of ['lapsed', 'unreachable', 'pending'] as const) {
      const left = result.leftovers.filter((entry) => entry.outcome === outcome).map(({ count }) => count);
      expect(sum(left)).toBe(result.outcomes[outcome] ?? 0);
    }
    let before = { low: 0, likely: 0, high: 0 };
    for (const { states, completed, due } of result.days) {
      expect(sum(Object.values(states))).toBe(48_217);
      expect(completed.low <= completed.likely && completed.likely <= completed.high).toBe(true);
      expect(completed.low >= before.low && completed.likely >= before.likely && completed.high >= before.high).toBe(
        true,
      );
      expect(Object.values(due).every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
      before = completed;
    }
    expect(sum(result.days.map(({ due }) => due.mails))).toBe(48_217);
    expect(result.strangest).toHaveLength(20);
    expect(result.overloads.length).toBeGreaterThan(0);
  });
});
