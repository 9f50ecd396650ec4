import { sql } from 'kysely';
import pg from 'pg';
import { connectDb } from '../../../db/platform/connect';
import { type Db } from '../../../db/platform/types';
import { type TestDb } from '../test-db';

/** Counts the rows that the database reads, by index or by scan. */
export interface RowCounter {
  /** Rows read for `work`, which uses only the database that it is given. */
  rowsRead(work: (db: Db) => Promise<unknown>): Promise<number>;
  close(): Promise<void>;
}

/** A counter on one connection, for which the planner uses indexes, as it would if the tables were large. */
export function countRows(test: TestDb): RowCounter {
  const { db } = connectDb({ url: `${test.url}?options=${encodeURIComponent('-c enable_seqscan=off')}`, max: 1 });
  const read = async () => {
    await sql`select pg_stat_force_next_flush()`.execute(db);
    const { rows } = await sql<{ n: number }>`
      select sum(coalesce(idx_tup_fetch, 0) + seq_tup_read)::int as n from pg_stat_user_tables`.execute(db);
    return rows[0]!.n;
  };
  return {
    rowsRead: async (work) => {
      const before = await read();
      await work(db);
      return (await read()) - before;
    },
    close: () => db.destroy(),
  };
}

/** Gives the planner the figures of what the test has filled in. */
export async function analyze(test: TestDb): Promise<void> {
  const owner = new pg.Client({ connectionString: test.ownerUrl });
  await owner.connect();
  await owner.query('analyze').finally(() => owner.end());
}
