import pg from 'pg';

export const OWNER = 'tsunagi_owner';
export const APP = 'tsunagi_app';

/**
 * Creates the two roles (owner runs migrations, app runs the product) and the database, where missing.
 * Passwords are set each time, so a rotated password file takes effect at the next start.
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

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const found = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  const verb = found.rowCount === 0 ? 'create' : 'alter';
  await client.query(`${verb} role ${role} login password ${pg.escapeLiteral(password)}`);
}

/** The same server, another database and role. */
export function databaseUrl(base: string, database: string, user: string, password: string): string {
  const url = new URL(base);
  url.pathname = `/${database}`;
  url.username = user;
  url.password = encodeURIComponent(password);
  return url.toString();
}
