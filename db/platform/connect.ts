import { Kysely, sql } from 'kysely';
import pg from 'pg';
import { type Db, type Database, type Queryable } from './types';
import { LedgerDialect } from './collected-entries';
import { BoundedClient, DATABASE_LIMITS, PlanningClient } from './bounded-client';
import { ScopedPool } from './scope';

/** How values come back: ids as numbers, instants as epoch ms, dates as text. */
export const parsers = new pg.TypeOverrides();
parsers.setTypeParser(20, Number); // int8: our ids stay far below 2^53
parsers.setTypeParser(1016, (text: string) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(Number))); // int8[]
parsers.setTypeParser(1184, (text: string) => Date.parse(text)); // timestamptz -> epoch ms
parsers.setTypeParser(1082, (text: string) => text); // date stays 'YYYY-MM-DD', without a time zone
parsers.setTypeParser(1700, Number);

interface DbOptions {
  url: string;
  max?: number;
  application?: string;
  /** How long a statement may wait for a lock, ms. */
  lockMs?: number;
  /** True: every statement of a fixed text is planned once by each connection, not only those marked so. */
  plansOnce?: boolean;
}

/**
 * Opens a pool of `max` connections, named by `application` in pg_stat_activity. `scoped` allows as many further
 * connections, opened on first use, restricted to a caller's scope. Ending the pool or destroying `db` closes both.
 */
export function connectDb(options: DbOptions): { db: Db; pool: pg.Pool; scoped: ScopedPool } {
  const pool = openPool(options);
  const scoped = new ScopedPool(openPool({ ...options, application: `${options.application ?? 'tsunagi'}-scoped` }));
  const end = pool.end.bind(pool) as () => Promise<void>;
  pool.end = async () => void (await Promise.all([scoped.end(), end()]));
  return { db: new Kysely<Database>({ dialect: new LedgerDialect({ pool }) }), pool, scoped };
}

function openPool(options: DbOptions): pg.Pool {
  const pool = new pg.Pool({
    Client: options.plansOnce ? PlanningClient : BoundedClient,
    connectionString: options.url,
    idleTimeoutMillis: DATABASE_LIMITS.idleMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: DATABASE_LIMITS.keepAliveMs,
    connectionTimeoutMillis: DATABASE_LIMITS.connectMs,
    statement_timeout: DATABASE_LIMITS.statementMs,
    lock_timeout: options.lockMs ?? DATABASE_LIMITS.lockMs,
    idle_in_transaction_session_timeout: DATABASE_LIMITS.idleInTransactionMs,
    max: options.max ?? 10,
    application_name: options.application ?? 'tsunagi',
    types: parsers,
  });
  // An idle connection that dies (server killed) must not end the process: the next query gets a new one.
  pool.on('error', () => undefined);
  // Nor one that dies in a transaction between two statements: the next statement fails and reports it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Runs one trivial statement; throws when the database cannot be reached. */
export async function ping(db: Queryable): Promise<void> {
  await sql`select 1`.execute(db);
}
