import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type World } from '../../access/access-world';
import { testBase, type TestDb } from '../../support/test-db';

/** Whose rows: of a client, and of these rows of other tables. */
export interface Owner {
  clientId: number;
  world: World;
}

/** The table that a column refers to, where it is not the column's own name. */
const PARENTS: Record<string, string> = { task_id: 'call_tasks', file_id: 'client_files', request_id: 'requests' };
const parentOf = (column: string): string => PARENTS[column] ?? `${column.replace(/_id$/, '')}s`;
/** The row of a world that a column names; undefined for other columns. */
export const namedBy = (world: World, column: string): number | undefined =>
  column.endsWith('_id') ? world[parentOf(column)] : undefined;

interface Column {
  name: string;
  type: string;
  wanted: boolean;
}

/**
 * Adds a row of each owner to every table with a client where they have none, so that no table is behind its wall only because it is empty.
 * Rows refer to the owner's; what else a row must have has the right type and no meaning: checks and references are
 * taken off this database first. Returns the columns of each table.
 */
export async function fillEveryTable(t: TestDb, owners: Owner[]): Promise<Map<string, string[]>> {
  const url = new URL(testBase().superUrl);
  url.pathname = new URL(t.url).pathname;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    await dropChecks(client);
    const tables = await columnsOf(client);
    let serial = 6_000_000;
    for (const [table, columns] of tables) {
      for (const owner of owners.filter(({ world }) => world[table] === undefined)) {
        const row = columns.flatMap(({ name, type, wanted }) => {
          const own = name === 'client_id' ? owner.clientId : namedBy(owner.world, name);
          if (own !== undefined) return [[name, own] as const];
          if (name === 'chain') return [[name, `campaign:${owner.world.campaigns}`] as const];
          if (name === 'body') return [[name, '{}'] as const]; // of the ledger: indexed as JSON
          return wanted ? [[name, anyValue(type, ++serial)] as const] : [];
        });
        const names = row.map(([name]) => `"${name}"`).join(', ');
        const places = row.map((_, at) => `$${at + 1}`).join(', ');
        const values = row.map(([, value]) => value);
        await client.query(
          `insert into ${table} (${names}) overriding system value values (${places}) on conflict do nothing`,
          values,
        );
      }
    }
    return new Map([...tables].map(([table, columns]) => [table, columns.map(({ name }) => name)]));
  } finally {
    await client.end();
  }
}

async function dropChecks(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ drop: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop from pg_constraint
     where contype = 'c' and connamespace = 'public'::regnamespace and conrelid <> 0`,
  );
  for (const { drop } of rows) await client.query(drop);
}

async function columnsOf(client: pg.Client): Promise<Map<string, Column[]>> {
  const { rows } = await client.query<{ table: string; columns: Column[] }>(
    `select c.table_name as table, json_agg(json_build_object('name', c.column_name, 'type', c.udt_name,
       'wanted', c.is_nullable = 'NO' and c.column_default is null and c.is_identity = 'NO' and c.is_generated = 'NEVER')) as columns
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' group by 1
     having bool_or(c.column_name = 'client_id') order by 1`,
  );
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}

function anyValue(type: string, serial: number): unknown {
  if (type.startsWith('_')) return '{}';
  switch (type) {
    case 'int8':
    case 'int4':
    case 'numeric':
    case 'float8':
      return serial;
    case 'int2':
      return 1;
    case 'text':
      return `x${serial}`;
    case 'bytea':
      return Buffer.from(`x${serial}`);
    case 'jsonb':
    case 'json':
      return '{}';
    case 'bool':
      return true;
    case 'date':
    case 'timestamptz':
      return '2027-01-05';
    case 'uuid':
      return randomUUID();
    default:
      throw new Error(`no value known for a column of type ${type}`);
  }
}
