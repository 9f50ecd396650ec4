import { createHash } from 'node:crypto';
import { type Compilable, sql } from 'kysely';
import { type Queryable } from './types';

const MARK = '/* planned once */';

/**
 * Begins a statement that each connection plans once, however often it runs it. For statements of one fixed text that are
 * dear to plan and run for every message; their values must be parameters, lists as arrays. The plan holds until the
 * figures of a table change (autovacuum's analyze): a statement first planned while its tables were small may scan them
 * until then, for about a minute as they grow. Find rows by `= any` of a list or by key, which goes by index earlier.
 */
export const PLANNED_ONCE = sql.raw(MARK);

/** Ids for `unnest` in such a statement. The planner must not see their number, or it would plan each number anew. */
export const listed = (ids: (number | null)[]) => sql`(select ${ids}::bigint[])`;

/** Whether a column is among these ids, in such a statement. */
export const among = (column: string, ids: number[]) =>
  sql<boolean>`${sql.ref(column)} = any(${listed(ids)}::bigint[])`;

/** Runs a query of the builder as such a statement. */
export async function plannedOnce<Row>(db: Queryable, query: Compilable<Row>): Promise<Row[]> {
  const compiled = query.compile();
  return (await db.executeQuery<Row>({ ...compiled, sql: `${MARK} ${compiled.sql}` })).rows;
}

const names = new Map<string, string>();

/** A query as given to the driver: a statement that begins so gets a name, under which the server keeps its plan. */
export const named = (parts: unknown[]): unknown[] => nameWhere(parts, (text) => text.startsWith(MARK));

/** A text of its own for each number of values, or columns that a migration may add to. */
const VARIES = /\bin \(\$|\), \(\$|select \*|returning \*|\.\*/;

/** The same for every statement with values whose text is fixed, marked or not. */
export const namedIfFixed = (parts: unknown[]): unknown[] =>
  nameWhere(
    parts,
    (text, values) => text.startsWith(MARK) || (Array.isArray(values) && values.length > 0 && !VARIES.test(text)),
  );

function nameWhere(parts: unknown[], which: (text: string, values: unknown) => boolean): unknown[] {
  const [text, values, ...rest] = parts;
  if (typeof text !== 'string' || !which(text, values)) return parts;
  const name = names.get(text) ?? createHash('sha256').update(text).digest('hex').slice(0, 32);
  names.set(text, name);
  return [{ name, text, values }, ...rest];
}
