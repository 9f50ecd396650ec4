import { sql } from 'kysely';
import { appendLedger, campaignChain } from '../../platform/ledger';
import { type Trx } from '../../platform/types';

/** Rows per entry of consents. */
const BLOCK = 1_000;

interface Imported {
  clientId: number;
  campaignId: number;
  importId: number;
  now: number;
  by: string;
}

/** A consent of an import in its ledger entry: row, customer, channel, purpose, and 1 for yes or 0 for no. */
export type ImportedConsent = [id: number, customer: number, channel: string, purpose: string, value: 0 | 1];

/**
 * Appends what an import has said of its customers, so that an audit can find a row that was removed or changed since:
 * an entry for each hold, and the consents in blocks. Call it last in the transaction of the import.
 */
export async function recordEvidence(trx: Trx, imported: Imported): Promise<void> {
  await recordHolds(trx, imported);
  await recordConsents(trx, imported);
}

/** Number of consents that the import under way has added. */
export async function countConsents(trx: Trx): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from consented`.execute(trx);
  return rows[0]!.count;
}

async function recordHolds(trx: Trx, { clientId, campaignId, importId, now, by }: Imported): Promise<void> {
  const { rows } = await sql<{ hold: number; customer: number; reason: string }>`
    select id as hold, customer_id as customer, reason from held_customers order by id`.execute(trx);
  const entries = rows.map((row) => ({ kind: 'hold_opened', by, ...row, importId, owner: null }));
  await appendLedger(trx, campaignChain(campaignId), clientId, now, entries);
}

async function recordConsents(trx: Trx, { clientId, campaignId, importId, now, by }: Imported): Promise<void> {
  for (let after = 0; ;) {
    const { rows } = await sql<{ id: number; customer: number; channel: string; purpose: string; value: boolean }>`
      select id, customer_id as customer, channel, purpose, value from consented
      where id > ${after} order by id limit ${BLOCK}`.execute(trx);
    if (rows.length === 0) return;
    const consents = rows.map(({ id, customer, channel, purpose, value }): ImportedConsent => [
      ...([id, customer, channel, purpose] as const),
      value ? 1 : 0,
    ]);
    const entry = { kind: 'consents_imported', by, importId, consents };
    await appendLedger(trx, campaignChain(campaignId), clientId, now, [entry]);
    after = rows.at(-1)!.id;
  }
}
