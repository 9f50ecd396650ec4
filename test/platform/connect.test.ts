import { sql } from 'kysely';
import pg from 'pg';
import { isTransient } from '../../activities/retry-transient';
import { type BoundedClient, DATABASE_LIMITS } from '../../db/platform/bounded-client';
import { type Db } from '../../db/platform/types';
import { connectDb } from '../../db/platform/connect';
import { testBase, testDb, type TestDb } from '../support/test-db';

let t: TestDb;
beforeAll(async () => void (t = await testDb()));
afterAll(() => t.close());

test('a connection that dies in the middle of a transaction fails that transaction and nothing else', async () => {
  const { db } = connectDb({ url: t.url, max: 1 });
  const broken = db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
    await terminate(rows[0]!.pid);
    await sql`select 1`.execute(trx);
  });
  await expect(broken).rejects.toThrow(/terminat|ended|closed|not queryable/i);
  expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  await db.destroy();
});

/** Ends a backend from outside and waits until its connection has noticed. */
async function terminate(pid: number): Promise<void> {
  const client = new pg.Client({ connectionString: testBase().superUrl });
  await client.connect();
  await client.query('select pg_terminate_backend($1, 5000)', [pid]);
  await client.end();
  await new Promise((resolve) => setImmediate(resolve));
}

test('the application reads the list of migrations and cannot change it', async () => {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(t.db);
  expect(rows.length).toBeGreaterThan(0);
  await expect(sql`delete from kysely_migration`.execute(t.db)).rejects.toThrow(/permission denied/);
});

const pidOf = async (db: Db) => (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]!.pid;

test('a server that turned read-only in a failover is left: the next statement has another connection', async () => {
  const { db } = connectDb({ url: t.url, max: 1 });
  const before = await pidOf(db);
  expect(await pidOf(db)).toBe(before);
  await sql`set session characteristics as transaction read only`.execute(db);
  const failed = await sql`insert into clients (code, name) values ('x', 'x')`
    .execute(db)
    .catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: '25006' });
  expect(isTransient(failed)).toBe(true);
  expect(await pidOf(db)).not.toBe(before);
  await db.destroy();
});

test('a server that is not there any more is not waited for', async () => {
  const { pool } = connectDb({ url: t.url, max: 1 });
  const client = (await pool.connect()) as pg.PoolClient & BoundedClient;
  client.limitMs = 50; // as if the answer to this never came
  const failed = await client.query('select pg_sleep(30)').catch((error: unknown) => error);
  expect(isTransient(failed)).toBe(true);
  client.release();
  expect(pool.totalCount).toBe(0);
  await pool.end();
});

test('statements and idle transactions end, connections are probed; an import may take its time', async () => {
  const { db, pool } = connectDb({ url: t.url, max: 1 });
  const setting = async (name: string) =>
    (await sql<{ value: string }>`select current_setting(${name}) as value`.execute(db)).rows[0]!.value;
  expect([await setting('statement_timeout'), await setting('idle_in_transaction_session_timeout')]).toEqual([
    '5min',
    '2min',
  ]);
  expect(pool.options).toMatchObject({ keepAlive: true, connectionTimeoutMillis: DATABASE_LIMITS.connectMs });
  await db.destroy();
});
