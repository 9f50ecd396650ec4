import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, Migrator, PostgresDialect, sql } from 'kysely';
import pg from 'pg';

const folder = join(__dirname, '..', 'migrations');

/**
 * Migrates a database to the newest schema, forward only, as the owner role. Repeatable, and safe from two processes
 * (Kysely's Migrator holds a lock). Throws with the name of the failed migration, which is rolled back.
 */
export async function migrate(options: { url: string }): Promise<string[]> {
  return withMigrator(options.url, async (migrator, db) => {
    const { error, results } = await migrator.migrateToLatest();
    const failed = results?.find((result) => result.status === 'Error');
    if (error) throw new Error(`migration ${failed?.migrationName ?? '(before the first)'} failed`, { cause: error });
    await sql`select protect_rows()`.execute(db); // // tables of later migrations too
    return (results ?? []).map((result) => result.migrationName);
  });
}

/** Migrations that `migrate` would run, in order; `fresh` if none has run yet. */
export async function pendingMigrations(options: { url: string }): Promise<{ pending: string[]; fresh: boolean }> {
  return withMigrator(options.url, async (migrator) => {
    const all = await migrator.getMigrations();
    const pending = all.filter((migration) => !migration.executedAt).map((migration) => migration.name);
    return { pending, fresh: pending.length === all.length };
  });
}

async function withMigrator<Result>(
  url: string,
  work: (migrator: Migrator, db: Kysely<unknown>) => Promise<Result>,
): Promise<Result> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await work(new Migrator({ db, provider: { getMigrations: readMigrations } }), db);
  } finally {
    await db.destroy();
  }
}

async function readMigrations() {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const entries = files.map(async (name) => {
    const text = await readFile(join(folder, name), 'utf8');
    return [
      name.replace(/\.sql$/, ''),
      { up: async (db: Kysely<unknown>) => void (await sql.raw(text).execute(db)) },
    ] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
