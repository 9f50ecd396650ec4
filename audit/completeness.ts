import { campaignById } from '../db/campaigns/campaigns';
import { countByOutcome, countJourneysAmiss, outcomesOf } from '../db/campaigns/counts';
import { campaignChain, ledgerEntries, parseEntry } from '../db/platform/ledger';
import { type ClosedOutcome } from '../domain/journeys/outcome';
import { type Db, type Queryable } from '../db/platform/types';
import { type OutcomeName } from '../domain/journeys/states';

export interface Completeness {
  /** True if the campaign has ended and nothing below is wrong. */
  ok: boolean;
  ended: boolean;
  contracts: number;
  /** Number of contracts by outcome; together with `open` they add up to `contracts`. */
  outcomes: Partial<Record<OutcomeName, number>>;
  /** Contracts of the audience without an outcome. */
  open: number;
  /** Outcomes of contracts outside the audience, or of excluded contracts with another outcome. */
  unexpected: number;
  /** Journeys still open, customers without a journey, and journeys of customers outside the audience. */
  journeysAmiss: number;
  /** Contracts whose outcome is not the last one in the ledger. */
  contradicted: number[];
}

/** Checks that every contract of the audience has exactly one outcome, the one in the ledger. */
export async function verifyCompleteness(db: Db, campaignId: number): Promise<Completeness> {
  const view = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return view.execute(async (trx) => {
    const { ended_at: endedAt } = await campaignById(trx, campaignId);
    const counts = await countContracts(trx, campaignId);
    const journeysAmiss = await countJourneysAmiss(trx, campaignId);
    const contradicted = await findContradicted(trx, campaignId);
    const ended = endedAt !== null;
    const ok = ended && counts.open + counts.unexpected + journeysAmiss + contradicted.length === 0;
    return { ok, ended, ...counts, journeysAmiss, contradicted };
  });
}

async function countContracts(db: Queryable, campaignId: number) {
  const rows = await countByOutcome(db, campaignId);
  const found = { contracts: 0, outcomes: {} as Completeness['outcomes'], open: 0, unexpected: 0 };
  for (const { listed, state, outcome, count } of rows) {
    if (!listed || (outcome !== null && (state === 'excluded') !== (outcome === 'excluded'))) found.unexpected += count;
    if (!listed) continue;
    found.contracts += count;
    if (outcome === null) found.open += count;
    else found.outcomes[outcome] = (found.outcomes[outcome] ?? 0) + count;
  }
  return found;
}

/**
 * Excluded contracts stem from the import and its reviewers, or from an arrival; all others from a decision or arrival.
 */
async function findContradicted(db: Queryable, campaignId: number): Promise<number[]> {
  const recorded = await outcomesInLedger(db, campaignId);
  const rows = await outcomesOf(db, campaignId);
  const contradicted = rows.filter(({ contract, outcome }) => (recorded.get(contract) ?? 'excluded') !== outcome);
  for (const { contract } of rows) recorded.delete(contract);
  return [...contradicted.map((row) => row.contract), ...recorded.keys()].sort((a, b) => a - b);
}

/** The outcome of each contract by the ledger's entries for which `counts` holds; excluded at the import: none. */
export async function outcomesInLedger(
  db: Queryable,
  campaignId: number,
  counts: (entry: { seq: number; at: number }) => boolean = () => true,
): Promise<Map<number, string>> {
  const recorded = new Map<number, string>();
  for await (const { body, seq, at } of ledgerEntries(db, campaignChain(campaignId))) {
    if (!counts({ seq, at })) continue;
    const entry = parseEntry(body) as {
      kind: string;
      decision?: { outcomes?: ClosedOutcome[] };
      contract?: number;
      outcome?: string;
      contracts?: number[];
    };
    if (entry.kind === 'decision') {
      for (const { contractId, outcome } of entry.decision?.outcomes ?? []) recorded.set(contractId, outcome);
    } else if (entry.kind === 'outcome') recorded.set(entry.contract!, entry.outcome!);
    else if (entry.kind === 'reopened') for (const contract of entry.contracts ?? []) recorded.delete(contract);
  }
  return recorded;
}
