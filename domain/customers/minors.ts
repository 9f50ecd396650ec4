import { type DecideInput, type Decision, type OpensConsent } from '../journeys/decision';
import { closingInstant } from '../journeys/outcome';

/** Days until a person checks whether the consent has arrived. */
const REVIEW_DAYS = 7;

/**
 * A minor has answered without a legal representative: nothing is completed and no contact is made until the consent
 * has arrived. The hold assigns this to its owner. If an authorised representative is registered, the plan's own steps
 * contact that person.
 */
export function askConsent({ facts, doc }: DecideInput): Decision | null {
  const contracts = facts.contracts.filter(({ awaitsConsent }) => awaitsConsent).map(({ id }) => id);
  if (contracts.length === 0 || facts.represented) return null;
  const opens: OpensConsent = { reason: 'consent_missing', because: { contracts }, reviewAfter: REVIEW_DAYS };
  const wakeAt = closingInstant(doc) + 1;
  return { kind: 'held', reason: `hold:${opens.reason}`, refusals: [], step: facts.step, wakeAt, opens };
}
