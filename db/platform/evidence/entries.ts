import { sql } from 'kysely';
import { campaignChain, type LedgerEntry, parseEntry } from '../ledger';
import { type Queryable } from '../types';

/** An entry of the ledger as it is compared with rows. `body` holds its own fields. */
export interface EvidenceEntry {
  seq: number;
  /** When it was appended, epoch ms. */
  at: number;
  body: LedgerEntry;
}

/** What a campaign's chain says of these journeys, in its order, by journey. */
export async function entriesOfJourneys(
  db: Queryable,
  campaignId: number,
  journeyIds: number[],
): Promise<Map<number, EvidenceEntry[]>> {
  const keys = journeyIds.map(String);
  const { rows } = await sql<{ seq: number; at: number; body: string }>`
    select seq, at, body from ledger_about(${campaignChain(campaignId)}, ${keys}::text[])`.execute(db);
  return grouped(rows, ({ journey }) => journey);
}

/** What all chains say of the holds, consents and erasure of these customers, in the order of time, by customer. */
export async function entriesOfCustomers(db: Queryable, customerIds: number[]): Promise<Map<number, EvidenceEntry[]>> {
  const { rows } = await sql<{ seq: number; at: number; body: string }>`
    select seq, at, body from ledger
    where body::jsonb ->> 'kind'
        in ('hold_opened', 'hold_released', 'hold_reviewed', 'consent_given', 'consent_refused', 'erased')
      and (body::jsonb ->> 'customer')::bigint = any(${customerIds}::bigint[])
    order by at, chain, seq`.execute(db);
  return grouped(rows, ({ customer }) => customer);
}

function grouped(
  rows: { seq: number; at: number; body: string }[],
  about: (body: LedgerEntry) => unknown,
): Map<number, EvidenceEntry[]> {
  const found = new Map<number, EvidenceEntry[]>();
  for (const row of rows) {
    const entry = { ...row, body: parseEntry(row.body) };
    const id = Number(about(entry.body));
    const known = found.get(id);
    if (known) known.push(entry);
    else found.set(id, [entry]);
  }
  return found;
}
