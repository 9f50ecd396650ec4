import { campaignById } from '../db/campaigns/campaigns';
import { countByOutcome, countJourneysAmiss, outcomesOf } from '../db/campaigns/completeness';
import { campaignChain } from '../db/platform/ledger';
import { type ClosedOutcome } from '../domain/journeys/outcome';
import { ledgerEntries, parseEntry } from '../db/platform/ledger-reader';
import { type Db, type Queryable } from '../db/platform/types';
import { type OutcomeName } from '../domain/journeys/states';

export interface Completeness {
  /** True when the campaign has ended and nothing below is amiss. */
  ok: boolean;
  ended: boolean;
  contracts: number;
  /** Contracts by outcome; they add up to `contracts` less `open`. */
  outcomes: Partial<Record<OutcomeName, number>>;
  /** Contracts of the audience without an outcome. */
  open: number;
  /** Outcomes of contracts that are not in the audience, or of excluded ones that say something else. */
  stray: number;
  /** Journeys that are still open, customers without a journey, journeys of nobody in the audience. */
  journeysAmiss: number;
  /** Contracts whose outcome is not the last one the ledger tells. */
  contradicted: number[];
}

/** Whether every contract of a campaign's audience has exactly one outcome, and the very one the ledger tells. */
export async function verifyCompleteness(db: Db, campaignId: number): Promise<Completeness> {
  const view = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return view.execute(async (trx) => {
    const { ended_at: endedAt } = await campaignById(trx, campaignId);
    const counts = await countContracts(trx, campaignId);
    const journeysAmiss = await countJourneysAmiss(trx, campaignId);
    const contradicted = await findContradicted(trx, campaignId);
    const ended = endedAt !== null;
    const ok = ended && counts.open + counts.stray + journeysAmiss + contradicted.length === 0;
    return { ok, ended, ...counts, journeysAmiss, contradicted };
  });
}

async function countContracts(db: Queryable, campaignId: number) {
  const rows = await countByOutcome(db, campaignId);
  const found = { contracts: 0, outcomes: {} as Completeness['outcomes'], open: 0, stray: 0 };
  for (const { listed, state, outcome, count } of rows) {
    if (!listed || (outcome !== null && (state === 'excluded') !== (outcome === 'excluded'))) found.stray += count;
    if (!listed) continue;
    found.contracts += count;
    if (outcome === null) found.open += count;
    else found.outcomes[outcome] = (found.outcomes[outcome] ?? 0) + count;
  }
  return found;
}

/** Excluded contracts come from the import and its reviewers, or from an arrival; all others from a decision or arrival. */
async function findContradicted(db: Queryable, campaignId: number): Promise<number[]> {
  const told = await outcomesInLedger(db, campaignId);
  const rows = await outcomesOf(db, campaignId);
  const contradicted = rows.filter(({ contract, outcome }) => (told.get(contract) ?? 'excluded') !== outcome);
  for (const { contract } of rows) told.delete(contract);
  return [...contradicted.map((row) => row.contract), ...told.keys()].sort((a, b) => a - b);
}

async function outcomesInLedger(db: Queryable, campaignId: number): Promise<Map<number, string>> {
  const told = new Map<number, string>();
  for await (const { body } of ledgerEntries(db, campaignChain(campaignId))) {
    const entry = parseEntry(body) as {
      kind: string;
      decision?: { outcomes?: ClosedOutcome[] };
      contract?: number;
      outcome?: string;
      contracts?: number[];
    };
    if (entry.kind === 'decision') {
      for (const { contractId, outcome } of entry.decision?.outcomes ?? []) told.set(contractId, outcome);
    } else if (entry.kind === 'outcome') told.set(entry.contract!, entry.outcome!);
    else if (entry.kind === 'reopened') for (const contract of entry.contracts ?? []) told.delete(contract);
  }
  return told;
}
