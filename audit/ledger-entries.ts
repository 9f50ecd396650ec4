import { INSTALLATION_CHAIN, type LedgerEntry } from '../db/platform/ledger';
import { sql } from 'kysely';
import { type Queryable } from '../db/platform/types';

const PAGE = 2_000;

export interface StoredEntry {
  seq: number;
  client_id: number | null;
  at: number;
  body: string;
  hash: Buffer;
}

/** The entries of a chain in their order, read page by page. */
export async function* ledgerEntries(db: Queryable, chain: string): AsyncGenerator<StoredEntry> {
  for (let after = Number.MIN_SAFE_INTEGER; ;) {
    const page = await db
      .selectFrom('ledger')
      .select(['seq', 'client_id', 'at', 'body', 'hash'])
      .where('chain', '=', chain)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(PAGE)
      .execute();
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.seq;
  }
}

/** What an entry says. A body that is no entry any more reads as one of kind `unreadable`. */
export function parseEntry(body: string): LedgerEntry {
  try {
    const entry = JSON.parse(body) as LedgerEntry | null;
    return typeof entry?.kind === 'string' ? entry : { kind: 'unreadable' };
  } catch {
    return { kind: 'unreadable' };
  }
}

/** Every chain there must be: the installation's once it has begun, and one per campaign, begun with its creation. */
export async function ledgerChains(db: Queryable): Promise<string[]> {
  const { rows } = await sql<{ chain: string }>`
    select chain from ledger_heads union select 'campaign:' || id from campaigns
    order by 1`.execute(db);
  const chains = rows.map((row) => row.chain);
  return [...chains.filter((chain) => chain === INSTALLATION_CHAIN), ...chains.filter((c) => c !== INSTALLATION_CHAIN)];
}
