import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Client } from '@temporalio/client';
import { campaignById } from '../../db/campaigns/campaigns';
import { ensureLane, SHARED_LANES } from '../../db/delivery/lanes';
import { prepareRehearsalDatabase } from '../../db/rehearsals/engine/database';
import { readRehearsal, requestRehearsal } from '../../db/rehearsals/stored';
import { rehearsalWorkflowId } from '../../domain/ids';
import { DEFAULT_BEHAVIOUR } from '../../domain/rehearsals/default-behaviour';
import { connectTemporal } from '../../temporal/connection';
import { makePerson } from '../support/api';
import { TEST_NAMESPACE, TEST_REHEARSALS } from '../support/base';
import { eventually } from '../support/eventually';
import { finishedHistory, HISTORIES } from '../support/histories';
import { channelsDoc, seedCampaign, type Seeded } from '../support/seed';
import { testBase, testDb, type TestDb } from '../support/test-db';

const SEED = 4_711;
const CUSTOMERS = 60;

let t: TestDb;
let rehearsals: TestDb;
let client: Client;
let seeded: Seeded;
let personId: number;
let children: ChildProcess[] = [];

beforeAll(async () => {
  [t, rehearsals] = [await testDb(), await testDb()];
  await prepareRehearsalDatabase({ ownerUrl: rehearsals.ownerUrl });
  client = await connectTemporal({ TEMPORAL_ADDRESS: testBase().temporalAddress, TEMPORAL_NAMESPACE: TEST_NAMESPACE });
  for (const lane of SHARED_LANES) await ensureLane(t.db, lane);
  await t.db.updateTable('lanes').set({ launched: true }).execute(); // nothing drains them here
  const customers = Array.from({ length: CUSTOMERS }, (_, n) => ({
    channels: (['sms', 'post', 'phone'] as const).filter((_, index) => (n + index) % 3 > 0),
    ...(n % 4 === 0 && { mail: null }),
  }));
  seeded = await seedCampaign(t, { doc: channelsDoc(), customers, status: 'draft' });
  personId = await makePerson(t, 'manager');
});
afterAll(async () => {
  await Promise.all(children.map(kill));
  await client.connection.close();
  await rehearsals.close();
  await t.close();
});

/** A worker that rehearses, in a process and with a task queue of its own, or the queue of one before it. */
function startWorker(queue: string, env: Record<string, string> = { REHEARSAL_DATABASE_URL: rehearsals.url }) {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'worker-child.ts')], {
    stdio: 'ignore',
    env: {
      ...{ PATH: process.env.PATH, NODE_OPTIONS: '', MASTER_KEY_FILE: '/unused', WORKER_SERVES: 'journeys' },
      ...{ DATABASE_URL: t.url, REHEARSAL_NAMESPACE: TEST_REHEARSALS, TASK_QUEUE: queue, DEPLOYMENT: 'none' },
      ...{ TEMPORAL_ADDRESS: testBase().temporalAddress, TEMPORAL_NAMESPACE: TEST_NAMESPACE, ...env },
    },
  });
  children = [...children, child];
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function ask(): Promise<number> {
  const campaign = await campaignById(t.db, seeded.campaignId);
  const contents = { version: 1, contentHash: '0'.repeat(64), importId: null, included: CUSTOMERS, excluded: 0 };
  const given = { sample: null, seed: SEED, behaviour: DEFAULT_BEHAVIOUR, personId, at: Date.now() };
  return (await t.db.transaction().execute((trx) => requestRehearsal(trx, campaign, { ...contents, ...given }))).id;
}

const end = (id: number) =>
  eventually(
    'the end of the rehearsal',
    async () => {
      const row = await readRehearsal(t.db, id);
      return row.ended_at === null ? undefined : row;
    },
    150_000,
  );
const queueName = () => `k${randomBytes(3).toString('hex')}`;

test('a rehearsal whose worker is killed with -9 halfway ends with another one, with the same bytes', async () => {
  const queue = queueName();
  const first = startWorker(queue);
  const undisturbed = await ask();
  const expected = await end(undisturbed);
  expect(expected).toMatchObject({ status: 'done', error: null, progress: { journeys: CUSTOMERS, ended: CUSTOMERS } });
  // the last that was shown is where the journeys ended, not where they began
  expect(expected.progress!.day! > expected.result!.days[0]!.day).toBe(true);
  const history = await finishedHistory(client, rehearsalWorkflowId(undisturbed), 'rehearsal-done');
  expect(history).toMatchObject({ events: HISTORIES['rehearsal-done'], result: 'done' });

  const killed = await ask();
  const { progress } = await eventually(
    'journeys that have gone on',
    async () => {
      const row = await readRehearsal(t.db, killed);
      if (row.ended_at !== null) throw new Error('the rehearsal was over before its worker could be killed');
      const { ended = 0, day = null } = row.progress ?? {};
      return ended > 0 || (day ?? '') > expected.result!.days[0]!.day ? row : undefined;
    },
    60_000,
  );
  await kill(first);
  expect(progress!.ended).toBeLessThan(CUSTOMERS);
  expect((await readRehearsal(t.db, killed)).status).toBe('running');

  startWorker(queue);
  const row = await end(killed);
  expect(row).toMatchObject({ status: 'done', error: null });
  expect(JSON.stringify(row.result)).toBe(JSON.stringify(expected.result));
  await Promise.all(children.map(kill));
}, 400_000);

test('a worker without a database of rehearsals ends one at once, and says what is missing', async () => {
  startWorker(queueName(), {});
  const id = await ask();
  expect(await end(id)).toMatchObject({ status: 'failed', error: { code: 'rehearsal_not_set_up' }, result: null });
  await expect(client.workflow.getHandle(rehearsalWorkflowId(id)).result()).resolves.toBe('failed');
}, 120_000);
