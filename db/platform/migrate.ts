import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, Migrator, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { DATABASE_LIMITS } from './bounded-client';
import { terminalText } from '../../domain/texts/terminal';

const FOLDER = join(__dirname, '..', 'migrations');

/** The database was made by another build: it has migrations that this one does not know. */
export class UnknownSchema extends Error {
  constructor(readonly migration: string) {
    super(inBothLanguages('unknownSchema', { migration }));
  }
}

/** A message for people who have not chosen a language yet: Japanese, then English. */
export const inBothLanguages = (code: 'unknownSchema' | 'unknownData', values: Record<string, string>): string =>
  `${terminalText('ja', code, values)}\n${terminalText('en', code, values)}`;

/**
 * Brings a database to the newest schema, forward only, as the owner role. Idempotent, also from two processes at once
 * (Kysely's Migrator holds a lock). Returns the migrations that ran. Throws UnknownSchema before anything is changed, or
 * an error that names the migration that failed; that one is rolled back.
 */
export async function migrate(options: { url: string }): Promise<string[]> {
  return withMigrator(options.url, async (migrator, db) => {
    const { error, results } = await migrator.migrateToLatest();
    const failed = results?.find((result) => result.status === 'Error');
    if (error) throw new Error(`migration ${failed?.migrationName ?? '(before the first)'} failed`, { cause: error });
    await sql`select protect_rows()`.execute(db); // tables of later migrations too
    return (results ?? []).map((result) => result.migrationName);
  });
}

/** Migrations that `migrate` would run, in order; `fresh` if none has run yet. Throws UnknownSchema. */
export async function pendingMigrations(options: { url: string }): Promise<{ pending: string[]; fresh: boolean }> {
  return withMigrator(options.url, async (migrator) => {
    const all = await migrator.getMigrations();
    const pending = all.filter((migration) => !migration.executedAt).map((migration) => migration.name);
    return { pending, fresh: pending.length === all.length };
  });
}

/** Throws UnknownSchema when the database has a migration that this build does not know. Only reads. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a database of any schema
export async function requireKnownSchema(db: Kysely<any>): Promise<void> {
  const found = await sql<{
    found: boolean;
  }>`select to_regclass('public.kysely_migration') is not null as found`.execute(db);
  if (!found.rows[0]?.found) return;
  const known = await migrationNames();
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const unknown = rows.find(({ name }) => !known.includes(name));
  if (unknown) throw new UnknownSchema(unknown.name);
}

async function withMigrator<Result>(
  url: string,
  work: (migrator: Migrator, db: Kysely<unknown>) => Promise<Result>,
): Promise<Result> {
  return withConnection(url, async (db) => {
    await requireKnownSchema(db);
    // numbers are given when work begins: a migration may come after one with a higher number, and needs none such
    const known = { provider: { getMigrations: readMigrations }, allowUnorderedMigrations: true };
    return work(new Migrator({ db, ...known }), db);
  });
}

/** Runs `work` on one connection of its own. */
export async function withConnection<Result>(
  url: string,
  work: (db: Kysely<unknown>) => Promise<Result>,
): Promise<Result> {
  // no limit for a statement: a migration may rewrite a large table
  const { connectMs, keepAliveMs } = DATABASE_LIMITS;
  const alive = { keepAlive: true, keepAliveInitialDelayMillis: keepAliveMs, connectionTimeoutMillis: connectMs };
  const pool = new pg.Pool({ connectionString: url, max: 1, ...alive });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

const migrationNames = async () =>
  (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).map((name) => name.replace(/\.sql$/, ''));

async function readMigrations() {
  const entries = (await migrationNames()).sort().map(async (name) => {
    const text = await readFile(join(FOLDER, `${name}.sql`), 'utf8');
    return [name, { up: async (db: Kysely<unknown>) => void (await sql.raw(text).execute(db)) }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * Runs migrations. If there is data, first clones the database on the same server as `<name>_before_<migration>`, so
 * that a failed upgrade can be undone by renaming. Nothing else may be connected to the database.
 */
export async function migrateWithBackup(options: {
  superUrl: string;
  database: string;
  ownerUrl: string;
}): Promise<{ applied: string[]; backup?: string }> {
  const { pending, fresh } = await pendingMigrations({ url: options.ownerUrl });
  if (pending.length === 0) return { applied: [] };
  const backup = fresh ? undefined : `${options.database}_before_${pending[0]}`;
  if (backup) await cloneDatabase(options.superUrl, options.database, backup);
  return { applied: await migrate({ url: options.ownerUrl }), ...(backup && { backup }) };
}

async function cloneDatabase(superUrl: string, database: string, clone: string): Promise<void> {
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [clone]);
    if (found.rowCount) return; // created by an earlier attempt at the same upgrade
    await client.query(`create database ${pg.escapeIdentifier(clone)} template ${pg.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}
