import pg from 'pg';
import { migrate, pendingMigrations } from './migrate';

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
