import { type Choice, SeededRandom } from '../../sandbox/customers/seeded-random';
import { fillForm } from '../../sandbox/customers/form-filling';
import { type Slip } from '../../sandbox/customers/persona';
import { readForm } from '../../sandbox/operators/form-reading';
import { printForm } from './operators-support';

const CODE = '7K3M9Q2RT5WX';
const sound: Choice[] = ['migrate', 'cancel', 'migrate'];

it.each(Array.from({ length: 6 }, (_, number) => number))('reads what hand %i has written', async (hand) => {
  const random = new SeededRandom(hand, 'operator');
  const contracts = random.between('contracts', 1, 6);
  const choices = Array.from({ length: contracts }, (_, i): Choice =>
    random.withProbability(`${i}`, 0.5) ? 'migrate' : 'cancel',
  );
  const writtenOn = new Date(Date.UTC(2026, 0, 1 + random.between('day', 0, 700))).toISOString().slice(0, 10);
  const filled = await fillForm(await printForm(CODE, contracts), { choices, writtenOn, slip: undefined }, random);
  expect(await readForm(filled, contracts)).toEqual({ choices, writtenOn, signed: true });
});

it.each<[Slip, object]>([
  ['unsigned', { choices: sound, writtenOn: '2027-02-18', signed: false }],
  ['undated', { choices: sound, writtenOn: null, signed: true }],
  ['both', { choices: ['both', 'cancel', 'migrate'], writtenOn: '2027-02-18', signed: true }],
  ['none', { choices: ['none', 'cancel', 'migrate'], writtenOn: '2027-02-18', signed: true }],
])('sees what is wrong with a form: %s', async (slip, expected) => {
  const filling = { choices: sound, writtenOn: '2027-02-18', slip };
  const filled = await fillForm(await printForm(CODE, 3), filling, new SeededRandom(1, 'operator'));
  expect(await readForm(filled, 3)).toEqual(expected);
});

it('reads a form of several pages, signed on the last one', async () => {
  const choices = Array.from({ length: 8 }, (_, i): Choice => (i % 3 === 0 ? 'cancel' : 'migrate'));
  const filling = { choices, writtenOn: '2027-03-01', slip: undefined };
  const filled = await fillForm(await printForm(CODE, 8), filling, new SeededRandom(1, 'operator'));
  expect(filled).toHaveLength(2);
  expect(await readForm(filled, 8)).toEqual({ choices, writtenOn: '2027-03-01', signed: true });
});

it.each([0, 1, 2, 3, 4, 5])(
  'stamps the hanko where the form has a box for it, and finds it there (hand %i)',
  async (hand) => {
    const rules = { hanko: 'required', account: 'none' } as const;
    const blank = await printForm(CODE, 3, rules);
    const random = new SeededRandom(hand, 'operator');
    const filling = { choices: sound, writtenOn: '2027-02-18', slip: undefined };
    const asks = { hanko: true };
    const read = { choices: sound, writtenOn: '2027-02-18', signed: true };
    expect(await readForm(await fillForm(blank, filling, random), 3, asks)).toEqual({ ...read, stamped: true });
    const without = await fillForm(await printForm(CODE, 3), filling, random);
    expect(await readForm(without, 3)).toEqual(read);
    const unsigned = await readForm(await fillForm(blank, { ...filling, slip: 'unsigned' }, random), 3, asks);
    expect(unsigned).toEqual({ ...read, signed: false, stamped: true });
    expect((await readForm(blank, 3, asks))?.stamped).toBe(false);
  },
);

it('fills in the same form to the last dot', async () => {
  const filling = { choices: sound, writtenOn: '2027-02-18', slip: undefined };
  const blank = await printForm(CODE, 3);
  const twice = [
    await fillForm(blank, filling, new SeededRandom(2, 'x')),
    await fillForm(blank, filling, new SeededRandom(2, 'x')),
  ];
  expect(twice[0]![0]!.equals(twice[1]![0]!)).toBe(true);
});

it('reads what is there of a form with fewer contracts than expected', async () => {
  const filling = { choices: ['cancel' as const], writtenOn: '2027-02-18', slip: undefined };
  const filled = await fillForm(await printForm(CODE, 1), filling, new SeededRandom(4, 'operator'));
  expect(await readForm(filled, 3)).toEqual({
    choices: ['cancel', 'none', 'none'],
    writtenOn: '2027-02-18',
    signed: true,
  });
});

it('recognises no form where there is none', async () => {
  const [blank] = await printForm(CODE, 1);
  expect((await readForm([blank!], 1))?.choices).toEqual(['none']);
  expect(await readForm([blank!.subarray(0, 0)], 1).catch(() => undefined)).toBeUndefined();
});
