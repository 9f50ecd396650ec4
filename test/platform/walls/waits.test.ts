import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Linter } from 'eslint';
import { parser } from 'typescript-eslint';
import { eventually } from '../../support/eventually';
import rule from '../../support/wait-loops.json';

const ROOT = join(__dirname, '..', '..', '..');

it('a wait in vain says what was waited for and what was seen last', async () => {
  const seen = ['open', 'closing'];
  const found = eventually('the end', (see) => see({ status: seen.shift() ?? 'closing' }).status === 'closed', 100);
  await expect(found).rejects.toThrow("waited 0.1 s in vain for the end; seen last: { status: 'closing' }");
  await expect(eventually('a row', () => undefined, 0)).rejects.toThrow('a row; seen last: undefined');
});

it('a wait that finds something resolves to it at once', async () => {
  expect(await eventually('a number', () => 0)).toBe(0);
  let turns = 0;
  expect(await eventually('the third turn', () => ++turns === 3 && 'there')).toBe('there');
});

/** Lines of the loops that the lint refuses, without those beside which a comment says why. */
function refused(text: string): number[] {
  const config = {
    files: ['**/*.ts'],
    languageOptions: { parser },
    rules: { 'no-restricted-syntax': ['error', rule] },
  };
  const found = new Linter().verify(text, [config as unknown as Linter.Config], 'loops.ts');
  return found.filter(({ ruleId, fatal }) => fatal || ruleId === 'no-restricted-syntax').map(({ line }) => line);
}
/** What most files have none of, and need no parser for. */
const LOOP = /\bwhile \(|\bdo \{|\bfor \(.*;\s*;|\bfor \(.*now\(\)/;

it.each([
  'while (!(await done()));',
  'for (;;) await done();',
  'do { await done(); } while (true);',
  'do {} while (!(await done()));',
  'for (const end = Date.now() + 1; Date.now() < end;) await done();',
  'for (const end = performance.now() + 1; performance.now() < end && !(await done());) await done();',
])('the lint refuses another loop that waits: %s', (loop) => {
  expect(refused(`async function wait() {\n  ${loop}\n}\n`)).toEqual([2]);
});

it('no test has one', () => {
  const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  expect(files.length).toBeGreaterThan(300);
  const found = files
    .map((file) => ({ file, text: readFileSync(join(ROOT, 'test', file), 'utf8') }))
    .filter(({ file, text }) => file !== 'support/eventually.ts' && LOOP.test(text))
    .flatMap(({ file, text }) => refused(text).map((line) => `${file}:${line}`));
  expect(found).toEqual([]);
});
