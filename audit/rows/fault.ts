import { type EvidenceEntry } from '../../db/platform/evidence/entries';

/**
 * `differs`: a field is not what the ledger says. `row_missing`: the ledger has it, the table has not. `entry_missing`:
 * the table has it, and nothing in the ledger brought it about.
 */
export type RowWhy = 'differs' | 'row_missing' | 'entry_missing';

/** A row of evidence that does not agree with the ledger. */
export interface RowFault {
  table: string;
  /** Its id, or the fields that name it. */
  row: string;
  /** The column; absent where the whole row is missing or without an entry. */
  field?: string;
  why: RowWhy;
}

/** One table's name for its faults. */
export function faultsIn(table: string) {
  return {
    rowMissing: (row: number | string): RowFault => ({ table, row: String(row), why: 'row_missing' }),
    entryMissing: (row: number | string): RowFault => ({ table, row: String(row), why: 'entry_missing' }),
    differs: (row: number | string, field: string): RowFault => ({ table, row: String(row), field, why: 'differs' }),
    /** A fault for each field whose value is not the expected one; undefined: the ledger does not say. */
    compare: (row: number | string, found: object, expected: Record<string, unknown>): RowFault[] =>
      Object.entries(expected)
        .filter(([field, value]) => value !== undefined && (found as Record<string, unknown>)[field] !== value)
        .map(([field]) => ({ table, row: String(row), field, why: 'differs' })),
  };
}

/** Time that may lie between two readings of the clock in one transaction, for entries that do not repeat the row's own. */
const APART_MS = 5_000;

/** The entry's own time where the row's is near enough, else undefined: only for entries without an exact time. */
export const near = (found: number | null, at: number): number | null =>
  found !== null && Math.abs(found - at) <= APART_MS ? found : at;

/** Fields of an entry, typed where they are read. */
export const fieldsOf = <Fields>(entry: EvidenceEntry): Fields & { kind: string } =>
  entry.body as unknown as Fields & { kind: string };

/** The id of the person an entry names as `person:<id>`; null for the system. */
export function personOf(by: unknown): number | null {
  const id = /^person:(\d+)$/.exec(String(by))?.[1];
  return id === undefined ? null : Number(id);
}
