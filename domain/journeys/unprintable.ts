import { isFor } from '../campaigns/segments';
import { type DecideInput, type Decision } from './decision';
import { type JourneyFacts, type SentFact } from './facts';
import { closingInstant } from './outcome';
import { sendAgain } from './schedule-step';
import { isLost, isUnprintable } from './sent';

/**
 * A letter could not be printed: it is not given up. A person is asked at once; the plan waits for the letter, unless
 * the same step has gone out on another channel. Once the person has released his hold the letter is printed again.
 */
export function waitForPrint(input: DecideInput): Decision | null {
  const { facts, doc } = input;
  const stuck = unprinted(facts);
  const step = stuck && doc.plan.steps.find(({ id }) => id === stuck.step);
  if (!step || facts.now > doc.dates.lastDispatch || !isFor(step, facts, doc)) return null;
  const elsewhere = facts.sent.some((sent) => isSameStep(sent, stuck) && !isLost(sent));
  const wakeAt = closingInstant(doc) + 1;
  const held = { kind: 'held' as const, reason: 'hold:unprintable', refusals: [], step: facts.step };
  if (!stuck.researched) {
    const { run, channel, occurrence = 0 } = stuck;
    const because = { run, step: step.id, channel, occurrence };
    // the other channels go on at once
    return {
      ...held,
      wakeAt: elsewhere ? facts.now : wakeAt,
      opens: { reason: 'unprintable', because, reviewAfter: 0 },
    };
  }
  if (facts.unprintable) return elsewhere ? null : { ...held, wakeAt };
  return sendAgain(step, stuck, input, 'printable') ?? null;
}

/** The newest letter of this run that could not be printed and was not printed since. */
function unprinted({ sent, run }: JourneyFacts): SentFact | undefined {
  const later = (one: SentFact) => (other: SentFact) =>
    isSameStep(other, one) && other.channel === 'post' && (other.occurrence ?? 0) > (one.occurrence ?? 0);
  return sent.findLast((one) => one.run === run && isUnprintable(one) && !sent.some(later(one)));
}

const isSameStep = (one: SentFact, other: SentFact): boolean => one.run === other.run && one.step === other.step;
