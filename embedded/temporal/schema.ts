import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { writeFileWhole } from '../../config/files';
import { type TemporalStore } from './config';
import { inDatabase } from './in-database';
import { dropSpareIndexes, restoreSpareIndexes } from './spare-indexes';

const ROLE = 'temporal';
const DATABASES = { temporal: 'temporal', temporal_visibility: 'visibility' } as const;
const run = promisify(execFile);

/**
 * Creates the server's role and databases with the schema of `version`, if missing. A complete database has the version
 * as its comment, so that one left incomplete by a crash is recreated.
 */
export async function prepareTemporalStore(options: {
  dir: string;
  superUrl: string;
  sqlTool: string;
  version: string;
}): Promise<TemporalStore> {
  const passwordFile = join(options.dir, 'password');
  if (!existsSync(passwordFile)) writeFileWhole(passwordFile, randomBytes(24).toString('hex'), 0o600);
  const password = readFileSync(passwordFile, 'utf8').trim();
  const admin = new Client({ connectionString: options.superUrl });
  await admin.connect();
  try {
    const known = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [ROLE]);
    const verb = known.rowCount === 0 ? 'CREATE' : 'ALTER';
    await admin.query(`${verb} ROLE ${ROLE} LOGIN PASSWORD '${password}'`); // hex digits only
    const address = new URL(options.superUrl).host;
    for (const [database, schema] of Object.entries(DATABASES)) {
      await prepareDatabase(admin, database, options, (args) =>
        sqlTool(options.sqlTool, address, password, database, args, schema),
      );
    }
    await dropSpareIndexes(options.superUrl);
    await forgetMembers(options.superUrl);
    return { address, user: ROLE, password };
  } finally {
    await admin.end();
  }
}

/**
 * Members of a killed server appear alive for a while, and a new server waits for them in vain. Here it is the only
 * one.
 */
async function forgetMembers(superUrl: string): Promise<void> {
  await inDatabase(superUrl, 'temporal', (client) => client.query('DELETE FROM cluster_membership'));
}

async function prepareDatabase(
  admin: Client,
  database: string,
  { version, superUrl }: { version: string; superUrl: string },
  tool: (args: string[]) => Promise<void>,
): Promise<void> {
  const found = await admin.query<{ done: string | null }>(
    `SELECT shobj_description(oid, 'pg_database') AS done FROM pg_database WHERE datname = $1`,
    [database],
  );
  const done = found.rows[0]?.done ?? undefined;
  if (done === version) return;
  if (done === undefined) {
    await admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${database} OWNER ${ROLE}`);
    await tool(['setup-schema', '-v', '0.0']);
  } else if (database === 'temporal_visibility') await restoreSpareIndexes(superUrl);
  await tool(['update-schema']);
  await admin.query(`COMMENT ON DATABASE ${database} IS '${version}'`);
}

async function sqlTool(
  program: string,
  address: string,
  password: string,
  database: string,
  args: string[],
  schema: string,
): Promise<void> {
  const { hostname, port } = new URL(`postgres://${address}`);
  const where = ['--plugin', 'postgres12_pgx', '--ep', hostname, '-p', port || '5432', '-u', ROLE, '--db', database];
  const what = args[0] === 'update-schema' ? [...args, '--schema-name', `postgresql/v12/${schema}`] : args;
  try {
    // the password is passed by environment: command lines are visible to other users
    await run(program, [...where, ...what], { env: { ...process.env, SQL_PASSWORD: password } });
  } catch (error) {
    const output = (error as { stderr?: string }).stderr ?? '';
    throw new Error(`Temporal's schema tool failed (${database}, ${args[0]}): ${output.trim().slice(-600)}`);
  }
}
