import pg from 'pg';
import { migrate, pendingMigrations } from './migrate';

/**
 * Migrates, and where data is there already first clones the database (same server, `<name>_before_<migration>`), so
 * that a failed upgrade can be undone by renaming. The database must have no other user then: start nothing before.
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
    if (found.rowCount) return; // an earlier try at the same upgrade made it
    await client.query(`create database ${pg.escapeIdentifier(clone)} template ${pg.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}
