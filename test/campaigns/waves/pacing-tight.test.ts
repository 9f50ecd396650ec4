import fc from 'fast-check';
import { Courses } from '../../../domain/campaigns/pacing/courses';
import { type Group, type Limits, type PacedLoad, type PacingInput } from '../../../domain/campaigns/pacing/pacing';
import { planWaves } from '../../../domain/campaigns/pacing/plan-waves';
import { DEFAULT_BEHAVIOUR } from '../../../domain/rehearsals/default-behaviour';
import { gapsSay, planSays } from '../../../domain/texts/rehearsals/waves';
import { FUZZ_MS, runs } from '../../property/runs';
import { channelsDoc } from '../../support/seed';

const group = (segment: string | null, byPost: number, byMail: number): Group => ({
  segment,
  kinds: [
    { channels: ['post', 'phone'], segments: segment ? [segment] : [], customers: byPost },
    { channels: ['mail', 'post', 'phone'], segments: segment ? [segment] : [], customers: byMail },
  ],
});
const input = (change: Partial<PacingInput>): PacingInput => ({
  doc: channelsDoc(),
  behaviour: DEFAULT_BEHAVIOUR,
  from: '2027-02-01',
  earliest: '2027-02-01',
  groups: [group(null, 4000, 2000)],
  limits: {},
  trial: null,
  size: { min: 60, max: 6000 },
  deskDays: ['tue', 'wed', 'thu'],
  fixed: [],
  ...change,
});
const plan = (change: Partial<PacingInput>) => planWaves(input(change), { options: false });

it('begins smaller waves where the calls after large ones would leave weeks without a start', () => {
  const { left, gaps, waves } = plan({ limits: { callMinutes: 2000 } });
  // with as many as fit each day 2,098 begin on 1 February, no one for three weeks, and 1,811 find no day
  expect([left, gaps]).toEqual([0, []]);
  expect(Math.max(...waves.map(({ customers }) => customers))).toBeLessThan(2000);
});

it('says what is full where for more than a week no wave can begin', () => {
  const given = input({ limits: { returns: 60 } });
  const { gaps, days, waves } = planWaves(given, { options: false });
  const [gap] = gaps;
  expect(gap).toMatchObject({ load: 'returns', until: waves[1]!.begins });
  const courses = new Courses(given);
  const more = courses.of(given.groups[0]!, courses.table.of(gap!.from)).loads.returns[courses.table.of(gap!.day)]!;
  const known = days.find(({ day }) => day === gap!.day)!.load.returns;
  expect(known + given.size.min * more).toBeGreaterThan(60);
  expect(gapsSay({ gaps }, 'ja')[0]).toBe(
    `${gap!.from} から ${gap!.until} の前日までは、ロットを始められません。始めると ${gap!.day} の返送受付が上限を超えます。`,
  );
  expect(gapsSay({ gaps }, 'en')[0]).toContain(`it would pass the limit on ${gap!.day} (Return desk).`);
});

const wishes = fc.record({
  groups: fc.oneof(
    fc.tuple(fc.nat(4000), fc.nat(4000)).map(([post, mail]) => [group(null, post + 1, mail)]),
    fc.tuple(fc.nat(2000), fc.nat(4000)).map(([one, other]) => [group('elderly', one + 1, 0), group(null, 5, other)]),
  ),
  limits: fc.record(
    {
      print: fc.integer({ min: 100, max: 3000 }),
      callMinutes: fc.integer({ min: 500, max: 6000 }),
      returns: fc.integer({ min: 20, max: 400 }),
      mails: fc.integer({ min: 100, max: 4000 }),
    },
    { requiredKeys: [] },
  ),
  size: fc.integer({ min: 1, max: 200 }).map((min) => ({ min, max: 8000 })),
  deskDays: fc.constantFrom<PacingInput['deskDays']>([], ['tue', 'wed', 'thu']),
});

it(
  'lets no day pass its limit, and no customer of the last wave could begin earlier',
  () => {
    fc.assert(
      fc.property(wishes, (wish) => {
        const given = input(wish as Partial<PacingInput>);
        const { waves, lastStart } = planWaves(given, { options: false });
        const divided = new Divided(given, waves);
        expect(divided.over()).toEqual([]);
        for (const own of given.groups) {
          expect(divided.free(own, lastStart, divided.left(own))).toEqual([]);
          expect(divided.earlier(own)).toEqual([]);
        }
      }),
      runs(40),
    );
  },
  FUZZ_MS,
);

/** The loads of waves, added up here once more. */
class Divided {
  private readonly courses: Courses;
  private readonly used: Record<string, number[]>;

  constructor(
    private readonly given: PacingInput,
    private readonly waves: { begins: string; segment: string | null; customers: number }[],
  ) {
    this.courses = new Courses(given);
    const { table } = this.courses;
    this.used = Object.fromEntries(
      Object.keys(given.limits).map((load) => [load, Array.from({ length: table.size }, () => 0)]),
    );
    for (const { begins, segment, customers } of waves) {
      const own = given.groups.find((one) => one.segment === segment)!;
      for (const [load, sums] of Object.entries(this.used)) {
        const { loads } = this.courses.of(own, table.of(begins));
        for (const at of sums.keys()) sums[at]! += loads[load as PacedLoad][at]! * customers;
      }
    }
  }

  over(): string[] {
    return Object.entries(this.given.limits).flatMap(([load, limit]) =>
      this.used[load]!.flatMap((used, at) => (used > limit + 1e-6 ? [`${load} ${this.courses.table.days[at]}`] : [])),
    );
  }

  left({ segment, kinds }: Group): number {
    const sum = (list: { customers: number }[]) => list.reduce((total, { customers }) => total + customers, 0);
    return sum(kinds) - sum(this.waves.filter((wave) => wave.segment === segment));
  }

  /** Days on which customers of the last wave of a group could begin in place of its day. */
  earlier(own: Group): string[] {
    const waves = this.waves.filter(({ segment }) => segment === own.segment);
    const last = waves.at(-1);
    return last ? this.free(own, last.begins, last.customers, last.begins) : [];
  }

  /** Days up to one on which further customers of a group could begin: one in a wave that is there, else the smallest wave. */
  free(own: Group, until: string | null, left: number, instead?: string): string[] {
    const { table } = this.courses;
    const before = this.waves.filter(({ segment }) => segment !== null && segment !== own.segment).at(-1)?.begins;
    const found: string[] = [];
    if (left === 0) return found;
    for (let day = table.of(before ?? this.given.from); until !== null && day <= table.of(until); day++) {
      if (table.days[day] === instead || !this.courses.isGood(own, day, this.given.deskDays)) continue;
      const there = this.waves.some(({ begins, segment }) => begins === table.days[day] && segment === own.segment);
      if (this.fits(own, day, there ? 1 : Math.min(left, this.given.size.min), instead)) found.push(table.days[day]!);
    }
    return found;
  }

  private fits(own: Group, day: number, customers: number, instead?: string): boolean {
    const { loads } = this.courses.of(own, day);
    const other = instead === undefined ? undefined : this.courses.of(own, this.courses.table.of(instead)).loads;
    return (Object.entries(this.given.limits) as [keyof Limits & string, number][]).every(([load, limit]) =>
      this.used[load]!.every((used, at) => {
        const more = (loads[load][at]! - (other?.[load][at] ?? 0)) * customers;
        return more < 1e-9 || used + more <= limit - 1e-7;
      }),
    );
  }
}

it.each<[what: string, limits: Limits]>([
  ['printing and posting with one limit', { print: 30, post: 30 }],
  ['a capacity of nothing', { returns: 0 }],
  ['a capacity far too small', { callMinutes: 4 }],
  ['loads of which each is full', { print: 60, post: 60, callMinutes: 100, returns: 0 }],
])('names the least capacity that keeps the dates where the limit is %s', (_, limits) => {
  const { options, left } = planWaves(input({ limits }));
  const [enough, ...others] = options.filter(({ help }) => help.kind === 'capacity');
  expect([left > 0, enough?.kept, others]).toEqual([true, true, []]);
  const more = (enough!.help as { limits: Limits }).limits;
  expect(plan({ limits: { ...limits, ...more } }).left).toBe(0);
  for (const [load, limit] of Object.entries(more)) {
    const tight = { ...limits, ...more, [load]: Math.min(limit - 1, Math.floor(limit * 0.9)) };
    expect([load, plan({ limits: tight }).left > 0]).toEqual([load, true]);
  }
});

it('begins no wave where no day can take the trial, says how large one may be, and plans that', () => {
  const given = { limits: { print: 700, post: 700 }, trial: { size: 3000, days: 7 } };
  const refused = planWaves(input(given));
  expect(refused).toMatchObject({ waves: [], left: 6000, trialRoom: expect.any(Number) });
  expect(planSays({ ...refused, customers: 6000, trial: 3000 }, 'en')).toBe(
    `No day can take a trial of 3,000 customers, the most is ${refused.trialRoom!.toLocaleString('en-US')}.`,
  );
  const { help, kept } = refused.options.find((option) => option.help.kind === 'smaller_trial')!;
  const { size } = help as { size: number };
  expect([kept, size <= refused.trialRoom!]).toEqual([true, true]);
  const { waves, left } = plan({ ...given, trial: { size, days: 7 } });
  expect([left, waves[0]]).toMatchObject([0, { trial: true, customers: size }]);
  expect(plan({ ...given, trial: { size: refused.trialRoom! + 1, days: 7 } }).waves).toEqual([]);
});

it('begins a trial of customers to whom nothing can be sent, and the next wave after its days', () => {
  const silent: Group = { segment: null, kinds: [{ channels: [], segments: [], customers: 10 }] };
  const { waves } = plan({ groups: [group('elderly', 10, 0), silent], trial: { size: 2, days: 7 } });
  expect(waves[0]).toMatchObject({ begins: '2027-02-01', customers: 2, trial: true });
  expect(waves[1]!.begins >= '2027-02-08').toBe(true);
});

it('spreads a small group over many days though its waves are smaller than others may be', () => {
  const few: Group = { segment: 'few', kinds: [{ channels: ['sms'], segments: ['few'], customers: 60 }] };
  const given = { groups: [few, group(null, 0, 5940)], limits: { sms: 7 } };
  expect(plan(given)).toMatchObject({ left: 0 });
});
