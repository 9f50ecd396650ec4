import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { sql } from 'kysely';
import { pino } from 'pino';
import { createWorkerActivities } from '../../activities/all';
import { startOutbox } from '../../activities/outbox/outbox';
import { openStage } from '../../activities/rehearsal/stage';
import { type Config, loadConfig } from '../../config/settings';
import { ensureLane, SHARED_LANES } from '../../db/delivery/lanes';
import { prepareRehearsalDatabase } from '../../db/rehearsals/engine/database';
import { cancelRehearsal, readRehearsal, requestRehearsal } from '../../db/rehearsals/stored';
import { campaignById } from '../../db/campaigns/campaigns';
import { laneWorkflowId } from '../../domain/ids';
import { DEFAULT_BEHAVIOUR } from '../../domain/rehearsals/default-behaviour';
import { workflowBundle } from '../../temporal/bundle';
import { connectionOptions, connectTemporal } from '../../temporal/connection';
import { createWorkers } from '../../temporal/workers';
import { TEST_NAMESPACE, TEST_REHEARSALS } from '../support/base';
import { eventually } from '../support/eventually';
import '../support/quiet-runtime';
import { channelsDoc, seedCampaign, type Seeded } from '../support/seed';
import { testBase, testDb, type TestDb } from '../support/test-db';

/** A provider that notes whether anyone ever connects to it. */
interface Sink {
  url: string;
  connections: number;
  server: Server;
}

async function openSink(): Promise<Sink> {
  const server = createServer((socket) => {
    sink.connections += 1;
    socket.destroy();
  });
  const sink: Sink = { url: '', connections: 0, server };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  sink.url = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return sink;
}

let t: TestDb;
let rehearsals: TestDb;
let smtp: Sink;
let sms: Sink;
let client: Client;
let config: Config;
let seeded: Seeded;
let stop: () => Promise<void>;
const print = mkdtempSync(join(tmpdir(), 'print-'));
const log = pino({ level: 'silent' });
const SEED = 1_130;

beforeAll(async () => {
  [t, rehearsals, smtp, sms] = [await testDb(), await testDb(), await openSink(), await openSink()];
  await prepareRehearsalDatabase({ ownerUrl: rehearsals.ownerUrl });
  config = loadConfig({
    ...{ EMBEDDED: 'true', DATABASE_URL: t.url, REHEARSAL_DATABASE_URL: rehearsals.url, MASTER_KEY_FILE: '/nowhere' },
    ...{ TEMPORAL_ADDRESS: testBase().temporalAddress, TEMPORAL_NAMESPACE: TEST_NAMESPACE },
    ...{ REHEARSAL_NAMESPACE: TEST_REHEARSALS, TASK_QUEUE: `w${randomBytes(3).toString('hex')}`, DEPLOYMENT: 'none' },
    ...{ SMTP_URL: `smtp://${smtp.url}`, SMS_URL: `http://${sms.url}`, SMS_ACCOUNT: 'AC', SMS_TOKEN: 't' },
    ...{ PUBLIC_URL: 'http://127.0.0.1:1', CONSOLE_URL: 'http://localhost:1', OUTGOING_PRIVATE: '127.0.0.0/8' },
    PRINT_DIR: print,
  });
  stop = await startEverything();
}, 60_000);
afterAll(async () => {
  await stop();
  for (const { server } of [smtp, sms]) server.close();
  await rehearsals.close();
  await t.close();
});

/** A worker as the installation has it, with its lanes, its outbox and rehearsals; without the Schedules of maintenance. */
async function startEverything(): Promise<() => Promise<void>> {
  for (const lane of SHARED_LANES) await ensureLane(t.db, lane);
  const connection = await NativeConnection.connect(connectionOptions(config));
  client = await connectTemporal(config);
  const stopping = new AbortController();
  const bundle = await workflowBundle();
  const parts = { config, db: t.db, vault: t.vault, client, log, stopping: stopping.signal };
  const own = createWorkerActivities(parts);
  const stage = (await openStage({ config, db: t.db, connection, bundle, log }))!;
  const workers = await createWorkers({
    ...{ config, connection, bundle, laneActivities: own.laneActivities },
    activities: { ...own.activities, ...stage.activities },
    beside: stage.createWorker,
  });
  const outbox = startOutbox({ db: t.db, client, taskQueue: config.TASK_QUEUE, log });
  const running = workers.run();
  return async () => {
    await outbox.stop();
    const lanes = await t.db.selectFrom('lanes').select('id').execute();
    for (const { id } of lanes)
      await client.workflow
        .getHandle(laneWorkflowId(id))
        .terminate()
        .catch(() => undefined);
    stopping.abort();
    workers.shutdown();
    await running;
    own.close();
    await stage.close();
    await client.connection.close();
    await connection.close();
  };
}

async function ask(seed: number): Promise<number> {
  const { id } = await t.db
    .insertInto('persons')
    .values({ login: `m${randomBytes(4).toString('hex')}`, name: '見本' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const campaign = await campaignById(t.db, seeded.campaignId);
  const contents = { version: 1, contentHash: '0'.repeat(64), importId: null, included: 24, excluded: 0 };
  const given = { sample: 20, seed, behaviour: DEFAULT_BEHAVIOUR, personId: id, at: Date.now() };
  const row = await t.db.transaction().execute((trx) => requestRehearsal(trx, campaign, { ...contents, ...given }));
  return row.id;
}

const end = (id: number) =>
  eventually(
    'the end of the rehearsal',
    async () => {
      const row = await readRehearsal(t.db, id);
      return ['queued', 'running'].includes(row.status) ? undefined : row;
    },
    90_000,
  );

/** Number of rows of every table, but those that a rehearsal is kept in. */
async function rowsOf(one: TestDb): Promise<Record<string, number>> {
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public'
      and tablename not in ('rehearsals', 'ledger', 'ledger_heads', 'persons')`.execute(one.db);
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.table(name)}`.execute(
      one.db,
    );
    counts[name] = rows[0]!.count;
  }
  return counts;
}

test('not one byte of a rehearsal reaches a provider, and no row of it the product', async () => {
  const customers = Array.from({ length: 24 }, (_, n) => ({
    channels: (['sms', 'post', 'phone'] as const).filter((_, index) => (n + index) % 3 > 0),
    ...(n % 4 === 0 && { mail: null }),
    ...(n % 5 === 0 && { ageFrom: 80 }),
  }));
  seeded = await seedCampaign(t, { doc: channelsDoc(), customers, status: 'draft' });
  await eventually('the lanes to drain', async () => {
    const lanes = t.db.selectFrom('lanes').select('id').where('launched', '=', false);
    return (await lanes.where('channel', '<>', 'phone').execute()).length === 0;
  });
  const before = await rowsOf(t);
  const first = await end(await ask(SEED));
  expect(first).toMatchObject({ status: 'done', error: null });
  const result = first.result!;
  expect(result).toMatchObject({ seed: SEED, audience: 24, sample: 20 });
  // all four channels were used, and there was work left over that a lane would have taken
  const channels = new Set(
    (await rehearsals.db.selectFrom('messages').select('channel').distinct().execute()).map(({ channel }) => channel),
  );
  expect([...channels].sort()).toEqual(['mail', 'phone', 'post', 'sms']);
  const { id } = await rehearsals.db.selectFrom('messages').select('id').executeTakeFirstOrThrow();
  await sql`update messages set status = 'queued', not_before = now() - interval '1 day' where id = ${id}`.execute(
    rehearsals.db,
  );

  const second = await end(await ask(SEED));
  expect(JSON.stringify(second.result)).toBe(JSON.stringify(result));
  const third = await end(await ask(SEED + 1));
  expect(JSON.stringify(third.result)).not.toBe(JSON.stringify(result));

  expect([smtp.connections, sms.connections]).toEqual([0, 0]);
  expect(readdirSync(print, { recursive: true }).filter((name) => String(name).includes('.pdf'))).toEqual([]);
  expect(await rowsOf(t)).toEqual(before);
}, 240_000);

test('a cancelled rehearsal ends its executions and leaves no result', async () => {
  const id = await ask(SEED);
  await eventually('the first progress', async () => (await readRehearsal(t.db, id)).progress ?? undefined, 60_000);
  const campaign = await campaignById(t.db, seeded.campaignId);
  await t.db.transaction().execute((trx) => cancelRehearsal(trx, campaign, { id, at: Date.now() }));
  await expect(client.workflow.getHandle(`rehearsal:${id}`).result()).resolves.toBe('cancelled');
  expect(await readRehearsal(t.db, id)).toMatchObject({ status: 'cancelled', result: null });
}, 120_000);
