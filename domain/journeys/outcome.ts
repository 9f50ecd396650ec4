import { type CampaignDoc } from '../campaigns/campaign';
import { type ContractFact, type JourneyFacts } from './facts';
import { holdRule, type PendingReason } from '../customers/hold-rules';
import { answersKept, pendingReason } from './pending';
import { type OutcomeName } from './states';
import { allTried, reasonOfWays, waysOf } from './ways';

export interface ClosedOutcome {
  contractId: number;
  outcome: Exclude<OutcomeName, 'excluded'>;
  reason: string;
}

/** The last instant at which an answer counts: apply-by, or the end of grace where the campaign grants one. */
export function closingInstant(doc: CampaignDoc): number {
  return Math.max(doc.dates.applyBy, doc.dates.graceUntil ?? 0);
}

/** Until when the customer may change an answer, as said at `now` (epoch ms): apply-by, and afterwards the end of grace. */
export const changeableUntil = (doc: CampaignDoc, now: number): number =>
  now <= doc.dates.applyBy ? doc.dates.applyBy : closingInstant(doc);

/**
 * Whether something may have reached the customer: it was handed over, or perhaps was (`doubtful`), and did not come back.
 * Enough to go on with the next step, because nothing doubtful is sent again; not enough to call the customer notified.
 */
export function perhapsNotified(facts: JourneyFacts): boolean {
  return facts.sent.some((sent) => (sent.status === 'handed_over' || sent.status === 'doubtful') && !sent.bounced);
}

/** Whether the customer was notified: something was handed over for certain and did not come back. */
export function wasNotified(facts: Pick<JourneyFacts, 'sent'>): boolean {
  return facts.sent.some(({ status, bounced }) => status === 'handed_over' && !bounced);
}

/** Whether it is unknown if anything has left for the customer: nothing has for certain, something perhaps has. */
export function isDeliveryUnknown(facts: Pick<JourneyFacts, 'sent'>): boolean {
  return !wasNotified(facts) && facts.sent.some(({ status, bounced }) => status === 'doubtful' && !bounced);
}

/** The outcome of a declared will; the reason says how it was declared, and whether in grace. */
export function outcomeOfChoice(
  choice: 'migrate' | 'cancel',
  at: number,
  doc: CampaignDoc,
  via: ContractFact['via'] | 'web' = 'web',
): Omit<ClosedOutcome, 'contractId'> {
  const reason = at > doc.dates.applyBy ? `${via}_in_grace` : via;
  return { outcome: choice === 'migrate' ? 'migrated' : 'cancelled', reason };
}

/** Reason of a contract for which two answers of one day contradict each other. */
export const UNCLEAR = 'unclear_answer' satisfies PendingReason;

/** Reason of a contract whose customer's only contact is doubtful: neither notified and silent, nor out of reach. */
export const DELIVERY_UNKNOWN = 'delivery_unknown' satisfies PendingReason;

/**
 * One outcome per contract when a journey closes. Reached but silent is lapsed, never unreachable; unreachable needs
 * every way tried, and its reason says what happened on each; what a person had to decide and has not is pending, and so is
 * who was perhaps never written to. Silent is only who was notified and has not been heard of in any way.
 */
export function outcomesAtEnd(facts: JourneyFacts, doc: CampaignDoc, closing: string): ClosedOutcome[] {
  const pending = pendingReason(facts, wasNotified(facts));
  const kept = answersKept(facts);
  return facts.contracts.map((contract) => {
    const { id, choice, choiceAt, via, kept: waiting, unclear } = contract;
    if (choice !== null && !kept)
      return { contractId: id, ...outcomeOfChoice(choice, choiceAt ?? facts.now, doc, via) };
    if (choice !== null) return { contractId: id, outcome: 'pending', reason: pending! };
    if (closing === 'campaign_stopped' || closing === 'stopped_by_person') {
      return { contractId: id, outcome: 'stopped', reason: closing };
    }
    if (pending !== null) return { contractId: id, outcome: 'pending', reason: pending };
    if (waiting !== undefined) return { contractId: id, outcome: 'pending', reason: holdRule(waiting).pending };
    if (unclear) return { contractId: id, outcome: 'pending', reason: UNCLEAR };
    const heard = heardReason(contract, facts);
    if (heard !== null) return { contractId: id, outcome: 'lapsed', reason: heard };
    if (wasNotified(facts)) return { contractId: id, outcome: 'lapsed', reason: 'notified_and_silent' };
    if (isDeliveryUnknown(facts)) return { contractId: id, outcome: 'pending', reason: DELIVERY_UNKNOWN };
    const ways = waysOf(facts, doc);
    if (!allTried(ways)) return { contractId: id, outcome: 'pending', reason: 'ways_left' };
    return { contractId: id, outcome: 'unreachable', reason: reasonOfWays(ways) };
  });
}

/** Reasons of contracts without an answer whose customer did something all the same. */
const HEARD_REASONS = ['arrived_late', 'defect_unresolved', 'intent_only', 'letter_refused'];

/** Whether the reason tells of something the customer did. */
export const isHeard = (reason: string): boolean => HEARD_REASONS.includes(reason);

/** What was heard of a contract's customer that is no valid answer, the nearest to an answer first; null: nothing. */
function heardReason(contract: ContractFact, { heard = {} }: JourneyFacts): string | null {
  const { choiceAt, via } = contract;
  if (contract.awaitsConsent || contract.consentRefused) return 'consent_missing';
  if (heard.late) return 'arrived_late';
  if (heard.defect) return 'defect_unresolved';
  if (via === 'client') return 'rejected_at_client';
  if (choiceAt !== null) return 'answer_taken_back';
  if (heard.intent) return 'intent_only';
  if (heard.refused) return 'letter_refused';
  return null;
}
