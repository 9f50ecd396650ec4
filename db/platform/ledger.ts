import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { appendColumn, appendQuery, collectEntries } from './collected-entries';
import { type Queryable } from './types';

export const INSTALLATION_CHAIN = 'installation';
/** Name of a campaign's chain. */
export const campaignChain = (campaignId: number): string => `campaign:${campaignId}`;

/** One entry before chaining. `kind` names what happened; must not contain personal data. */
export interface LedgerEntry {
  kind: string;
  [field: string]: unknown;
}

/**
 * Appends entries to a chain. In a transaction they are collected, and appended once just before it commits, so that the
 * chain's head is locked for no other statement: callers may append wherever, also in loops.
 * The stored body is canonical JSON (sorted keys) with time `t` and client `c`, so the hash covers the whole row.
 */
export async function appendLedger(
  db: Queryable,
  chain: string,
  clientId: number | null,
  at: number,
  entries: LedgerEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const bodies = entries.map((entry) => canonicalJson({ ...entry, t: at, c: clientId }));
  const append = { chain, clientId, at, bodies };
  if (db.isTransaction) await collectEntries(db.getExecutor(), append);
  else await db.executeQuery(appendQuery([append]));
}

/**
 * Appends an entry for each row of a statement that stands alone, of which this is one column, in the order given: it saves
 * a transaction. The rows have the same `client` and `at`. `entry`: SQL of each field.
 */
export function appendedToLedger(
  chain: string,
  rows: { client: RawBuilder<unknown>; at: RawBuilder<unknown>; order: RawBuilder<unknown> },
  entry: Record<string, RawBuilder<unknown>>,
): RawBuilder<number> {
  const { client, at, order } = rows;
  const body = canonicalJsonOf({ ...entry, t: inMs(at), c: client });
  return appendColumn(chain, { client, at }, sql<string[]>`array_agg(${body} order by ${order})`);
}

/** SQL of an instant in milliseconds, as `canonicalJson` has it. */
export const inMs = (at: RawBuilder<unknown>) => sql<number>`floor(extract(epoch from ${at}) * 1000)::bigint`;

/** SQL of the canonical JSON of an object with these fields: texts, numbers, booleans. */
export function canonicalJsonOf(fields: Record<string, RawBuilder<unknown>>): RawBuilder<string> {
  const names = Object.keys(fields).sort((a, b) => (a < b ? -1 : 1));
  const list = names.map(
    (name) => sql`${sql.lit(`${JSON.stringify(name)}:`)} || coalesce(to_json(${fields[name]!})::text, 'null')`,
  );
  return sql`'{' || concat_ws(',', ${sql.join(list)}) || '}'`;
}

/** JSON with object keys sorted at every depth, so that equal contents give equal bytes. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
    return `{${fields.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** SHA-256 (hex) of a value's canonical JSON: how an entry proves contents that it does not repeat. */
export const digestOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');

const PAGE = 2_000;

interface StoredEntry {
  seq: number;
  client_id: number | null;
  at: number;
  body: string;
  hash: Buffer;
}

/** Yields the entries of a chain in order, read page by page. */
export async function* ledgerEntries(db: Queryable, chain: string): AsyncGenerator<StoredEntry> {
  for await (const page of ledgerPages(db, chain)) yield* page;
}

/** The same by pages of at most 2,000 entries. */
export async function* ledgerPages(db: Queryable, chain: string): AsyncGenerator<StoredEntry[]> {
  for (let after = Number.MIN_SAFE_INTEGER; ;) {
    const page = await db
      .selectFrom('ledger')
      .select(['seq', 'client_id', 'at', 'body', 'hash'])
      .where('chain', '=', chain)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(PAGE)
      .execute();
    yield page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.seq;
  }
}

/** Parses an entry's body; one that is no longer a valid entry gives the kind `unreadable`. */
export function parseEntry(body: string): LedgerEntry {
  try {
    const entry = JSON.parse(body) as LedgerEntry | null;
    return typeof entry?.kind === 'string' ? entry : { kind: 'unreadable' };
  } catch {
    return { kind: 'unreadable' };
  }
}

/** The chains that must exist: the installation's first, once begun, and one for each campaign, begun with its creation. */
export async function ledgerChains(db: Queryable): Promise<string[]> {
  const { rows } = await sql<{ chain: string }>`
    select chain from ledger_heads union select 'campaign:' || id from campaigns
    order by 1`.execute(db);
  const chains = rows.map((row) => row.chain);
  return [...chains.filter((chain) => chain === INSTALLATION_CHAIN), ...chains.filter((c) => c !== INSTALLATION_CHAIN)];
}

/** The last number and hash of a chain; undefined when there is no such chain. */
export async function ledgerHead(db: Queryable, chain: string): Promise<{ seq: number; hash: Buffer } | undefined> {
  return db.selectFrom('ledger_heads').select(['seq', 'hash']).where('chain', '=', chain).executeTakeFirst();
}
