import { sql } from 'kysely';
import pg from 'pg';
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
