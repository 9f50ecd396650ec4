import { sql } from 'kysely';
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
 * Appends entries to a chain. Call it as the last statement of a transaction: it locks the chain's head until commit.
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
  await sql`select ledger_append(${chain}, ${clientId}, ${new Date(at)}, ${bodies}::text[])`.execute(db);
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
