import { parse, stringify } from 'yaml';
import { divideIntoWaves } from '../../../domain/campaigns/waves';
import { weekdayOf } from '../../../domain/campaigns/calendar';
import { fileWaves } from '../../../domain/campaigns/pacing/fragment';
import { type Group, type Kind, type PacingInput } from '../../../domain/campaigns/pacing/pacing';
import { planWaves } from '../../../domain/campaigns/pacing/plan-waves';
import { DEFAULT_BEHAVIOUR } from '../../../domain/rehearsals/default-behaviour';
import { channelsDoc } from '../../support/seed';

const byPost = (customers: number, segments: string[] = []): Kind => ({ channels: ['post', 'phone'], segments, customers }); // prettier-ignore
const byMail = (customers: number): Kind => ({ channels: ['mail', 'post', 'phone'], segments: [], customers });
const everyone = (...kinds: Kind[]): Group => ({ segment: null, kinds });
const input = (change: Partial<PacingInput> = {}): PacingInput => ({
  doc: channelsDoc(),
  behaviour: DEFAULT_BEHAVIOUR,
  from: '2027-02-01',
  earliest: '2027-01-12',
  groups: [everyone(byPost(4000), byMail(6000))],
  limits: { print: 800, callMinutes: 6000, returns: 400 },
  trial: null,
  size: { min: 100, max: 1_000_000 },
  deskDays: ['tue', 'wed', 'thu'],
  fixed: [],
  ...change,
});
const total = (waves: { customers: number }[]) => waves.reduce((sum, { customers }) => sum + customers, 0);

it.each<[what: string, change: Partial<PacingInput>]>([
  ['print, calls and the return desk', {}],
  ['mails', { limits: { mails: 900 } }],
  ['only calls', { limits: { callMinutes: 3000 } }],
  ['a million customers', { groups: [everyone(byPost(400_000), byMail(600_000))], limits: { print: 90_000, callMinutes: 500_000 } }], // prettier-ignore
  ['any weekday', { deskDays: [] }],
])('never forecasts more than a limit takes on a day: %s', (_, change) => {
  const given = input(change);
  const plan = planWaves(given);
  expect(total(plan.waves)).toBeGreaterThan(0);
  for (const [load, limit] of Object.entries(given.limits)) {
    const over = plan.days.filter((day) => day.load[load as 'print'] > limit + 0.1);
    expect([load, over.map(({ day }) => day)]).toEqual([load, []]);
  }
  expect(planWaves(given)).toEqual(plan);
});

it('takes everyone in one wave where nothing is limited, and says when the last one would have to begin', () => {
  const plan = planWaves(input({ limits: {} }));
  expect(plan).toMatchObject({ left: 0, options: [], waves: [{ customers: 10_000, segment: null }] });
  const late = planWaves(input({ limits: {}, from: plan.lastStart!, deskDays: [] }));
  expect(late.left).toBe(0);
  expect(planWaves(input({ limits: {}, from: '2027-04-14', deskDays: [] })).left).toBe(10_000);
});

it('posts so that letters mainly arrive on Tuesday to Thursday, and never on a Friday', () => {
  const { waves } = planWaves(input({ groups: [everyone(byPost(6000))], limits: { print: 500 } }));
  expect(waves.length).toBeGreaterThan(2);
  expect([...new Set(waves.map(({ begins }) => weekdayOf(begins)))].sort()).toEqual(['mon', 'tue']);
});

it('begins with the groups given first, and only then with the others', () => {
  const elderly: Group = { segment: 'elderly', kinds: [byPost(1500, ['elderly'])] };
  const { waves } = planWaves(input({ groups: [elderly, everyone(byMail(2000))], limits: { print: 500 } }));
  const order = waves.map(({ segment }) => segment);
  expect(order.lastIndexOf('elderly')).toBeLessThan(order.indexOf(null));
  expect(total(waves.filter(({ segment }) => segment === 'elderly'))).toBe(1500);
});

it('begins with a small trial and leaves days to judge it', () => {
  const { waves } = planWaves(input({ trial: { size: 300, days: 7 } }));
  expect(waves[0]).toMatchObject({ customers: 300, trial: true });
  expect(Date.parse(waves[1]!.begins) - Date.parse(waves[0]!.begins)).toBeGreaterThanOrEqual(7 * 86_400_000);
});

it('says what would help where the dates cannot be kept, and each that keeps them does so when it is used', () => {
  const given = input({ limits: { print: 150, callMinutes: 20_000, returns: 1000 } });
  const plan = planWaves(given);
  expect(plan.left).toBeGreaterThan(0);
  const capacity = plan.options.find(({ help }) => help.kind === 'capacity')!;
  expect(capacity.kept).toBe(true);
  const limits = { ...given.limits, ...(capacity.help as { limits: object }).limits };
  expect(planWaves({ ...given, limits }).left).toBe(0);
  const tight = Math.floor(((capacity.help as { limits: { print: number } }).limits.print * 9) / 10);
  expect(planWaves({ ...given, limits: { ...given.limits, print: tight } }).left).toBeGreaterThan(0);
  for (const { kept, left, cost } of plan.options) {
    expect([kept, cost > 0]).toEqual([left === 0, true]);
    if (!kept) expect(left).toBeLessThan(plan.left);
  }
});

it('leaves room for what waves that have begun still bring', () => {
  const free = planWaves(input({ limits: { print: 800 } }));
  const taken = planWaves(input({ limits: { print: 800 }, fixed: [{ begins: '2027-01-18', customers: 1500 }] }));
  expect(taken.waves[0]!.customers).toBeLessThanOrEqual(free.waves[0]!.customers);
  expect(taken.days.every(({ load }) => load.print <= 800.1)).toBe(true);
});

it('writes waves that divide exactly as planned when the file is read', () => {
  const elderly: Group = { segment: 'elderly', kinds: [byPost(1500, ['elderly'])] };
  const { waves } = planWaves(input({ groups: [elderly, everyone(byMail(2000))], limits: { print: 500 } }));
  const file = parse(stringify({ waves: fileWaves(waves) })) as { waves: ReturnType<typeof fileWaves> };
  const ids = Array.from({ length: 3500 }, (_, index) => index + 1);
  const division = divideIntoWaves(
    file.waves.map((wave) => ({ ...wave, begins: Date.parse(`${wave.begins}T00:00:00+09:00`) })),
    ids,
    (id) => id <= 1500,
  );
  const counts = file.waves.map(({ id }) => [...division.values()].filter((wave) => wave === id).length);
  expect(counts).toEqual(waves.map(({ customers }) => customers));
});
