import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parse } from 'yaml';
import { parseCampaignFile } from '../../../api/campaign-file/read';
import { AppError, type Issue } from '../../../domain/errors';
import { lintNotice, lintTexts } from '../../../rendering/lint';

const example = readFileSync('examples/campaign.yaml', 'utf8');
const now = Date.parse('2027-01-31T09:00:00+09:00');
const hashContract = (number: string) => number;

function issuesOf(text: string): Issue[] {
  try {
    parseCampaignFile(text, { now, hashContract, lintNotice, lintTexts, language: 'en' });
  } catch (error) {
    if (error instanceof AppError) return error.issues;
    throw error;
  }
  return [];
}

const MANY = 90_000;
const times = (count: number, line: (n: number) => string) => Array.from({ length: count }, (_, n) => line(n));
const keys = (count: number, value: unknown) => Object.fromEntries(times(count, (n) => `k${n}`).map((k) => [k, value]));
/** The example with one section replaced. */
const withSection = (section: string, value: unknown): string => {
  const file = parse(example) as Record<string, unknown>;
  return JSON.stringify({ ...file, [section]: value });
};

it.each<[string, string, string]>([
  ['keys of the file', times(MANY, (n) => `k${n}: 1`).join('\n'), 'keys_too_many'],
  ['facts', withSection('facts', keys(MANY, 1)), 'keys_too_many'],
  ['facts that are right', withSection('facts', keys(600, { ja: 'あ', en: 'a' })), 'keys_too_many'],
  ['columns in a mapping without values', `columns: {${times(MANY, (n) => `k${n}`).join()}}`, 'keys_too_many'],
  ['the same key', times(MANY, () => 'k: 1').join('\n'), 'keys_too_many'],
  [
    'aliases of as many anchors',
    `a: [${times(MANY, (n) => `&a${n} x`).join()}]\nb: [${times(MANY, (n) => `*a${n}`).join()}]`,
    'yaml_syntax',
  ],
  ['lines that are no YAML', times(MANY, (n) => `\tk${n}: "`).join('\n'), 'keys_too_many'],
])('very many %s are one finding, at once', (_, text, code) => {
  const before = performance.now();
  expect(issuesOf(text).map((issue) => issue.code)).toEqual([code]);
  expect(performance.now() - before).toBeLessThan(8_000); // took five minutes
});

it('says how many keys there may be, and in which line that is exceeded', () => {
  const text = `facts:\n${times(501, (n) => `  k${n}: 1`).join('\n')}`;
  expect(issuesOf(text)).toEqual([
    expect.objectContaining({ code: 'keys_too_many', message: 'There are too many keys by line 502 (at most 500).' }),
  ]);
  expect(issuesOf(withSection('facts', keys(500, 1))).map(({ code }) => code)).not.toContain('keys_too_many');
});

it('names fifty findings, and no more, of a file with hundreds', () => {
  expect(issuesOf(withSection('facts', keys(400, 1)))).toHaveLength(50);
  expect(issuesOf(withSection('notices', keys(400, 1)))).toHaveLength(50);
  const steps = times(30, () => 's').map((id) => ({ id, kind: 'reminder', first: ['mail', 'mail'], notice: 'none' }));
  expect(issuesOf(withSection('plan', { steps }))).toHaveLength(50);
});

it('reads the longest lists that a file may have', () => {
  const file = parse(example) as { policy: { overrides: { contracts: string[] }[] } };
  file.policy.overrides[0]!.contracts = times(10_000, (n) => `MN${n}`);
  expect(issuesOf(JSON.stringify(file))).toEqual([]);
});
