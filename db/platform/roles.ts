import pg from 'pg';
import { databaseUrl } from '../../config/database-url';

const OWNER = 'tsunagi_owner';
const APP = 'tsunagi_app';
/** Role for a caller's queries in the API: row-level security shows it the caller's rows only. */
export const API = 'tsunagi_api';

/**
 * Creates the roles (owner runs migrations, app runs the product, api is assumed for a caller) and the database if
 * missing. Passwords are set each time, so a changed password file takes effect at the next start.
 */
export async function ensureDatabase(options: {
  superUrl: string;
  database: string;
  ownerPassword: string;
  appPassword: string;
}): Promise<{ ownerUrl: string; appUrl: string }> {
  const client = new pg.Client({ connectionString: options.superUrl });
  await client.connect();
  try {
    await ensureRole(client, OWNER, options.ownerPassword);
    await ensureRole(client, APP, options.appPassword);
    await ensureApiRole(client);
    const found = await client.query('select 1 from pg_database where datname = $1', [options.database]);
    if (found.rowCount === 0) {
      await client.query(`create database ${pg.escapeIdentifier(options.database)} owner ${OWNER}`);
    }
  } finally {
    await client.end();
  }
  return {
    ownerUrl: databaseUrl(options.superUrl, options.database, OWNER, options.ownerPassword),
    appUrl: databaseUrl(options.superUrl, options.database, APP, options.appPassword),
  };
}

/** Whether the server has a database of that name. */
export async function hasDatabase(superUrl: string, name: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  try {
    return (await client.query('select 1 from pg_database where datname = $1', [name])).rowCount !== 0;
  } finally {
    await client.end();
  }
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const found = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  const verb = found.rowCount === 0 ? 'create' : 'alter';
  await client.query(`${verb} role ${role} login password ${pg.escapeLiteral(password)}`);
}

/** A role without login; the application assumes it for a request. */
async function ensureApiRole(client: pg.Client): Promise<void> {
  const found = await client.query('select 1 from pg_roles where rolname = $1', [API]);
  if (found.rowCount === 0) await client.query(`create role ${API} nologin`);
  const member = await client.query("select pg_has_role($1, $2, 'member') as member", [APP, API]);
  if (!member.rows[0]?.member) await client.query(`grant ${API} to ${APP}`);
}
