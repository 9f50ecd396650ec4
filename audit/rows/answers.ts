import { type EvidenceEntry } from '../../db/platform/evidence/entries';
import { type ArrivalEvidence, type JourneyRows } from '../../db/platform/evidence/journey-rows';
import { choicesOf, type TakenArrival } from '../../db/journeys/arrival-effects';
import { arrivalDigest } from '../../db/journeys/arrivals';
import { faultsIn, fieldsOf, personOf, type RowFault } from './fault';

interface ArrivalEntry {
  arrivalId: number;
  arrival: string;
  source: string;
  at: number;
  seq?: number;
  says?: string;
}

/** Compares what has arrived with the entry of its arrival, by its id. */
export function arrivalFaults({ arrivals }: JourneyRows, entries: EvidenceEntry[]): RowFault[] {
  const table = faultsIn('arrivals');
  const recorded = new Map<number, EvidenceEntry>();
  for (const entry of entries) {
    if (entry.body.kind === 'arrival') recorded.set(fieldsOf<ArrivalEntry>(entry).arrivalId, entry);
  }
  const faults = arrivals.flatMap((row) => {
    const entry = recorded.get(row.id);
    recorded.delete(row.id);
    if (!entry) return [table.entryMissing(row.id)];
    const { arrival: kind, source, at, seq, says } = fieldsOf<ArrivalEntry>(entry);
    const data = says === undefined || says === arrivalDigest(row) ? undefined : false;
    return table.compare(row.id, row, { kind, source, at, seq, received_at: entry.at, data });
  });
  return [...faults, ...[...recorded.keys()].map((id) => table.rowMissing(id))];
}

/** Compares the choices with those that the read arrivals have declared. */
export function choiceFaults({ journey, arrivals, choices }: JourneyRows): RowFault[] {
  const table = faultsIn('choices');
  const declared = new Map(
    arrivals
      .filter(({ read_at: readAt }) => readAt !== null)
      .flatMap((row) => choicesOf(takenOf(row, journey.customer_id)))
      .map((choice) => [`${choice.arrival_id}:${choice.contract_id}`, choice]),
  );
  const faults = choices.flatMap((row) => {
    const key = `${row.arrival_id}:${row.contract_id}`;
    const known = declared.get(key);
    declared.delete(key);
    if (!known) return [table.entryMissing(row.id)];
    const { choice, via, receipt, at } = known;
    return table.compare(row.id, row, { choice, via, receipt, at: new Date(at as Date).getTime() });
  });
  const missing = [...declared.values()].map(({ arrival_id: arrival, contract_id: contract }) =>
    table.rowMissing(`arrival ${arrival} contract ${contract}`),
  );
  return [...faults, ...missing];
}

/** An arrival as a step takes it. */
export const takenOf = (row: ArrivalEvidence, customerId: number): TakenArrival => ({
  ...row,
  journeyId: row.journey_id,
  campaignId: row.campaign_id,
  clientId: row.client_id,
  customerId,
});

/** Compares the answers kept for a person with the entries that kept and discarded them. */
export function keptFaults({ kept, arrivals }: JourneyRows, entries: EvidenceEntry[]): RowFault[] {
  const table = faultsIn('kept_answers');
  const recorded = new Map<number, { arrivalId: number; discarded?: EvidenceEntry }>();
  for (const entry of entries) {
    const { kind, kept: id, arrivalId } = fieldsOf<{ kept: number; arrivalId: number }>(entry);
    if (kind === 'answer_kept') recorded.set(id, { arrivalId });
    if (kind === 'kept_answer_discarded') recorded.set(id, { arrivalId, discarded: entry });
  }
  const faults = kept.flatMap((row) => {
    const known = recorded.get(row.id);
    recorded.delete(row.id);
    if (!known) return [table.entryMissing(row.id)];
    const by = known.discarded && personOf(known.discarded.body.by);
    const counted = arrivals.some(({ data }) => data.keptAnswer === row.id);
    return [
      ...table.compare(row.id, row, { arrival_id: known.arrivalId, decided_by: by }),
      ...((row.status === 'discarded') !== (by !== undefined) || (row.status === 'counted') !== counted
        ? [table.differs(row.id, 'status')]
        : []),
    ];
  });
  return [...faults, ...[...recorded.keys()].map((id) => table.rowMissing(id))];
}
