import { type ImportedConsent } from '../../db/audience/import/record-evidence';
import { consentsBetween, existingCustomers } from '../../db/platform/evidence/customer-rows';
import { type EvidenceEntry } from '../../db/platform/evidence/entries';
import { type Queryable } from '../../db/platform/types';
import { faultsIn, fieldsOf, type RowFault } from './fault';

/** The campaign's imports whose consents are in the ledger, each with the ids of its first and last consent. */
export type KnownImports = Map<number, { from: number; to: number }>;

/** Learns of an import from its entry; one without a count of consents is from before they were noted. */
export function learnImport(imports: KnownImports, entry: EvidenceEntry): void {
  const { importId, consents } = fieldsOf<{ importId: number; consents?: number }>(entry);
  if (consents !== undefined) imports.set(importId, { from: 1, to: 0 });
}

/** Compares a block of imported consents with its rows, both ways. */
export async function importFaults(db: Queryable, imports: KnownImports, entry: EvidenceEntry): Promise<RowFault[]> {
  const table = faultsIn('consents');
  const { importId, consents } = fieldsOf<{ importId: number; consents: ImportedConsent[] }>(entry);
  const before = imports.get(importId);
  const first = before && before.to > 0 ? before.to + 1 : consents[0]![0];
  const last = consents.at(-1)![0];
  imports.set(importId, { from: before && before.to > 0 ? before.from : first, to: last });
  const rows = await consentsBetween(db, { source: `import:${importId}`, from: first, to: last });
  const known = await existingCustomers(db, [...new Set(consents.map(([, customer]) => customer))]);
  const recorded = new Map(consents.map((one) => [one[0], one]));
  const faults = rows.flatMap((row) => {
    const one = recorded.get(row.id);
    recorded.delete(row.id);
    if (!one) return [table.entryMissing(row.id)];
    const [, customer, channel, purpose, value] = one;
    const expected = { customer_id: customer, channel, purpose, value: value === 1, at: entry.at };
    return table.compare(row.id, row, expected);
  });
  const missing = [...recorded.values()].filter(([, customer]) => known.has(customer));
  return [...faults, ...missing.map(([id]) => table.rowMissing(id))];
}
