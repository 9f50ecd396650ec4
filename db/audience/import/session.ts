import { Kysely, PostgresDialect } from 'kysely';
import { type Pool, type PoolClient } from 'pg';
import { type Database } from '../../platform/schema';
import { type Trx } from '../../platform/types';

/**
 * Runs work in one transaction on a connection that COPY can use as well. The connection is closed afterwards, since
 * temporary tables leave its memory large. Nothing is kept unless `work` resolves.
 */
export async function inOwnSession<Result>(
  pool: Pool,
  work: (trx: Trx, client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  client.on('error', () => undefined); // a lost connection rejects the query in flight; that is enough
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
