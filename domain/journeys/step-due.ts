import { dueAfter, type DueContext, firstDue } from '../campaigns/calendar';
import { ASK_STEP, type CampaignDoc, DEFECT_STEP, type Step, type Wait } from '../campaigns/campaign';
import { notBeforeDay } from '../campaigns/date-tie';
import { extendedDue, pausesOver, releaseAt, releasedDue } from '../campaigns/pauses';
import { isFor } from '../campaigns/segments';
import { type DecideInput } from './decision';
import { type JourneyFacts, type SentFact } from './facts';
import { takesNoticeRole } from './notice-role';
import { AFTER_PAUSE, choose, timing } from './schedule-step';
import { hasNotice, isUnderWay } from './sent';

/**
 * When a step is due: after the wait that its predecessor's hand-over began, and on its day where it is tied to one. A
 * step in between that could not go out keeps its wait, so that nothing comes earlier than the plan says; only a step
 * that takes over the notice does not wait.
 */
export function dueOf(step: Step, input: DecideInput): { at: number; reason: string } | 'too_late' {
  const { facts, doc } = input;
  const context = timing(step, input);
  const underWay = sentBefore(step, facts).findLast(isUnderWay);
  const over = facts.pauses ? pausesOver(choose(step, input).channels, facts.pauses, facts.now) : [];
  let at = facts.now;
  let reason = 'waiting_for_reply';
  if (facts.sent.length === 0) {
    const wave = doc.waves?.find(({ id }) => id === facts.wave);
    at = firstDue(wave?.begins ?? doc.dates.firstDispatch, context);
    if (step.kind === 'call') at = afterWaits(at, waitsBefore(step, undefined, input), context);
    reason = wave ? 'before_wave' : 'before_first_dispatch';
    // The version has no such wave: the customer is about to be given one of those it has.
    if (!wave && facts.wave !== undefined && doc.waves?.length) [at, reason] = [doc.dates.lastDispatch, 'before_wave'];
    const go = facts.trial?.go ?? 0;
    if (go > at) [at, reason] = [releaseAt(go, context), 'after_go'];
  } else if (underWay) {
    // Not handed over yet, so the wait has not begun: check again when it can have passed at the earliest.
    at = dueAfter(Math.max(underWay.at, facts.now), waitOf(underWay.step, input), context);
    reason = 'predecessor_not_handed_over';
  } else if (!step.atOnce && !takesNoticeRole(step, facts)) {
    const previous = contactBefore(step, facts);
    const waits = previous && waitsBefore(step, previous, input);
    if (waits) at = extendedDue(previous.at, over, (from) => afterWaits(from, waits, context));
  }
  if (!takesNoticeRole(step, facts)) at = notBeforeDay(step, at, doc, context);
  const released = underWay ? at : releasedDue(at, over, context);
  if (released > at) [at, reason] = [released, AFTER_PAUSE];
  // A customer who has just withdrawn an answer is not reminded on the same day.
  if (facts.run > 1 && facts.turn === 0 && !facts.restarted)
    at = Math.max(at, dueAfter(facts.now, { days: 1 }, context));
  return at > doc.dates.lastDispatch ? 'too_late' : { at, reason };
}

/**
 * The contacts whose end a step waits for: all but the call that asks which answer counts. A step with a day of its own
 * does not wait for a call that has not been made by then.
 */
const sentBefore = ({ at }: Step, { sent }: JourneyFacts): SentFact[] =>
  sent.filter((one) => one.step !== ASK_STEP && (at === undefined || one.channel !== 'phone' || !isUnderWay(one)));

/** The contact that the wait before a step counts from; undefined: there is none to wait for. */
export function contactBefore(step: Step, facts: JourneyFacts): SentFact | undefined {
  const sent = sentBefore(step, facts);
  return sent.findLast(wasTaken) ?? (step.kind === 'call' ? sent[0] : undefined);
}

/** A contact whose wait counts: it left, or was called for in vain. */
const wasTaken = ({ status, channel, failure }: SentFact): boolean =>
  !['withdrawn', 'failed', 'recalled'].includes(status) || (channel === 'phone' && VAIN.includes(failure ?? ''));

/** Why a call that was made reached no one who could be informed. */
const VAIN = ['no_answer', 'not_identified', 'language_needed'];

/**
 * The wait of the contact before a step, and those of the steps in between that did not go out. Where everything was
 * lost only the first counts: a call is the next chance to reach the customer.
 */
export function waitsBefore(step: Step, previous: SentFact | undefined, input: DecideInput): Wait[] {
  const { facts, doc } = input;
  if (previous && !hasNotice(facts)) return [waitOf(previous.step, input)];
  const { steps } = doc.plan;
  const from = previous ? steps.findIndex(({ id }) => id === previous.step) : -1;
  const until = steps.findIndex(({ id }) => id === step.id);
  const between = previous && from < 0 ? [] : steps.slice(from + 1, Math.max(from + 1, until));
  const skipped = between.filter((one) => !one.atOnce && isFor(one, facts, doc));
  return [...(previous ? [waitOf(previous.step, input)] : []), ...skipped.map(({ wait }) => wait)];
}

/** The end of waits one after the other, epoch ms. */
export const afterWaits = (from: number, waits: Wait[], context: DueContext): number =>
  waits.reduce((at, wait) => dueAfter(at, wait, context), from);

/** The wait that begins when a step (or the letter about a defect) has been handed over. */
export function waitAfter(stepId: string, doc: CampaignDoc): Wait {
  if (stepId === DEFECT_STEP && doc.plan.onDefect) return doc.plan.onDefect.wait;
  return doc.plan.steps.find((step) => step.id === stepId)?.wait ?? { days: 0 };
}

/** The same for a step that may have left the plan since. */
const waitOf = (stepId: string, { facts, doc }: DecideInput): Wait =>
  facts.planProgress?.waits[stepId] ?? waitAfter(stepId, doc);
