import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type ClosedOutcome, DELIVERY_UNKNOWN, outcomesAtEnd, UNCLEAR } from '../../domain/journeys/outcome';
import { factsNow, type FactsContext, type JourneyRow } from './facts/load-facts';
import { type Trx } from '../platform/types';

/**
 * What pending contracts become by what is known now, by contract; those that stay pending are not in the map, but where
 * two answers that differ, or a contact that perhaps never left, turn out to be the reason. Silence while the campaign or
 * the customer was paused, or of a customer who was never written to, proves nothing: it stays pending until there is an
 * answer or a person corrects it.
 */
export async function pendingReleased(
  trx: Trx,
  input: {
    journey: JourneyRow;
    before: Map<number, string>;
    doc: CampaignDoc;
    there: FactsContext;
  },
): Promise<Map<number, ClosedOutcome>> {
  const { journey, before, doc, there } = input;
  if (![...before.values()].includes('pending')) return new Map();
  const facts = await factsNow(trx, journey, there);
  const tried = facts.sent.some(({ status, bounced }) => bounced || status === 'handed_over');
  const reasons = await pendingReasons(trx, journey);
  const now = outcomesAtEnd(facts, doc, 'deadline_passed');
  const decided = now.filter((one) => isDecided(one, { tried, was: reasons.get(one.contractId) }));
  return new Map(decided.map((one) => [one.contractId, one]));
}

/** Whether what is known now says more than why the contract `was` pending. `tried`: something went out for certain. */
function isDecided({ outcome, reason }: ClosedOutcome, { tried, was }: { tried: boolean; was: string | undefined }) {
  if (outcome === 'pending') {
    if (reason === DELIVERY_UNKNOWN) return was !== reason && was !== 'paused';
    return reason === UNCLEAR && was !== reason;
  }
  const silence = outcome === 'lapsed' || outcome === 'unreachable';
  return !silence || (tried && was !== 'paused');
}

/** Why contracts of the journey are pending, by contract. */
async function pendingReasons(trx: Trx, journey: JourneyRow): Promise<Map<number, string>> {
  const rows = await trx
    .selectFrom('outcomes')
    .select(['contract_id as id', 'reason'])
    .where('campaign_id', '=', journey.campaign_id)
    .where('customer_id', '=', journey.customer_id)
    .where('outcome', '=', 'pending')
    .execute();
  return new Map(rows.map(({ id, reason }) => [id, reason]));
}
