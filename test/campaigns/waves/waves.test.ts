import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseCampaignFile } from '../../../api/campaign-file/read';
import { planExplain } from '../../../cli/plan-explain';
import { type Wave } from '../../../domain/campaigns/campaign';
import { AppError } from '../../../domain/errors';
import { divideIntoWaves } from '../../../domain/campaigns/waves';

const name = { ja: '便', en: 'wave' };
const wave = (id: string, rule: Partial<Wave> = {}): Wave => ({ id, name, begins: 0, ...rule });
const customers = Array.from({ length: 1_000 }, (_, n) => n + 1);
const tenth = (id: number) => id % 10 === 0;
const divide = (waves: Wave[], ids = customers) => divideIntoWaves(waves, ids, tenth);
const counts = (waves: Wave[], ids = customers) => {
  const found = [...divide(waves, ids).values()];
  return waves.map(({ id }) => found.filter((one) => one === id).length);
};

it.each<[string, Wave[], number[]]>([
  ['shares of everybody', [wave('a', { share: 30 }), wave('b', { share: 70 })], [300, 700]],
  ['thirds, none lost', [wave('a', { share: 33.3 }), wave('b', { share: 33.3 }), wave('c')], [333, 333, 334]],
  ['a size and the rest', [wave('a', { size: 120 }), wave('b')], [120, 880]],
  ['a size larger than all', [wave('a', { size: 5_000 }), wave('b')], [1_000, 0]],
  ['a segment first, shares of the others', [wave('a', { share: 50 }), wave('b'), wave('c', { only: ['x'] })], [450, 450, 100]], // prettier-ignore
])('divides by %s', (_, waves, expected) => {
  expect(counts(waves)).toEqual(expected);
});

it('gives each customer the same wave again, whichever others are in the audience, and draws the waves from the whole audience', () => {
  const waves = [wave('a', { share: 50 }), wave('b')];
  const again = divide(waves, customers.toReversed());
  expect(again).toEqual(divide(waves));
  const first = customers.slice(0, 500).filter((id) => again.get(id) === 'a').length;
  expect(Math.abs(first - 250)).toBeLessThan(60);
});

const now = Date.parse('2027-01-31T09:00:00+09:00');
function check(waves: object[], segments: object = { old: { ageFrom: 75 } }): string[] {
  const file = { ...(parse(readFileSync('examples/campaign.yaml', 'utf8')) as Record<string, unknown>) };
  const known = file['segments'] as object | undefined;
  const text = JSON.stringify({ ...file, segments: { ...known, ...segments }, waves });
  try {
    parseCampaignFile(text, { now, hashContract: (number) => number, language: 'en' });
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.issues.map(({ path, code, message }) => `${path} ${code}: ${message}`);
  }
}
const given = (id: string, rule: object = {}, begins = '2027-02-08') => ({ id, name, begins, ...rule });

it.each<[string, object[], RegExp[]]>([
  ['two halves', [given('w1', { share: 50 }), given('w2', { share: 50 }, '2027-02-15')], []],
  ['a segment, a size and the rest', [given('w1', { only: ['old'] }), given('w2', { size: 10 }), given('w3')], []],
  [
    'a begin after the last dispatch',
    [given('w1', { size: 10 }), given('w2', {}, '2027-04-17')],
    [/^waves\[1\]\.begins wave_after_last_dispatch: .*2027-04-17.*2027-04-16/],
  ],
  ['a begin on the last day of dispatch', [given('w1', {}, '2027-04-16')], []],
  [
    'a begin before the first dispatch',
    [given('w1', {}, '2027-01-31')],
    [/^waves\[0\]\.begins wave_before_first_dispatch/],
  ],
  ['no such day', [given('w1', {}, '2027-02-30')], [/^waves\[0\]\.begins date_impossible/]],
  ['the same id', [given('w1', { size: 1 }), given('w1')], [/^waves\[1\]\.id item_twice/]],
  ['two rules', [given('w1', { size: 1, share: 5 }), given('w2')], [/^waves\[0\]\.share wave_rule_twice/]],
  ['an unknown segment', [given('w1', { only: ['young'] }), given('w2')], [/^waves\[0\]\.only\[0\] segment_unknown/]],
  ['two rests', [given('w1'), given('w2')], [/^waves\[1\] wave_rest_twice/]],
  ['no wave for the others', [given('w1', { size: 5 })], [/^waves wave_rest_missing/]],
  ['shares below the whole', [given('w1', { share: 40 }), given('w2', { share: 50 })], [/^waves wave_shares: .*90/]],
  ['shares with nothing left', [given('w1', { share: 100 }), given('w2')], [/^waves wave_shares_full: .*100/]],
])('a file with %s', (_, waves, expected) => {
  const found = check(waves);
  expect(found).toHaveLength(expected.length);
  for (const [index, line] of found.entries()) expect(line).toMatch(expected[index]!);
});

describe('plan explain for a wave', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'tsunagi-waves-')), 'campaign.json');
  const example = parse(readFileSync('examples/campaign.yaml', 'utf8')) as object;
  writeFileSync(
    file,
    JSON.stringify({ ...example, waves: [given('w1', { size: 10 }), given('w2', {}, '2027-02-15')] }),
  );
  const explain = (wave: string) => {
    const [out, err]: [string[], string[]] = [[], []];
    const options = { scenario: `{wave: ${wave}}`, start: now, json: false, lang: 'en' as const };
    const [toOut, toErr] = [(line: string) => out.push(line), (line: string) => err.push(line)];
    return { code: planExplain(file, options, toOut, toErr), out: out.join('\n'), err };
  };

  it('dates the first step from the day of the wave, and says so', () => {
    const { code, out } = explain('w2');
    expect(code).toBe(0);
    expect(out).toMatch(/2027-02-15[^\n]*\n?[^\n]*the day on which its wave begins/);
    expect(out).not.toMatch(/2027-02-01 09:00/);
  });

  it('names the waves there are when it does not know one', () => {
    const { code, err } = explain('w3');
    expect({ code, err }).toEqual({ code: 1, err: ['wave: "w3" is not a valid choice. → Choose one of: w1, w2'] });
  });
});
