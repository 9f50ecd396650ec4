import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** Tables that an import fills; what it writes besides is little: findings, holds, figures, the ledger. */
const FILLED = [
  'customers',
  'vault_keys',
  'vault_items',
  'search_keys',
  'second_factors',
  'contact_points',
  'consents',
  'contracts',
  'audience',
];

/** COPY of a file's cells, one tab-separated line a row, into a new table of texts without keys or indexes. */
export async function copyCells(owner: Client, lines: Buffer): Promise<void> {
  const cells = lines.subarray(0, lines.indexOf('\n')).toString().split('\t');
  await owner.query('begin');
  await owner.query(`create table bare (${cells.map((_, at) => `c${at} text`).join(', ')})`);
  await pipeline(Readable.from(partsOf(lines)), owner.query(copyFrom('copy bare from stdin')));
  await owner.query('commit');
}

/** Removes what `copyCells` has written. */
export const dropCells = (owner: Client) => owner.query('drop table if exists bare');

/** What imports have stored so far, by table, as COPY takes it; and empty tables of the same columns, keys and indexes. */
export async function readStored(owner: Client): Promise<Map<string, Buffer>> {
  const stored = new Map<string, Buffer>();
  for (const table of FILLED) {
    stored.set(table, await buffer(owner.query(copyTo(`copy ${table} to stdout (format binary)`))));
    await owner.query(`create table stored_${table} (like ${table} including all)`);
  }
  return stored;
}

/** COPY of the same rows into the empty tables, in one transaction as an import's. */
export async function copyStored(owner: Client, stored: Map<string, Buffer>): Promise<void> {
  await owner.query('begin');
  for (const [table, rows] of stored) {
    const copy = owner.query(copyFrom(`copy stored_${table} from stdin (format binary)`));
    await pipeline(Readable.from(partsOf(rows)), copy);
  }
  await owner.query('commit');
}

/** Empties the tables for the next `copyStored`. */
export const emptyStored = (owner: Client) =>
  owner.query(`truncate ${FILLED.map((table) => `stored_${table}`).join(', ')}`);

const PART = 65_536;

function* partsOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PART) yield bytes.subarray(at, at + PART);
}
