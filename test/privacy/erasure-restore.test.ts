import { rmSync } from 'node:fs';
import { sql } from 'kysely';
import pg from 'pg';
import { eraseCustomers } from '../../activities/maintenance/erasure';
import { eraseVerify } from '../../audit/erasures';
import { connectDb } from '../../db/platform/connect';
import { openErasure, replayRegister } from '../../db/privacy/erasure';
import { INSTALLATION_CHAIN } from '../../db/platform/ledger';
import { databaseUrl } from '../../config/database-url';
import { workerOf } from './erasure-support';
import { playedCampaign } from '../audit/fixture';
import { type Seeded } from '../support/seed';
import { testBase, testDb, type TestDb } from '../support/test-db';
import { type Db } from '../../db/platform/types';

let t: TestDb;
let seeded: Seeded;
let db: Db;
let made: ReturnType<typeof workerOf>;
let backup: string;

/** A database is copied file by file (as before a migration): no connection may use it meanwhile. */
async function copy(from: string, to: string): Promise<void> {
  const client = new pg.Client({ connectionString: testBase().superUrl });
  await client.connect();
  try {
    await client.query(`drop database if exists ${to} with (force)`);
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [from]);
    await client.query(`create database ${to} template ${from} owner tsunagi_owner`);
  } finally {
    await client.end();
  }
}
const nameOf = (url: string) => new URL(url).pathname.slice(1);
const reopen = () => connectDb({ url: t.url, max: 4 }).db;

beforeEach(async () => {
  t = await testDb();
  seeded = await playedCampaign(t, [{ channels: ['phone'] }, {}]);
  made = workerOf(t);
  backup = `${nameOf(t.url)}_backup`;
  await t.db.destroy();
  await copy(nameOf(t.url), backup);
  db = reopen();
});
afterEach(async () => {
  await db.destroy();
  rmSync(made.folder, { recursive: true });
  await copy(nameOf(t.url), backup).catch(() => undefined);
  const client = new pg.Client({ connectionString: testBase().superUrl });
  await client.connect();
  for (const name of [backup, nameOf(t.url)]) await client.query(`drop database if exists ${name} with (force)`);
  await client.end();
});

const [ONE, TWO] = [() => seeded.customers[0]!.id, () => seeded.customers[1]!.id];
const keysOf = async (customer: number) =>
  (await sql<{ count: number }>`select count(*) as count from vault_items where customer_id = ${customer}`.execute(db))
    .rows[0]!.count;

async function erase(customerId: number): Promise<void> {
  await openErasure(db, { clientId: seeded.clientId, customerId, basis: 'asked_by_customer', now: 0 });
  expect(await eraseCustomers({ ...made.worker, db })).toBe(1);
}

async function restore(): Promise<void> {
  await db.destroy();
  await copy(backup, nameOf(t.url));
  db = reopen();
}

const verify = async () => {
  process.env.DATABASE_URL = t.url;
  process.env.MASTER_KEY_FILE = 'not-needed';
  process.env.ERASURE_REGISTER = made.worker.register.file;
  const lines: string[] = [];
  const code = await eraseVerify({}, (line) => void lines.push(line));
  return { code, ...(JSON.parse(lines[0]!) as { ok: boolean; missing: number[]; back: number[] }) };
};

test('a restored backup is erased again, but only customers named in the register', async () => {
  await erase(ONE());
  expect(await verify()).toMatchObject({ code: 0, ok: true });
  await restore();
  expect(await keysOf(ONE())).toBeGreaterThan(0);
  expect(await verify()).toMatchObject({ code: 1, back: [ONE()] });

  expect(await replayRegister(db, made.worker.register)).toBe(1);
  expect(await keysOf(ONE())).toBe(0);
  expect(await keysOf(TWO())).toBeGreaterThan(0);
  expect(made.worker.register.entries()).toHaveLength(1);
  const { rows } = await sql<{ body: { kind: string; basis: string } }>`
    select body::jsonb as body from ledger where chain = ${INSTALLATION_CHAIN} order by seq desc limit 1`.execute(db);
  expect(rows[0]!.body).toMatchObject({ kind: 'erased', basis: 'register', customer: ONE() });
  expect(await verify()).toMatchObject({ code: 0, ok: true });
  expect(await replayRegister(db, made.worker.register)).toBe(0);
});

test('also where the journey was still open when the backup was made', async () => {
  await db.destroy();
  const live = connectDb({ url: databaseUrl(t.url, backup, 'tsunagi_app', 'test-only') }).db;
  await live.updateTable('journeys').set({ status: 'open' }).execute();
  await live.updateTable('campaigns').set({ status: 'running', ended_at: null }).execute();
  await live.destroy();
  db = reopen();
  await erase(ONE());
  await restore();
  expect(await replayRegister(db, made.worker.register)).toBe(1);
  expect(await keysOf(ONE())).toBe(0);
});

test('ids that the register names are never given to a new customer', async () => {
  made.worker.register.append({ customer: 900_000, client: seeded.clientId, at: 1 });
  expect(await replayRegister(db, made.worker.register)).toBe(0);
  const row = { client_id: seeded.clientId, kind: 'person' as const, party_hash: Buffer.alloc(16, 1), age_from: null };
  const { id } = await db.insertInto('customers').values(row).returning('id').executeTakeFirstOrThrow();
  expect(id).toBeGreaterThan(900_000);
});

test("another client's customer with an id of the register is left alone", async () => {
  made.worker.register.append({ customer: ONE(), client: seeded.clientId + 1, at: 1 });
  expect(await replayRegister(db, made.worker.register)).toBe(0);
  expect(await keysOf(ONE())).toBeGreaterThan(0);
});

test('a register that lost its end is found out by the ledger', async () => {
  await erase(ONE());
  rmSync(made.worker.register.file);
  expect(await verify()).toMatchObject({ code: 1, missing: [1] });
});
