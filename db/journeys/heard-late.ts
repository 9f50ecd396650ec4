import { type CampaignDoc } from '../../domain/campaigns/campaign';
import {
  type ClosedOutcome,
  DELIVERY_UNKNOWN,
  isDeliveryUnknown,
  isHeard,
  outcomesAtEnd,
} from '../../domain/journeys/outcome';
import { reasonOfWays, waysOf } from '../../domain/journeys/ways';
import { factsNow, type FactsContext, type JourneyRow } from './facts/load-facts';
import { type Trx } from '../platform/types';

/** A journey that is over, with its campaign and what its facts are loaded from. */
interface ClosedJourney {
  journey: JourneyRow;
  doc: CampaignDoc;
  there: FactsContext;
}

/** The reasons of the contracts that closed with one of these outcomes, by contract. What a person has corrected is left out. */
async function reasonsOf(
  trx: Trx,
  journey: ClosedJourney['journey'],
  outcomes: ('lapsed' | 'unreachable')[],
): Promise<Map<number, string>> {
  const rows = await trx
    .selectFrom('outcomes')
    .select(['contract_id', 'reason'])
    .where('campaign_id', '=', journey.campaign_id)
    .where('customer_id', '=', journey.customer_id)
    .where('outcome', 'in', outcomes)
    .where('reason', '<>', 'corrected')
    .execute();
  return new Map(rows.map((row) => [row.contract_id, row.reason]));
}

interface Heard {
  /** Contracts that are dealt with already. */
  except: number[];
  /** Something that was heard is taken back: the reason may be silence again. */
  takenBack: boolean;
}

/**
 * Contracts that closed without an answer and of which something was heard afterwards, such as a form that came too late:
 * it changes no choice, but the reason must say so. What a person has corrected stays.
 */
export async function heardLate(
  trx: Trx,
  { journey, doc, there, except, takenBack }: ClosedJourney & Heard,
): Promise<ClosedOutcome[]> {
  const reasons = await reasonsOf(trx, journey, ['lapsed', 'unreachable']);
  for (const id of except) reasons.delete(id);
  if (reasons.size === 0) return [];
  const facts = await factsNow(trx, journey, there);
  return outcomesAtEnd(facts, doc, 'deadline_passed').filter(
    ({ contractId, reason }) =>
      reasons.has(contractId) && (isHeard(reason) || takenBack) && reasons.get(contractId) !== reason,
  );
}

/**
 * A customer whose only certain contact came back after the close: what happened on each way. Where another contact is
 * doubtful, it is not known whether the customer was reached.
 */
export async function neverReached(
  trx: Trx,
  { journey, doc, there }: ClosedJourney,
): Promise<{ outcome: 'unreachable' | 'pending'; reason: string }> {
  const facts = await factsNow(trx, journey, there);
  if (isDeliveryUnknown(facts)) return { outcome: 'pending', reason: DELIVERY_UNKNOWN };
  return { outcome: 'unreachable', reason: reasonOfWays(waysOf(facts, doc)) };
}

/**
 * Contracts that closed as unreachable though a message has reached their customer after all, by contract. The last date
 * has passed, so nothing follows: the customer was notified, and silent. What a person has corrected is not among them.
 */
export async function reachedAfterAll(
  trx: Trx,
  { journey, doc, there }: ClosedJourney,
): Promise<Map<number, ClosedOutcome>> {
  const unreachable = await reasonsOf(trx, journey, ['unreachable']);
  if (unreachable.size === 0) return new Map();
  const facts = await factsNow(trx, journey, there);
  const notified = outcomesAtEnd(facts, doc, 'deadline_passed').filter(
    ({ contractId, outcome }) => unreachable.has(contractId) && outcome === 'lapsed',
  );
  return new Map(notified.map((one) => [one.contractId, one]));
}
