import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepAcknowledgement } from '../../db/print/posted';
import { stepClock } from '../support/seed';
import { eventually } from '../support/test-worker';
import { testDb, type TestDb } from '../support/test-db';
import { acknowledge, printScene, type PrintScene, removeScene } from './fixture';

let t: TestDb;
let scene: PrintScene;
beforeAll(async () => void (t = await testDb()));
afterAll(async () => {
  removeScene(scene);
  await t.close();
});

/** Lets a worker work until `seen` says so, then kills it with -9. */
async function killWhen(seen: () => Promise<boolean>): Promise<void> {
  const script = join(__dirname, 'print-child.ts');
  const args = ['--import', 'tsx', script, t.url, scene.dir, String(scene.laneId)];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  try {
    await eventually('the moment of the kill', async () => (await seen()) || undefined);
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

const inTmp = () => readdirSync(join(scene.dir, 'tmp'), { recursive: true }).map(String);
const statuses = async () =>
  (await t.db.selectFrom('messages').select('status').where('campaign_id', '=', scene.campaignId).execute()).map(
    (row) => row.status,
  );
const run = () => t.db.selectFrom('print_runs').selectAll().where('lane_id', '=', scene.laneId).executeTakeFirst();

test('killed with -9 at every stage: each letter is printed once, posted once and booked once', async () => {
  scene = await printScene(
    t,
    Array.from({ length: 45 }, () => ({})),
  );
  await killWhen(async () => (await statuses()).includes('claimed'));
  // a rendering lies there for moments only: one that was missed has been handed over
  const rendering = async (file: string) =>
    inTmp().some((name) => name.endsWith(file)) || (await run())?.status === 'handed_over';
  await killWhen(() => rendering('letters-002.pdf'));
  await killWhen(() => rendering('manifest.csv'));
  await killWhen(async () => (await run())?.status === 'handed_over');
  const { key, id } = (await run())!;
  const ack = acknowledge(scene, key);
  await stepClock(t, '2027-02-03T00:00:00Z');
  await keepAcknowledgement(t.db, ack);
  await killWhen(async () => (await statuses()).includes('handed_over'));
  await killWhen(async () => (await run())?.status === 'posted');

  expect(readdirSync(join(scene.dir, 'out'))).toEqual([key]);
  const manifest = readFileSync(join(scene.dir, 'out', key, 'manifest.csv'), 'utf8')
    .trim()
    .split('\r\n')
    .slice(1);
  expect(new Set(manifest.map((line) => line.split(',')[0])).size).toBe(45);
  expect(await t.db.selectFrom('print_runs').select('id').where('lane_id', '=', scene.laneId).execute()).toEqual([
    { id },
  ]);
  expect(new Set(await statuses())).toEqual(new Set(['handed_over']));
  const ledger = await t.db
    .selectFrom('ledger')
    .select('body')
    .where('chain', '=', `campaign:${scene.campaignId}`)
    .execute();
  const kinds = ledger.map((row) => JSON.parse(row.body) as { kind: string; message?: number; did?: string });
  expect(kinds.filter((entry) => entry.kind === 'handed_over')).toHaveLength(45);
  expect(kinds.filter((entry) => entry.kind === 'print_run').map((entry) => entry.did)).toEqual([
    'handed_over',
    'posted',
  ]);
  expect(kinds).toHaveLength(47);
});
