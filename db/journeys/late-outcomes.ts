import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type ContractFact } from '../../domain/journeys/facts';
import { outcomeOfChoice } from '../../domain/journeys/outcome';
import { appendLedger, campaignChain, type LedgerEntry } from '../platform/ledger';
import { type JourneyRow } from './facts/load-facts';
import { upsertOutcomes } from './step-writes';
import { reopen } from './late-answers';
import { type Trx } from '../platform/types';

/** Outcomes of contracts that closed without a will, by contract. */
type LateOutcomes = Map<number, { customerId: number; outcome: string }>;

/** A journey that was closed for lateness, and what becomes of it under later dates. */
export interface LateClosed {
  journey: JourneyRow;
  /** Contracts whose answer came too late for the old dates and counts under the new ones. */
  answered: ContractFact[];
  /** Contracts that were never answered. */
  silent: number[];
  outcomes: LateOutcomes;
  effect: 'reopened' | 'answered' | 'unchanged' | 'stay';
}

/** What these journeys' contracts lapsed or were unreachable with, where no person has said so. */
export async function lateOutcomes(trx: Trx, campaignId: number, journeys: JourneyRow[]): Promise<LateOutcomes> {
  const customers = journeys.map((journey) => journey.customer_id);
  if (customers.length === 0) return new Map();
  const rows = await trx
    .selectFrom('outcomes')
    .select(['contract_id', 'customer_id', 'outcome'])
    .where('campaign_id', '=', campaignId)
    .where('customer_id', 'in', customers)
    .where('outcome', 'in', ['lapsed', 'unreachable'])
    .where('reason', '<>', 'corrected')
    .execute();
  return new Map(rows.map(({ contract_id: id, customer_id: customerId, outcome }) => [id, { customerId, outcome }]));
}

/**
 * Applies later dates to closed journeys: an answer that came too late counts, and silent customers are reopened.
 * Appends to the ledger: call it last. The caller holds the journeys' locks.
 */
export async function reopenLate(
  trx: Trx,
  input: { version: number; doc: CampaignDoc; effects: LateClosed[]; now: number },
): Promise<void> {
  const { version, doc, now } = input;
  const effects = input.effects.filter(({ effect }) => effect === 'reopened' || effect === 'answered');
  const [first] = effects;
  if (!first) return;
  const { campaign_id: campaignId, client_id: clientId } = first.journey;
  const entries: LedgerEntry[] = [];
  const rows = effects.flatMap(({ journey, answered, outcomes }) =>
    answered.map(({ id, choice, choiceAt, via }) => {
      const outcome = outcomeOfChoice(choice!, choiceAt!, doc, via);
      const before = outcomes.get(id)!.outcome;
      entries.push({ kind: 'outcome', journey: journey.id, contract: id, ...outcome, before, cause: 'dates_extended' });
      return { contractId: id, ...outcome, campaignId, clientId, customerId: journey.customer_id, at: now };
    }),
  );
  await upsertOutcomes(trx, rows);
  for (const { journey, silent, effect } of effects) {
    if (effect !== 'reopened') continue;
    const entry = await reopen(trx, journey, silent, { steps: doc.plan.steps, version, now });
    entries.push({ ...entry, cause: 'dates_extended' });
  }
  await appendLedger(trx, campaignChain(campaignId), clientId, now, entries);
}
