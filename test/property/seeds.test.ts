import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runs } from './runs';

const TESTS = join(__dirname, '..');

it('every property is tried with a seed that is fixed here, and many times at night', () => {
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  const count = (text: string, what: RegExp) => [...text.matchAll(what)].length;
  const found = files.map((file) => [file, readFileSync(join(TESTS, file), 'utf8')] as const);
  const properties = found.filter(([file, text]) => file !== 'property/seeds.test.ts' && text.includes('fc.assert('));
  expect(properties.length).toBeGreaterThan(10);
  const free = properties.filter(([, text]) => count(text, /fc\.assert\(/g) !== count(text, /\bruns\(\d/g));
  expect(free.map(([file]) => file)).toEqual([]);
});

it.each([
  [undefined, undefined, 15, true],
  ['500', undefined, 500, false],
  ['500', '7', 500, false],
  [undefined, '7', 15, false],
])('with FUZZ_RUNS=%s and FUZZ_SEED=%s: %i runs, of the fixed seed: %s', (FUZZ_RUNS, FUZZ_SEED, numRuns, fixed) => {
  const given = { ...process.env };
  Object.assign(process.env, { FUZZ_RUNS: FUZZ_RUNS ?? '', FUZZ_SEED: FUZZ_SEED ?? '' });
  let parameters = runs(15);
  jest.isolateModules(() => {
    parameters = jest.requireActual<typeof import('./runs')>('./runs').runs(15);
  });
  process.env = given;
  expect(parameters.numRuns).toBe(numRuns);
  if (FUZZ_SEED) expect(parameters.seed).toBe(7);
  else expect(parameters.seed === 20_270_131).toBe(fixed);
});
