import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDb } from '../db/platform/connect';
import { migrate } from '../db/platform/migrate';
import { ensureDatabase } from '../db/platform/roles';
import { startPostgres } from '../embedded/postgres/postgres';

type Scratch = ReturnType<typeof connectDb> & {
  /** Folder for the run's files. */
  dir: string;
  /** URL of the database, as the application role. */
  url: string;
  /** URL of the database, as the role that owns its tables. */
  ownerUrl: string;
  /** Process id of PostgreSQL. */
  postmaster: number;
};

/** Runs `work` with a fresh, migrated PostgreSQL, and removes it afterwards. */
export async function withScratchDatabase<Result>(work: (scratch: Scratch) => Promise<Result>): Promise<Result> {
  const dir = await mkdtemp(join(tmpdir(), 'tsunagi-bench-'));
  await chmod(dir, 0o711); // PostgreSQL runs as another user
  const postgres = await startPostgres({ dir, log: () => undefined });
  try {
    const { superUrl, pid } = postgres;
    const passwords = { ownerPassword: 'bench-only', appPassword: 'bench-only' };
    const urls = await ensureDatabase({ superUrl, database: 'bench', ...passwords });
    await migrate({ url: urls.ownerUrl });
    const connected = connectDb({ url: urls.appUrl });
    const result = await work({ ...connected, dir, url: urls.appUrl, ownerUrl: urls.ownerUrl, postmaster: pid });
    await connected.db.destroy();
    return result;
  } finally {
    await postgres.stop();
    await rm(dir, { recursive: true, force: true });
  }
}
