import { askingOf } from '../../../sandbox/customers/questions/asking';
import { writtenQuestion } from '../../../sandbox/customers/questions/questions';
import { SeededRandom } from '../../../sandbox/customers/seeded-random';
import { countAmiss } from '../../../sandbox/demo/inquiries';

const people = (rates: { perNoticeAndDay: number; automatic: number }) =>
  Array.from({ length: 2_000 }, (_, n) => askingOf(new SeededRandom(1, `customer ${n}`), rates));

it('as many write as the rates say, the same ones for the same seed', () => {
  const rates = { perNoticeAndDay: 0.02, automatic: 0.05 };
  const all = people(rates);
  expect(people(rates)).toEqual(all);
  const about = (notice: number) => all.filter(({ question }) => question?.about === notice).length / all.length;
  expect(about(1)).toBeGreaterThan(0.04);
  expect(about(1)).toBeLessThan(0.08);
  expect(all.filter(({ autoReply }) => autoReply).length / all.length).toBeCloseTo(0.05, 1);
  expect(people({ perNoticeAndDay: 0, automatic: 0 }).every(({ question, autoReply }) => !question && !autoReply)).toBe(
    true,
  );
});

const text = (contract: string) => writtenQuestion(0, { name: '見本 花子', contract }, contract.startsWith('E'));

it.each<[string, [string, number][], string[][], number]>([
  ['each customer has one case', [['A', 1], ['E', 2]], [['A'], ['E', 'E']], 0], // prettier-ignore
  ['a question was lost', [['A', 1], ['B', 1]], [['A']], 1], // prettier-ignore
  ['one of two texts was lost', [['A', 2]], [['A']], 1],
  ['a customer was asked twice', [['A', 2]], [['A'], ['A']], 1],
  ['a mail became two contacts', [['A', 1]], [['A', 'A']], 1],
  ['two customers of the file have the same number', [['A', 1], ['A', 1]], [['A'], ['A']], 0], // prettier-ignore
])('%s: the demo counts it', (_, written, cases, amiss) => {
  const questions = written.map(([contract, contacts]) => ({ contract, contacts }));
  const texts = cases.map((contracts) => contracts.map(text));
  expect(countAmiss(questions, texts)).toBe(amiss);
});

it('an automatic reply that became a case is counted', () => {
  expect(countAmiss([], [['ただいま休暇をいただいております。']])).toBe(1);
});
