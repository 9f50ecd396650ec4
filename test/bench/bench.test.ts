import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { interleave, type Figure, type Measurement } from '../../bench/measurement';
import { MEASUREMENTS } from '../../bench/measurements';
import { runMeasurements } from '../../bench/run';

const figure = z.strictObject({
  measurement: z.string().min(1),
  name: z.string().min(1),
  of: z.string().min(1),
  unit: z.enum(['×', 'ms', 'bytes', 'events', 'rows', 'per second', '%']),
  limit: z.union([z.strictObject({ most: z.number() }), z.strictObject({ least: z.number() })]).optional(),
  detail: z.unknown().optional(),
  rounds: z.int().min(1),
  median: z.number(),
  min: z.number(),
  max: z.number(),
  verdict: z.enum(['held', 'missed', 'no limit']),
});
const report = z.strictObject({
  date: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/),
  machine: z.strictObject({ cpu: z.string(), cores: z.int().min(1), memoryGb: z.int(), kernel: z.string().min(1) }),
  versions: z.strictObject({
    node: z.literal(process.version),
    postgres: z.string().regex(/^\d/),
    temporal: z.string().min(1),
    sdk: z.string().regex(/^1\./),
  }),
  commit: z.string().regex(/^([0-9a-f]{7,}\+?|unknown)$/),
  quick: z.boolean(),
  load: z.strictObject({ before: z.number(), after: z.number() }),
  minutes: z.number().min(0),
  figures: z.array(figure),
  failed: z.array(z.strictObject({ measurement: z.string(), error: z.string() })),
});

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tsunagi-test-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const of = (name: string, figures: Figure[] | Error): Measurement => ({
  name,
  what: name,
  run: () => (figures instanceof Error ? Promise.reject(figures) : Promise.resolve(figures)),
});
const ratio = (values: number[], limit?: Figure['limit']): Figure => ({
  ...{ name: 'cost', of: 'ours ÷ bare', unit: '×', values },
  ...(limit && { limit }),
});

async function run(measurements: Measurement[], options: object = {}) {
  let table = '';
  const done = { quick: true, folder, ...options };
  const code = await runMeasurements(
    measurements,
    done,
    () => undefined,
    (text) => (table += text),
  );
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return { code, table, json: report.parse(JSON.parse(readFileSync(join(folder, file!), 'utf8'))) };
}

test.each([
  ['at most', [1.2, 1.4, 1.3], { most: 1.3 }, 'held', 0],
  ['at most, once over', [1.2, 1.4, 1.31], { most: 1.3 }, 'missed', 1],
  ['at least', [0.09, 0.05, 0.08], { least: 0.08 }, 'held', 0],
  ['at least, under', [0.09, 0.05, 0.07], { least: 0.08 }, 'missed', 1],
  ['none', [99], undefined, 'no limit', 0],
] as const)('a figure whose limit is %s is judged by its median', async (_, values, limit, verdict, expected) => {
  const { code, json, table } = await run([of('one', [ratio([...values], limit)])]);
  expect([json.figures[0]!.verdict, code]).toEqual([verdict, expected]);
  expect(table).toContain(verdict);
});

test('a figure is reported with its median, its range and the number of rounds', async () => {
  const { json, table } = await run([of('one', [ratio([3, 1, 2, 10])])]);
  expect(json.figures[0]).toMatchObject({ measurement: 'one', median: 2.5, min: 1, max: 10, rounds: 4 });
  expect(table).toMatch(/one +\| cost +\| ours ÷ bare +\| 2\.5 × +\| 1–10/);
});

test('a measurement that fails keeps no other back, and is an error', async () => {
  const { code, json, table } = await run([of('broken', new Error('no server')), of('one', [ratio([1])])]);
  expect(code).toBe(1);
  expect(json.failed).toEqual([{ measurement: 'broken', error: 'no server' }]);
  expect(json.figures).toHaveLength(1);
  expect(table).toContain('broken: not measured: no server');
});

test('what is compared takes turns, and in turn comes first', async () => {
  const order: string[] = [];
  await interleave(['a', 'b'] as const, 3, async (kind) => void order.push(kind));
  expect(order.join('')).toBe('abbaab');
});

test('letters are measured by drawing them', async () => {
  const letters = MEASUREMENTS.find(({ name }) => name === 'letters')!;
  const { code, json } = await run([letters], { count: 4 });
  expect(code).toBe(0);
  expect(json.figures).toEqual([expect.objectContaining({ measurement: 'letters', unit: '×', rounds: 1 })]);
  expect(json.figures[0]!.median).toBeGreaterThan(0);
});

test('each measurement has a name of its own and says what it measures', () => {
  const names = MEASUREMENTS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(MEASUREMENTS.filter(({ what }) => what.length < 20)).toEqual([]);
});
