import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Figures } from './figures';

const ROOT = join(__dirname, '..', '..');
const SEED = Number(process.env.KILL_SEED ?? 5);

test(`everything killed while it works (seed ${SEED}): no contact lost, none doubled, nothing after the stop`, async () => {
  const args = `--seed ${SEED} --journeys 6 --kills 1 --steps 4 --day 0.1 --shards 64 --minutes 12`.split(' ');
  const child = spawn(process.execPath, ['bin/faults.mjs', ...args], { cwd: ROOT });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw new Error(stderr);
  const figures = JSON.parse(last) as Figures;
  expect(figures).toMatchObject({ kills: 1, lost: 0, doubled: 0, outOfOrder: 0, stuck: 0, afterStop: 0, amiss: 0 });
  expect(figures.doubtful).toBeLessThanOrEqual(figures.doubtfulBound);
  expect(figures.control.doubled).toBeGreaterThan(0);
  expect(code).toBe(0);
}, 1_200_000);
