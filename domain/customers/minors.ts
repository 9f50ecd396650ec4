import { type DecideInput, type Decision, type OpensConsent } from '../journeys/decision';
import { closingInstant } from '../journeys/outcome';

/** Days until somebody looks whether the consent has come. */
const REVIEW_DAYS = 7;

/**
 * A minor has answered alone: nothing is completed and nobody is contacted until the consent of a legal representative
 * is there (practice 5, R23). The hold puts it before its owner. Where a representative is in force who may decide, that
 * person is asked by the plan's own steps.
 */
export function askConsent({ facts, doc }: DecideInput): Decision | null {
  const contracts = facts.contracts.filter(({ awaitsConsent }) => awaitsConsent).map(({ id }) => id);
  if (contracts.length === 0 || facts.represented) return null;
  const opens: OpensConsent = { reason: 'consent_missing', because: { contracts }, reviewAfter: REVIEW_DAYS };
  const wakeAt = closingInstant(doc) + 1;
  return { kind: 'held', reason: `hold:${opens.reason}`, refusals: [], step: facts.step, wakeAt, opens };
}
