import { Kysely, PostgresDialect } from 'kysely';
import { type Pool, type PoolClient } from 'pg';
import { type Trx, type Database } from '../../platform/types';

/**
 * Runs `work` in one transaction on a connection that also supports COPY. The connection is closed afterwards, because
 * temporary tables leave it with a lot of memory. Rolls back unless `work` resolves.
 */
export async function inOwnSession<Result>(
  pool: Pool,
  work: (trx: Trx, client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  client.on('error', () => undefined); // the query in flight is rejected as well, which is enough
  const lent = { query: client.query.bind(client), release: () => undefined };
  const session = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: { connect: async () => lent as PoolClient, end: async () => undefined } }),
  });
  try {
    await client.query("set temp_buffers = '64MB'; set work_mem = '64MB'");
    return await session.transaction().execute((trx) => work(trx, client));
  } finally {
    client.release(true);
  }
}
