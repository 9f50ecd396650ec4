import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ErasureRegister } from '../../db/privacy/erasure-register';

let folder: string;
let register: ErasureRegister;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tsunagi-register-'));
  register = new ErasureRegister(join(folder, 'inside', 'erasures'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const append = (customer: number) => register.append({ customer, client: 1, at: 1_000 + customer });

test('an empty register has no entries; entries come back in order, chained, only for us to read', () => {
  expect(register.entries()).toEqual([]);
  const [one, two] = [append(7), append(5)];
  expect(register.entries()).toEqual([one, two]);
  expect(two).toMatchObject({ no: 2, customer: 5, client: 1, previous: one.hash });
  expect(statSync(register.file).mode & 0o777).toBe(0o600);
});

test('the same customer again is one entry', () => {
  const first = append(7);
  expect(append(7)).toEqual(first);
  expect(register.entries()).toHaveLength(1);
});

test('half a line that a crash left is no entry, and is written over', () => {
  append(7);
  const before = readFileSync(register.file, 'utf8');
  appendFileSync(register.file, '{"no":2,"customer":9');
  expect(register.entries()).toHaveLength(1);
  append(8);
  expect(register.entries().map((entry) => entry.customer)).toEqual([7, 8]);
  expect(readFileSync(register.file, 'utf8').startsWith(before)).toBe(true);
});

test.each<[string, (lines: string[]) => string[]]>([
  ['a changed customer', ([one, two, three]) => [one!.replace('"customer":1', '"customer":4'), two!, three!]],
  ['a line that is gone', ([one, , three]) => [one!, three!]],
  ['a first line that is gone', ([, two, three]) => [two!, three!]],
  ['lines in another order', ([one, two, three]) => [two!, one!, three!]],
  ['a line that is none', ([one, two, three]) => [one!, 'x', two!, three!]],
])('%s is seen, and nothing is appended any more', (_what, change) => {
  [1, 2, 3].forEach(append);
  const lines = readFileSync(register.file, 'utf8').split('\n').filter(Boolean);
  writeFileSync(register.file, `${change(lines).join('\n')}\n`);
  expect(() => register.entries()).toThrow(/does not follow/);
  expect(() => append(4)).toThrow(/does not follow/);
});
