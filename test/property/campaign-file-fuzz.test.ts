import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseCampaignFile } from '../../api/campaign-file/read';
import { lintNotice } from '../../rendering/lint';
import { AppError } from '../../domain/errors';
import { mutated, nasty } from './mutations';
import { FUZZ_MS, runs } from './runs';

const EXAMPLE = readFileSync(join(__dirname, '..', '..', 'examples', 'campaign.yaml'));
const context = { now: 0, hashContract: (number: string) => Buffer.from(number).toString('hex'), lintNotice };

function readable(text: string): void {
  try {
    parseCampaignFile(text, context);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(['campaign_file_invalid', 'last_dispatch_past']).toContain(error.code);
    expect(error.issues.length).toBeGreaterThan(0);
  }
}

it(
  'any damage to a file is reported as problems of the file',
  () => {
    fc.assert(
      fc.property(mutated(EXAMPLE), (bytes) => readable(bytes.toString('utf8'))),
      runs(40),
    );
  },
  FUZZ_MS,
);

it(
  'so is any value in any place',
  () => {
    const lines = EXAMPLE.toString('utf8').split('\n');
    const value = fc.oneof(
      nasty,
      fc.json({ maxDepth: 3 }),
      fc.constantFrom('*a', '&a [*a]', '!!js/function x', '<<: *a', '? x'),
    );
    fc.assert(
      fc.property(fc.nat({ max: lines.length - 1 }), value, (at, given) => {
        const changed = lines.map((line, i) => (i === at ? line.replace(/:.*$/, `: ${given}`) : line));
        readable(changed.join('\n'));
      }),
      runs(40),
    );
  },
  FUZZ_MS,
);

const laughs = ['a: &a [x, x, x, x, x, x, x, x, x]'].concat(
  [...'bcdefghij'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[i]}`).join(', ')}]`),
);
it.each<[string, string]>([
  ['aliases that multiply', laughs.join('\n')],
  ['an alias of itself', 'name: &a [*a]'],
  ['merged aliases', 'a: &a {x: 1}\nb: {<<: [*a, *a, *a]}'],
  ['lists in lists', '['.repeat(50_000)],
  ['mappings in mappings', Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ['a JSON in a JSON', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
  ['a long key', `? ${'x'.repeat(100_000)}\n: 1`],
  ['a number without end', `name: ${'9'.repeat(100_000)}`],
  ['a tag of its own', 'name: !!js/function "() => 1"'],
  ['a prototype', '__proto__: {polluted: true}\nconstructor: {prototype: {polluted: true}}'],
])('%s are refused', (_, text) => {
  readable(text);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
