import { type EvidenceEntry } from '../../db/platform/evidence/entries';
import { type ContractEvidence, type JourneyRows, type OutcomeEvidence } from '../../db/platform/evidence/journey-rows';
import { type ClosedOutcome } from '../../domain/journeys/outcome';
import { faultsIn, fieldsOf, type RowFault } from './fault';

interface RecordedOutcome {
  outcome: string;
  reason: string;
  /** Undefined: an entry of before its time was noted. */
  at: number | undefined;
}

interface Recorded {
  outcomes: Map<number, RecordedOutcome>;
  /** When the last decision closed the journey; null: it is open; undefined: nothing was decided. */
  closedAt: number | null | undefined;
}

interface Entry {
  decision: { kind: string; outcomes?: ClosedOutcome[] };
  contract: number;
  contracts: number[];
  outcome: string;
  reason: string;
  at?: number;
}

function recordedOf(entries: EvidenceEntry[]): Recorded {
  const outcomes = new Map<number, RecordedOutcome>();
  let closedAt: Recorded['closedAt'];
  for (const entry of entries) {
    const body = fieldsOf<Entry>(entry);
    if (body.kind === 'decision') {
      closedAt = body.decision.kind === 'close' ? entry.at : null;
      for (const { contractId, outcome, reason } of body.decision.outcomes ?? [])
        outcomes.set(contractId, { outcome, reason, at: entry.at });
    } else if (body.kind === 'outcome') {
      const at = body.at ?? (body.outcome === 'excluded' ? undefined : entry.at);
      outcomes.set(body.contract, { outcome: body.outcome, reason: body.reason, at });
    } else if (body.kind === 'reopened') {
      closedAt = null;
      for (const contract of body.contracts) outcomes.delete(contract);
    }
  }
  return { outcomes, closedAt };
}

/** Compares outcomes, with their reasons and times, and the end of the journey with its decisions and arrivals. */
export function outcomeFaults(rows: JourneyRows, entries: EvidenceEntry[]): RowFault[] {
  const { journey, contracts, outcomes } = rows;
  const { closedAt, outcomes: recorded } = recordedOf(entries);
  const table = faultsIn('outcomes');
  const faults = outcomes.flatMap((row) => {
    const known = recorded.get(row.contract_id) ?? excludedBefore(row, contracts);
    recorded.delete(row.contract_id);
    const name = `contract ${row.contract_id}`;
    return known ? table.compare(name, row, { ...known }) : [table.entryMissing(name)];
  });
  const missing = [...recorded.keys()].map((contract) => table.rowMissing(`contract ${contract}`));
  const ended = closedAt === undefined ? {} : { status: closedAt === null ? 'open' : 'closed', closed_at: closedAt };
  return [...faults, ...missing, ...faultsIn('journeys').compare(journey.id, journey, ended)];
}

/** Contracts that were excluded before the start have their outcome from the audience. */
function excludedBefore(row: OutcomeEvidence, contracts: ContractEvidence[]): RecordedOutcome | undefined {
  const contract = contracts.find(({ id, state }) => id === row.contract_id && state === 'excluded');
  return contract && { outcome: 'excluded', reason: contract.reason ?? 'excluded', at: undefined };
}
