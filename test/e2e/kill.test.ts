import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeAudience, scratchFolder, shortCampaign, startDemo } from '../support/demo-run';

let folder: string;
beforeAll(() => {
  folder = scratchFolder();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SEED = Number(process.env.KILL_SEED ?? 11);

/** Repeatable numbers 0 ≤ x < 1 (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pidIn = (file: string): number | undefined => {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  return text.startsWith('{') ? (JSON.parse(text) as { pid: number }).pid : Number(text.split('\n')[0]);
};

/** kill -9 of the process a file of the data folder names, if there is one at the moment. */
function killNamed(file: string): boolean {
  const pid = pidIn(file);
  if (!pid) return false;
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false; // it has just died or not come back yet
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test(`worker, API, Temporal and PostgreSQL killed with -9 (seed ${SEED}): nothing lost, nothing doubled`, async () => {
  const data = join(folder, 'killed');
  const random = numbers(SEED);
  const victims = [
    'run/worker.json',
    'postgres/data/postmaster.pid',
    'temporal/pid.json',
    'run/api.json',
    'run/sms.json',
    'run/print-shop.json',
    'run/worker.json',
  ];
  const args = [
    '--customers',
    makeAudience(folder, 40),
    '--campaign',
    shortCampaign(folder),
    '--day',
    '0.3',
    '--data',
    data,
  ];
  const demo = startDemo(args);
  while (!existsSync(join(data, 'access-codes.csv'))) await pause(100);
  let killed = 0;
  for (const victim of victims) {
    await pause(1_000 + random() * 3_000);
    if (killNamed(join(data, victim))) killed += 1;
  }
  const { code, result, stderr } = await demo.ended;
  if (!result) throw new Error(stderr);
  expect(killed).toBe(victims.length);
  expect(result).toMatchObject({ rows: 40, open: 0, doubled: 0, missing: 0 });
  expect(code).toBe(0);
}, 300_000);

test('the demo itself killed with -9 goes on from its data', async () => {
  const data = join(folder, 'resumed');
  const args = [
    '--customers',
    makeAudience(folder, 20),
    '--campaign',
    shortCampaign(folder),
    '--day',
    '0.3',
    '--data',
    data,
  ];
  const first = startDemo(args);
  while (!existsSync(join(data, 'access-codes.csv'))) await pause(100);
  await pause(4_000);
  first.kill('SIGKILL');
  await first.ended;
  const { code, result, stderr } = await startDemo(args).ended;
  if (!result) throw new Error(stderr);
  expect(result).toMatchObject({ rows: 20, open: 0, doubled: 0, missing: 0 });
  expect(code).toBe(0);
}, 300_000);
