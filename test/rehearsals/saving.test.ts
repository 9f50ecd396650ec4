import { type Behaviour } from '../../domain/rehearsals/behaviour';
import { costFigures, noWork } from '../../domain/rehearsals/counts/cost';
import { DEFAULT_BEHAVIOUR } from '../../domain/rehearsals/default-behaviour';
import { type Load, type RehearsalResult } from '../../domain/rehearsals/result';
import { savingSum } from '../../domain/rehearsals/saving';
import { savingSays } from '../../domain/texts/rehearsals/saving';
import { resultFixture } from './result-fixture';

const NONE: Record<Load, number> = { letters: 0, mails: 0, sms: 0, returns: 0, inquiries: 0, calls: 0 };

/** A campaign of so many completed contracts at these costs, against calls at so many yen per contract. */
function result(byLoad: Partial<Record<Load, number>>, { completed = 100, calling = 1_000, letters = 0 } = {}) {
  const made = resultFixture();
  const all = { ...NONE, ...byLoad };
  const total = Object.values(all).reduce((sum, yen) => sum + yen, 0);
  const cost = { ...made.cost, byLoad: all, total, perCompleted: completed === 0 ? null : total / completed };
  const baseline = { ...cost.baseline, perCompleted: calling };
  const days = made.days.slice(0, 1).map((day) => ({ ...day, due: { ...NONE, letters } }));
  return { ...made, days, cost: { ...cost, baseline } } satisfies RehearsalResult;
}

// 70 % below 1,000 yen are 300: 30,000 for a hundred contracts
test.each([
  // 20,000 too much of 50,000 for letters: three of five letters
  [
    'letters',
    { letters: 50_000 },
    { letters: 500 },
    { over: 20_000, letters: { sent: 500, most: 300 }, callFactor: 1.7 },
  ],
  // 10,000 for all else, and 40,000 less 30,000 must be saved of 30,000
  ['letters and a desk', { letters: 30_000, returns: 10_000 }, { letters: 200 }, { over: 10_000, letters: { sent: 200, most: 133 }, callFactor: 1.3 }], // prettier-ignore
  ['a desk that alone is too dear', { letters: 1_000, returns: 40_000 }, { letters: 10 }, { over: 11_000, letters: null, callFactor: 1.4 }], // prettier-ignore
  // (20,000 + 20,000 x) ÷ 100 = 300 x at x = 2
  [
    'calls that become dearer too',
    { mails: 20_000, calls: 20_000 },
    {},
    { over: 10_000, letters: null, callFactor: 2 },
  ],
  [
    'calls as dear as the target',
    { mails: 1_000, calls: 30_000 },
    {},
    { over: 1_000, letters: null, callFactor: null },
  ],
  ['mails', { mails: 2_000 }, {}, { over: 0, letters: null, callFactor: 1 }],
])('what a saving of 70 %% would take: %s', (_, byLoad, more, expected) => {
  const found = savingSum(result(byLoad, more))!;
  expect(found).toMatchObject({ calling: 1_000, target: 300, ...expected });
  expect(found.parts.reduce((sum, { yen }) => sum + yen, 0)).toBeCloseTo(found.own, 6);
});

test('without a completed contract, or without calls, there is nothing to compare', () => {
  expect(savingSum(result({ mails: 1 }, { completed: 0 }))).toBeNull();
  expect(savingSum(result({ mails: 1 }, { calling: 0 }))).toBeNull();
  expect(savingSays(result({ mails: 1 }, { completed: 0 }), 'ja')).toEqual([]);
});

test('the sum is said in words', () => {
  const made = result({ letters: 30_000, returns: 10_000 }, { letters: 200 });
  expect(savingSays(made, 'en')).toEqual([
    '400 yen per contract are: Letters 300, Returns 100.',
    'To be 70% below calling everyone (1,000 yen per contract), a contract may cost 300 yen: 10,000 yen less in all.',
    'By letters alone, with the same completions and all else equal: at most 133 in place of 200.',
    'By the price of calls alone: 1.3 times as much as now.',
  ]);
  expect(savingSays(result({ mails: 2_000 }), 'en').at(-1)).toMatch(/less than 300 yen per contract/);
});

test('the figures of docs/rehearsal.md are those of the defaults', () => {
  const audience = { customers: 1_000, contracts: 1_000, bySegments: new Map([['', { customers: 1_000, contracts: 1_000 }]]), attempts: 3 }; // prettier-ignore
  const of = (behaviour: Behaviour) => costFigures({ work: noWork(), completed: 0, audience }, behaviour, 1).baseline;
  expect(of(DEFAULT_BEHAVIOUR)).toEqual({ calls: 2_190, minutes: 5_099, total: 327_840, perCompleted: 1_127 });
});
