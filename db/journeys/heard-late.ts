import { type Selectable } from 'kysely';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import {
  type ClosedOutcome,
  DELIVERY_UNKNOWN,
  isDeliveryUnknown,
  isHeard,
  outcomesAtEnd,
} from '../../domain/journeys/outcome';
import { reasonOfWays, waysOf } from '../../domain/journeys/ways';
import { loadFacts } from './facts/load-facts';
import { type Trx } from '../platform/types';
import { type Journeys } from '../platform/schema.generated';

/**
 * Contracts that closed without an answer and of which something was heard afterwards, such as a form that came too late:
 * it changes no choice, but the reason must say so. What a person has corrected stays.
 */
export async function heardLate(
  trx: Trx,
  input: {
    journey: Selectable<Journeys>;
    doc: CampaignDoc;
    there: Parameters<typeof loadFacts>[2];
    /** Contracts that are dealt with already. */
    except: number[];
  },
): Promise<ClosedOutcome[]> {
  const { journey, doc, there, except } = input;
  const known = await trx
    .selectFrom('outcomes')
    .select(['contract_id', 'reason'])
    .where('campaign_id', '=', journey.campaign_id)
    .where('customer_id', '=', journey.customer_id)
    .where('outcome', 'in', ['lapsed', 'unreachable'])
    .where('reason', '<>', 'corrected')
    .execute();
  const reasons = new Map(known.map((row) => [row.contract_id, row.reason]));
  for (const id of except) reasons.delete(id);
  if (reasons.size === 0) return [];
  const facts = { ...(await loadFacts(trx, [journey], there)).get(journey.id)!, turn: journey.turn };
  return outcomesAtEnd(facts, doc, 'deadline_passed').filter(
    ({ contractId, reason }) => reasons.has(contractId) && isHeard(reason) && reasons.get(contractId) !== reason,
  );
}

/**
 * A customer whose only certain contact came back after the close: what happened on each way. Where another contact is
 * doubtful, it is not known whether the customer was reached.
 */
export async function neverReached(
  trx: Trx,
  { journey, doc, there }: { journey: Selectable<Journeys>; doc: CampaignDoc; there: Parameters<typeof loadFacts>[2] },
): Promise<{ outcome: 'unreachable' | 'pending'; reason: string }> {
  const facts = { ...(await loadFacts(trx, [journey], there)).get(journey.id)!, turn: journey.turn };
  if (isDeliveryUnknown(facts)) return { outcome: 'pending', reason: DELIVERY_UNKNOWN };
  return { outcome: 'unreachable', reason: reasonOfWays(waysOf(facts, doc)) };
}

/**
 * Contracts that closed as unreachable though a message has reached their customer after all, by contract. The last date
 * has passed, so nothing follows: the customer was notified, and silent. What a person has corrected is not among them.
 */
export async function reachedAfterAll(
  trx: Trx,
  { journey, doc, there }: { journey: Selectable<Journeys>; doc: CampaignDoc; there: Parameters<typeof loadFacts>[2] },
): Promise<Map<number, ClosedOutcome>> {
  const unreachable = await trx
    .selectFrom('outcomes')
    .select('contract_id as id')
    .where('campaign_id', '=', journey.campaign_id)
    .where('customer_id', '=', journey.customer_id)
    .where('outcome', '=', 'unreachable')
    .where('reason', '<>', 'corrected')
    .execute();
  if (unreachable.length === 0) return new Map();
  const facts = { ...(await loadFacts(trx, [journey], there)).get(journey.id)!, turn: journey.turn };
  const ids = new Set(unreachable.map(({ id }) => id));
  const notified = outcomesAtEnd(facts, doc, 'deadline_passed').filter(
    ({ contractId, outcome }) => ids.has(contractId) && outcome === 'lapsed',
  );
  return new Map(notified.map((one) => [one.contractId, one]));
}
