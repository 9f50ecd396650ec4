import { type PendingReason } from '../../domain/customers/hold-rules';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type ClosedOutcome, outcomesAtEnd, UNCLEAR } from '../../domain/journeys/outcome';
import { type JourneyRow, loadFacts } from './facts/load-facts';
import { type Trx } from '../platform/types';

/**
 * What pending contracts become by what is known now, by contract; those that stay pending are not in the map, but where
 * two answers that differ turn out to be the reason. Silence
 * while the campaign or the customer was paused, or of a customer who was never written to, proves nothing: it stays
 * pending until there is an answer or a person corrects it.
 */
export async function pendingReleased(
  trx: Trx,
  input: {
    journey: JourneyRow;
    before: Map<number, string>;
    doc: CampaignDoc;
    there: Parameters<typeof loadFacts>[2];
  },
): Promise<Map<number, ClosedOutcome>> {
  const { journey, before, doc, there } = input;
  if (![...before.values()].includes('pending')) return new Map();
  const facts = { ...(await loadFacts(trx, [journey], there)).get(journey.id)!, turn: journey.turn };
  const tried = facts.sent.some(({ status, bounced }) => bounced || status === 'handed_over' || status === 'doubtful');
  const paused = await pendingSince(trx, journey, 'paused');
  const unclear = await pendingSince(trx, journey, UNCLEAR);
  const now = outcomesAtEnd(facts, doc, 'deadline_passed');
  const silence = ({ outcome }: ClosedOutcome) => outcome === 'lapsed' || outcome === 'unreachable';
  const decided = now.filter((one) =>
    one.outcome === 'pending'
      ? one.reason === UNCLEAR && !unclear.has(one.contractId)
      : !(silence(one) && (!tried || paused.has(one.contractId))),
  );
  return new Map(decided.map((one) => [one.contractId, one]));
}

/** Contracts of the journey that are pending for this reason. */
async function pendingSince(trx: Trx, journey: JourneyRow, reason: PendingReason): Promise<Set<number>> {
  const rows = await trx
    .selectFrom('outcomes')
    .select('contract_id as id')
    .where('campaign_id', '=', journey.campaign_id)
    .where('customer_id', '=', journey.customer_id)
    .where('outcome', '=', 'pending')
    .where('reason', '=', reason)
    .execute();
  return new Set(rows.map(({ id }) => id));
}
