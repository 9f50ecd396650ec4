import { readFileSync } from 'node:fs';
import { type Bed, type BedDatabase } from './bed';

/** Bytes of each table with its indexes and long values, by `database.table`. */
export type TableSizes = Record<string, number>;

const DATABASES: BedDatabase[] = ['bench', 'temporal', 'temporal_visibility'];

/**
 * Sizes of all tables without the space that is free in them: what was deleted has been cleared away, and a small
 * campaign would otherwise fit into what an earlier one left.
 */
export async function tableSizes({ query }: Bed): Promise<TableSizes> {
  const sizes: TableSizes = {};
  for (const database of DATABASES) {
    await query(database, 'create extension if not exists pg_freespacemap');
    await query(database, 'vacuum');
    const rows = await query<{ name: string; bytes: string }>(
      database,
      `select relname as name, pg_total_relation_size(c.oid) - coalesce((select sum(avail) from (
         select c.oid as part union all select indexrelid from pg_index where indrelid = c.oid) p,
         pg_freespace(p.part::regclass)), 0) as bytes
       from pg_class c join pg_namespace n on n.oid = relnamespace
       where relkind in ('r', 'm') and nspname = 'public'`,
    );
    for (const { name, bytes } of rows) sizes[`${database}.${name}`] = Number(bytes);
  }
  await query('bench', 'checkpoint');
  return sizes;
}

/** What each table has grown by, divided by `count`; tables of less than a byte are left out. */
export function grownEach(after: TableSizes, before: TableSizes, count: number): TableSizes {
  const grown = Object.entries(after).map(([name, bytes]) => [name, (bytes - (before[name] ?? 0)) / count] as const);
  const sorted = grown.filter(([, bytes]) => bytes >= 1).sort(([, a], [, b]) => b - a);
  return Object.fromEntries(sorted.map(([name, bytes]) => [name, Math.round(bytes)]));
}

/** The sum of the tables of the engine's databases, or of ours. */
export function sumOf(sizes: TableSizes, whose: 'ours' | 'engine'): number {
  const ours = (name: string) => name.startsWith('bench.');
  const own = Object.entries(sizes).filter(([name]) => ours(name) === (whose === 'ours'));
  return own.reduce((sum, [, bytes]) => sum + bytes, 0);
}

/** Bytes of memory that a process holds. Linux only. */
export function memoryOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kilobytes) * 1024;
}
