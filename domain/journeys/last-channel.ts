import { channelsOf, type Step } from '../campaigns/campaign';
import { isFor } from '../campaigns/segments';
import { contactFor } from '../customers/contact-policy';
import { type Refusal } from './choose-channel';
import { type DecideInput, type Decision } from './decision';
import { type SentFact } from './facts';
import { hasNewAddress } from './failure-rules';
import { closingInstant } from './outcome';
import { choose, sendInterruption } from './schedule-step';
import { isAside } from './sent';
import { waysOf } from './ways';

const DAY = 86_400_000;
/** Days a person has at most before the hold is reviewed. */
const REVIEW_DAYS = 14;

/**
 * No step can go out any more and nothing has reached the customer. No customer is unreachable while there is time: once in
 * a run a person is asked, who looks for an address or asks the client. What he finds is used; else the journey waits
 * for the last day, and its outcome names every way that was tried.
 */
export function lastChannelGone(input: DecideInput, refusals: Refusal[]): Decision {
  const { facts, doc } = input;
  const wakeAt = closingInstant(doc) + 1;
  const waits = (reason: string): Decision => ({ kind: 'wait', reason, refusals, step: facts.step, wakeAt });
  if (facts.now > doc.dates.lastDispatch) return waits('last_dispatch_passed');
  if (facts.searched) return noticeAgain(input) ?? waits('no_channel_left');
  const reason = lacksAddress(input) ? 'address_research' : 'client_question';
  const because = { run: facts.run, ways: waysOf(facts, doc) };
  const opens = { reason, because, reviewAfter: daysToReview(facts.now, doc.dates.applyBy) } as const;
  return { kind: 'held', reason: `hold:${reason}`, refusals, step: facts.step, wakeAt, opens };
}

/** Half of the time that is left, so that what the person finds can still be used. */
const daysToReview = (now: number, applyBy: number): number =>
  Math.max(0, Math.min(REVIEW_DAYS, Math.floor((applyBy - now) / DAY / 2)));

/** Where every channel has an address, none is looked for: the customer has refused them, or the client's rules do. */
const lacksAddress = ({ facts }: DecideInput): boolean =>
  Object.values(facts.contact).some((contact) => contactFor(contact, 'service_notice') !== 'ok');

/** The notice on a channel that a person has found since, where the plan has no further step for it. */
function noticeAgain(input: DecideInput): Decision | null {
  const { facts, doc } = input;
  for (const step of doc.plan.steps) {
    if (step.kind !== 'notice' || !isFor(step, facts, doc)) continue;
    const own = facts.sent.filter((sent) => sent.run === facts.run && !isAside(sent));
    const tried = channelsOf(step).filter((channel) => isUsedUp(own, channel, input));
    const choice = choose(step, input, new Set(tried));
    if (choice.channels.length === 0) continue;
    return sendInterruption(step, choice, step.wait, input, againOf(step, own));
  }
  return null;
}

/** Tried in this run, and the address is still the same. What was withdrawn was no attempt. */
const isUsedUp = (own: SentFact[], channel: SentFact['channel'], { facts }: DecideInput): boolean => {
  const last = own.findLast((sent) => sent.channel === channel && (sent.bounced || sent.status === 'failed'));
  return last !== undefined && !hasNewAddress(last, facts);
};

function againOf(step: Step, own: SentFact[]) {
  const times = own.filter((sent) => sent.step === step.id).map(({ occurrence = 0 }) => occurrence);
  return { occurrence: times.length === 0 ? 0 : Math.max(...times) + 1, cause: 'address_changed' };
}
