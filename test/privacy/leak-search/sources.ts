import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type Client } from '@temporalio/client';
import { type Payload } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type Patterns, PatternStream } from './patterns';

/** Called for each value found: what it was found in, and whose it is. */
export type Found<Label> = (where: string, label: Label) => void;

export interface Searched {
  places: number;
  bytes: number;
}

/**
 * Every row of every table of every database on a server, as a dump would hold it: PostgreSQL's binary form, which has
 * texts and bytes as they are. `url` is a superuser's; databases it may not enter are left out.
 */
export async function searchServer<Label>(
  url: string,
  patterns: Patterns<Label>,
  found: Found<Label>,
): Promise<Searched> {
  const names = await rowsOf<{ name: string }>(
    url,
    'select datname as name from pg_database where datallowconn and not datistemplate order by 1',
  );
  const total = { places: 0, bytes: 0 };
  for (const { name } of names) {
    const own = new URL(url);
    own.pathname = `/${encodeURIComponent(name)}`;
    const { places, bytes } = await searchDatabase(own.toString(), patterns, found);
    total.places += places;
    total.bytes += bytes;
  }
  return total;
}

/** The same for one database, with what the role of `url` may read. */
export async function searchDatabase<Label>(
  url: string,
  patterns: Patterns<Label>,
  found: Found<Label>,
): Promise<Searched> {
  const database = decodeURIComponent(new URL(url).pathname.slice(1));
  const tables = await rowsOf<{ schema: string; name: string; columns: string }>(url, TABLES);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let bytes = 0;
  try {
    for (const { schema, name, columns } of tables) {
      const place = `${database}: ${schema}.${name}`;
      const stream = new PatternStream(patterns, (label) => found(place, label));
      const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
      // binary where each column has a binary form; a type without one would fail as text would not
      for await (const piece of client.query(
        copyTo(`copy (select ${columns} from ${table}) to stdout (format binary)`),
      )) {
        bytes += (piece as Buffer).length;
        stream.push(piece as Buffer);
      }
    }
  } finally {
    await client.end();
  }
  return { places: tables.length, bytes };
}

const TABLES = `
  select n.nspname as schema, c.relname as name,
    string_agg(quote_ident(a.attname) || case when t.typsend = 0 then '::text' else '' end, ', ' order by a.attnum) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped join pg_type t on t.oid = a.atttypid
  where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
    and has_table_privilege(c.oid, 'select')
  group by 1, 2 order by 1, 2`;

async function rowsOf<Row extends pg.QueryResultRow>(url: string, query: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(query)).rows;
  } finally {
    await client.end();
  }
}

/** Executions of a namespace (all, or of a query): id, memo, search attributes, and history as stored and as decoded. */
export async function searchTemporal<Label>(
  client: Client,
  patterns: Patterns<Label>,
  found: Found<Label>,
  query?: string,
): Promise<Searched> {
  const total = { places: 0, bytes: 0 };
  const search = (place: string, bytes: Uint8Array) => {
    total.bytes += bytes.length;
    patterns.search(bytes, (label) => found(place, label));
  };
  for await (const { workflowId, runId, raw } of client.workflow.list(query === undefined ? {} : { query })) {
    total.places += 1;
    search('temporal: workflow ids', Buffer.from(workflowId));
    const { searchAttributes, memo } = raw;
    const marks = [...fieldsOf(searchAttributes?.indexedFields), ...fieldsOf(memo?.fields)];
    for (const [name, payload] of marks) search(`temporal: ${name}`, payload.data ?? new Uint8Array());
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    search('temporal: histories as stored', temporal.api.history.v1.History.encode(history).finish());
    const decoded = await decodedOf(client, payloadsIn(history));
    for (const payload of decoded) search('temporal: histories decoded', payload.data ?? new Uint8Array());
  }
  return total;
}

const fieldsOf = (fields: Record<string, Payload> | null | undefined) => Object.entries(fields ?? {});

async function decodedOf(client: Client, payloads: Payload[]): Promise<Payload[]> {
  let decoded = payloads;
  for (const codec of [...client.options.loadedDataConverter.payloadCodecs].reverse()) {
    decoded = await codec.decode(decoded);
  }
  return decoded;
}

/** Every payload anywhere in a message. */
function payloadsIn(value: unknown): Payload[] {
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return [];
  const { metadata, data } = value as { metadata?: unknown; data?: unknown };
  if (metadata && typeof metadata === 'object' && data instanceof Uint8Array) return [value as Payload];
  return Object.values(value).flatMap(payloadsIn);
}

/** What lies below a folder, file by file, but for the paths left out (relative to it, with all below). */
export async function searchFiles<Label>(
  folder: string,
  leftOut: readonly string[],
  patterns: Patterns<Label>,
  found: Found<Label>,
): Promise<Searched> {
  const total = { places: 0, bytes: 0 };
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const place = relative(folder, file);
    if (leftOut.some((path) => place === path || place.startsWith(`${path}/`))) continue;
    total.places += 1;
    patterns.search(Buffer.from(place), (label) => found('file names', label));
    const stream = new PatternStream(patterns, (label) => found(`file: ${place}`, label));
    for await (const piece of createReadStream(file)) {
      total.bytes += (piece as Buffer).length;
      stream.push(piece as Buffer);
    }
  }
  return total;
}
