import { CompiledQuery, type DatabaseConnection, Kysely, PostgresDialect, sql } from 'kysely';
import { connectDb } from '../../db/platform/connect';
import { appendCollected, LedgerDriver } from '../../db/platform/collected-entries';
import { type Database, type Db } from '../../db/platform/types';
import { eventually } from './eventually';
import { type TestDb } from './test-db';

/**
 * Plays two callers against each other, always in the same order: `first` has done its work and is held before its
 * commit; `second` is begun and must be seen waiting for a lock that the first holds; then the first commits. Returns
 * what each of them returned. `first` uses the database it is given, on which everything is one transaction; `second`
 * may use any other connection. Throws if the second ends without having waited, and what either of them throws.
 */
export async function meet<A, B>(
  t: TestDb,
  first: (db: Db) => Promise<A>,
  second: () => Promise<B>,
): Promise<{ first: A; second: B }> {
  const held = await holdTransaction(t);
  try {
    const done = await first(held.db);
    let ended = false;
    const under = second().finally(() => (ended = true));
    under.catch(() => undefined); // heard of below
    await eventually('the second to wait for a lock of the first', async () => ended || waitsFor(t, held.pid));
    if (ended) {
      await under;
      throw new Error('the second did not wait for the first');
    }
    await held.commit();
    return { first: done, second: await under };
  } finally {
    await held.close();
  }
}

/** Whether any session waits for a lock of this server process. */
async function waitsFor(t: TestDb, pid: number): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select exists (select 1 from pg_locks l where not l.granted and ${pid} = any (pg_blocking_pids(l.pid))) as waits`.execute(
    t.db,
  );
  return rows[0]!.waits;
}

/** A database on one connection in one open transaction, which only `commit` ends; `close` undoes what is left. */
async function holdTransaction(t: TestDb) {
  const { pool } = connectDb({ url: t.url, max: 1, application: 'held' });
  const client = await pool.connect();
  await client.query('begin');
  const single = {
    connect: async () => ({
      query: client.query.bind(client) as never,
      release: () => undefined,
    }),
    end: async () => undefined,
  };
  const dialect = new PostgresDialect({ pool: single });
  dialect.createDriver = () => new HeldDriver({ pool: single });
  const db = new Kysely<Database>({ dialect });
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return {
    db,
    pid: rows[0]!.pid,
    commit: () => client.query('commit'),
    close: async () => {
      await client.query('rollback'); // of nothing, after a commit
      client.release();
      await pool.end();
    },
  };
}

/** Transactions within the one that is held are savepoints of it. */
class HeldDriver extends LedgerDriver {
  override beginTransaction = (connection: DatabaseConnection) => run(connection, 'savepoint held');
  override commitTransaction = async (connection: DatabaseConnection) => {
    await appendCollected(connection);
    await run(connection, 'release savepoint held');
  };
  override rollbackTransaction = (connection: DatabaseConnection) => run(connection, 'rollback to savepoint held');
}

const run = async (connection: DatabaseConnection, command: string): Promise<void> =>
  void (await connection.executeQuery(CompiledQuery.raw(command)));
