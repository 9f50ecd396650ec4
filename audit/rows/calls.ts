import { type EvidenceEntry } from '../../db/platform/evidence/entries';
import { type JourneyRows } from '../../db/platform/evidence/journey-rows';
import { faultsIn, fieldsOf, personOf, type RowFault } from './fault';

interface Entry {
  by: string;
  task: number;
  no: number;
  band: string;
  /** The result of the call. */
  reason: string;
}

/**
 * Compares the calls made and received with their entries. References of recordings are no evidence: they come late and
 * expire.
 */
export function callFaults({ attempts }: JourneyRows, entries: EvidenceEntry[]): RowFault[] {
  const table = faultsIn('call_attempts');
  const recorded = new Map<string, EvidenceEntry>();
  for (const entry of entries) {
    const { kind, task, no } = fieldsOf<Entry>(entry);
    if (kind === 'call_attempt' || kind === 'call_received') recorded.set(`task ${task} no. ${no}`, entry);
  }
  const faults = attempts.flatMap((row) => {
    const name = `task ${row.task_id} no. ${row.no}`;
    const entry = recorded.get(name);
    recorded.delete(name);
    if (!entry) return [table.entryMissing(name)];
    const { by, band, reason } = fieldsOf<Entry>(entry);
    return table.compare(name, row, { person_id: personOf(by), band, result: reason, at: entry.at });
  });
  return [...faults, ...[...recorded.keys()].map((name) => table.rowMissing(name))];
}
