import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { checkPlanApart, docIn, readFileApart } from '../../../api/campaign-file/file-decoder';
import { checkPlan } from '../../../api/campaign-file/plan-check';
import { parseCampaignFile } from '../../../api/campaign-file/read';
import { lintNotice, lintTexts } from '../../../rendering/lint';

const example = readFileSync('examples/campaign.yaml', 'utf8');
const context = {
  now: Date.parse('2027-01-31T09:00:00+09:00'),
  language: 'en' as const,
  hashContract: (number: string) => `<${number}>`,
};
const here = (text: string) => parseCampaignFile(text, { ...context, lintNotice, lintTexts });

it('a file read apart is what it would be here, contract numbers hashed', async () => {
  expect(docIn(await readFileApart(example, context))).toEqual(here(example));
  const file = parse(example) as { policy: { overrides: { contracts: string[] }[] } };
  file.policy.overrides[0]!.contracts = ['ＭＮ１ ', 'MN1', 'MN2', `hash:${'0a'.repeat(16)}`];
  const { policy } = docIn(await readFileApart(JSON.stringify(file), context));
  expect(policy.overrides[0]!.contractHashes).toEqual(['<MN1>', '<MN2>', '0a'.repeat(16)]);
});

it.each([
  ['not a mapping', '- 1'],
  ['with a wrong key', `${example}\ncolour: red`],
  ['with a notice that cannot be drawn', example.replace('{{ name }}', '{{ nmae }}')],
  ['whose last dispatch is past', example.replace(/lastDispatch: .*/, "lastDispatch: '2027-01-30'")],
])('a file %s is refused in the same words', async (_, text) => {
  const reading = await readFileApart(text, context);
  const { code, issues } = (reading as { refusal: { code: string; issues: unknown[] } }).refusal;
  expect(() => here(text)).toThrow(expect.objectContaining({ code, issues }));
  expect(issues.length).toBeGreaterThan(0);
});

it('what takes too long is refused in words, and the next file is read', async () => {
  const reading = await readFileApart(example, context, 1);
  expect(reading).toMatchObject({
    refusal: {
      code: 'campaign_file_invalid',
      issues: [{ code: 'too_costly', message: 'The file is too complex to be read in the time allowed.' }],
    },
  });
  const doc = docIn(await readFileApart(example, context));
  expect(await checkPlanApart(doc, 'en', { limitMs: 1 })).toMatchObject([{ code: 'check_too_costly' }]);
  expect(await checkPlanApart(doc, 'en')).toEqual(checkPlan(doc, 'en'));
});

it('segments that make hundreds of thousands of groups are kept apart by what they decide', async () => {
  const file = parse(example) as { segments: Record<string, object>; plan: { steps: Record<string, unknown>[] } };
  const all = (count: number, make: (n: number) => unknown) => Array.from({ length: count }, (_, n) => make(n));
  for (let n = 0; n < 6; n++) {
    const products = all(90, (k) => `p${n}-${String(k)}`);
    file.segments[`s${n}`] = { products, prefectures: all(47, (k) => k + 1) };
  }
  for (const age of [18, 20, 25, 30, 35, 40, 45, 50, 55, 60]) file.segments[`a${age}`] = { ageFrom: age };
  const only = Object.keys(file.segments).slice(-16);
  const { steps } = file.plan;
  steps.at(-1)!['wait'] = { days: 1 };
  const added = all(20, (n) => ({ ...steps[0], id: `more${n}`, kind: 'reminder', only: only.slice(n % 9) }));
  file.plan.steps = [...steps, ...(added as Record<string, unknown>[])];
  // took two and a half minutes; the decoder's limit is a quarter of one
  expect(docIn(await readFileApart(JSON.stringify(file), context)).plan.steps).toHaveLength(file.plan.steps.length);
});
