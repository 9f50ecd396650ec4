import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const idsIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, id]) => id!).sort();

test('every row of the table in the docs has its test, and every test its row', () => {
  const docs = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'orders-of-arrival.md'), 'utf8');
  const files = readdirSync(__dirname).filter((file) => file.endsWith('.test.ts'));
  const tests = files.map((file) => readFileSync(join(__dirname, file), 'utf8')).join('\n');
  const tested = idsIn(tests, /^\s+id: '([A-Z]\d+)'/gm);
  expect(new Set(tested).size).toBe(tested.length);
  expect(idsIn(docs, /^\| ([A-Z]\d+)\s*\|/gm)).toEqual(tested);
});
