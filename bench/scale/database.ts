import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { connectDb } from '../../db/platform/connect';
import { migrate } from '../../db/platform/migrate';
import { ensureDatabase, hasDatabase } from '../../db/platform/roles';
import { Vault } from '../../db/privacy/vault';
import { defaultDataDir } from '../../embedded/postgres/user';
import { startPostgres } from '../../embedded/postgres/postgres';
import { fillScale } from './fill';

const ROOT = join(__dirname, '..', '..');
const MIGRATIONS = join(ROOT, 'db', 'migrations');
const PASSWORD = 'bench-only';

export type Connected = ReturnType<typeof connectDb>;

export interface ScaleDatabase {
  connected: Connected;
  vault: Vault;
  superUrl: string;
  ownerUrl: string;
  database: string;
  /** Ends the connections, and the server if it was started here. */
  close(): Promise<void>;
}

/** The vault of the filled database: a fixed key, so that its hashes repeat. */
export const scaleVault = (): Vault => new Vault(Buffer.alloc(32, 1));

/**
 * A database with `journeys` journeys on a PostgreSQL of its own in a kept folder. It is filled once for each state of
 * migrations and fill, under a name made of both; older ones with as many journeys are removed.
 */
export async function openScaleDatabase(
  journeys: number,
  progress: (line: string) => void,
  dir = join(defaultDataDir(ROOT), 'scale'),
): Promise<ScaleDatabase> {
  mkdirSync(dir, { recursive: true, mode: 0o711 });
  const postgres = await startPostgres({ dir, durable: false, log: progress });
  const { superUrl } = postgres;
  const database = `scale_${journeys}_${fillHash()}`;
  const passwords = { ownerPassword: PASSWORD, appPassword: PASSWORD };
  if (!(await hasDatabase(superUrl, database))) {
    await removeOlder(superUrl, journeys);
    await fillNew({ superUrl, database, journeys, progress });
  }
  const { ownerUrl, appUrl } = await ensureDatabase({ superUrl, database, ...passwords });
  const connected = connectDb({ url: appUrl, application: 'scale' });
  const close = async () => {
    await connected.db.destroy();
    await postgres.stop();
  };
  return { connected, vault: scaleVault(), superUrl, ownerUrl, database, close };
}

async function fillNew(options: {
  superUrl: string;
  database: string;
  journeys: number;
  progress: (line: string) => void;
}) {
  const { superUrl, database, journeys, progress } = options;
  const filling = `${database}_filling`;
  await asSuper(superUrl, `drop database if exists ${filling} with (force)`);
  const passwords = { ownerPassword: PASSWORD, appPassword: PASSWORD };
  const { ownerUrl, appUrl } = await ensureDatabase({ superUrl, database: filling, ...passwords });
  await migrate({ url: ownerUrl });
  const { db } = connectDb({ url: appUrl });
  const started = performance.now();
  await fillScale({ db, ownerUrl, vault: scaleVault(), journeys, progress });
  await db.destroy();
  await asSuper(superUrl, `alter database ${filling} rename to ${database}`);
  progress(`filled ${journeys} journeys in ${Math.round((performance.now() - started) / 1000)} s`);
}

async function removeOlder(superUrl: string, journeys: number): Promise<void> {
  const { rows } = await asSuper(
    superUrl,
    `select datname from pg_database where datname like 'scale\\_${journeys}\\_%'`,
  );
  for (const { datname } of rows as { datname: string }[])
    await asSuper(superUrl, `drop database ${datname} with (force)`);
}

async function asSuper(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Changes with the schema and with what is filled in. */
function fillHash(): string {
  const hash = createHash('sha256');
  for (const folder of [MIGRATIONS, join(__dirname, 'sql')])
    for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  for (const name of ['fill.ts', 'campaigns.ts', 'constraints.ts']) hash.update(readFileSync(join(__dirname, name)));
  return hash.digest('hex').slice(0, 10);
}
