import { ASK_STEP, askWhichAnswer, isAsking } from './ask-which-answer';
import { dueAfter, firstDue } from '../campaigns/calendar';
import { type CampaignDoc, channelsOf, DEFECT_STEP, type Step, type Wait } from '../campaigns/campaign';
import { type Refusal } from './choose-channel';
import { type DecideInput, type Decision } from './decision';
import { answerDefect, fallThrough, followAddress, sendRecalled } from './interruptions';
import { answersKept } from './pending';
import { closingInstant, outcomesAtEnd, wasNotified } from './outcome';
import { extendedDue, pausesOver, releasedDue } from '../campaigns/pauses';
import { AFTER_PAUSE, choose, heldByPause, isUnderWay, sendOn, remainingSteps, timing } from './schedule-step';

export type { Refusal } from './choose-channel';
export type { DecideInput, Decision, PlannedMessage } from './decision';
export { timing } from './schedule-step';

/** Decides what happens to one journey now, from its facts alone. Pure, so that an audit can run it again. */
export function decide(input: DecideInput): Decision {
  const { facts, doc } = input;
  const close = (reason: string, refusals: Refusal[] = []): Decision => ({
    kind: 'close',
    reason,
    refusals,
    outcomes: outcomesAtEnd(facts, doc, reason, refusals),
  });
  if (facts.campaign === 'stopped') return close('campaign_stopped');
  if (facts.contracts.length === 0) return close('nothing_left');
  const answered = facts.contracts.every((contract) => contract.choice !== null) && !isAsking(input);
  if (answered && !answersKept(facts)) return close('answered');
  if (facts.stopped) return close('stopped_by_person');
  if (facts.now > closingInstant(doc)) return close('deadline_passed');
  if (facts.campaign !== 'running') {
    return { kind: 'held', reason: 'campaign_paused', refusals: [], step: facts.step, wakeAt: null };
  }
  if (facts.hold !== null) {
    return {
      kind: 'held',
      reason: `hold:${facts.hold}`,
      refusals: [],
      step: facts.step,
      wakeAt: closingInstant(doc) + 1,
    };
  }
  const reading = waitForDesk(input);
  if (reading) return reading;
  const interruption =
    askWhichAnswer(input) ?? answerDefect(input) ?? sendRecalled(input) ?? followAddress(input) ?? fallThrough(input);
  if (interruption) return interruption;
  const next = nextStep(input);
  if (next.kind === 'exhausted' && !wasNotified(facts) && !facts.sent.some(isUnderWay)) {
    return close('no_channel_left', next.refusals);
  }
  if (next.kind === 'exhausted') return waitForDeadline(doc, 'all_steps_done', next.refusals);
  return next.decision;
}

/** Nothing is sent while a form is on the desk: what it says may make the next contact wrong. */
function waitForDesk({ facts, doc }: DecideInput): Decision | null {
  if (facts.formUntil === undefined || facts.now >= facts.formUntil) return null;
  const wakeAt = Math.min(facts.formUntil, closingInstant(doc) + 1);
  return { kind: 'wait', reason: 'form_on_desk', refusals: [], step: facts.step, wakeAt };
}

type Next = { kind: 'decided'; decision: Decision } | { kind: 'exhausted'; refusals: Refusal[] };

/** Finds the first remaining step that can be sent or must be waited for; steps that no channel can carry are refused. */
function nextStep(input: DecideInput): Next {
  const { facts, doc } = input;
  const refusals: Refusal[] = [];
  const steps = remainingSteps(input);
  for (const [index, step] of steps.entries()) {
    const due = dueOf(step, input);
    if (due === 'too_late' || facts.now > doc.dates.lastDispatch) {
      const channels = channelsOf(step);
      refusals.push(...channels.map((channel) => ({ step: step.id, channel, reason: 'last_dispatch_passed' })));
      continue;
    }
    // No use in waiting for steps that no channel can carry any more.
    const hopeless = steps.slice(index).every((later) => choose(later, input).channels.length === 0);
    if (due.at > facts.now && !hopeless) {
      const decision: Decision = { kind: 'wait', reason: due.reason, refusals, step: step.id, wakeAt: due.at };
      return { kind: 'decided', decision };
    }
    const choice = choose(step, input);
    refusals.push(...choice.refusals);
    if (choice.channels.length === 0) continue;
    if (choice.paused) {
      const timeAfter = (end: number) => {
        const then = dueOf(step, { ...input, facts: { ...facts, now: end } });
        return then === 'too_late' ? end : then.at;
      };
      return { kind: 'decided', decision: heldByPause({ ...choice, refusals }, input, step.id, timeAfter) };
    }
    const moved = { ...input, facts: { ...facts, step: steps[index + 1]?.id ?? null } };
    const decision = sendOn(step, { ...choice, refusals }, step.wait, moved);
    return { kind: 'decided', decision };
  }
  return { kind: 'exhausted', refusals };
}

/** When a step is due: after the wait that its predecessor's hand-over began. */
function dueOf(step: Step, input: DecideInput): { at: number; reason: string } | 'too_late' {
  const { facts, doc } = input;
  const context = timing(step, input);
  const sent = facts.sent.filter(({ step: id }) => id !== ASK_STEP);
  const previous = sent.findLast(({ status }) => !['withdrawn', 'failed', 'recalled'].includes(status));
  const underWay = sent.findLast(isUnderWay);
  const over = facts.pauses ? pausesOver(choose(step, input).channels, facts.pauses, facts.now) : [];
  let at = facts.now;
  let reason = 'waiting_for_reply';
  if (facts.sent.length === 0) {
    const wave = doc.waves?.find(({ id }) => id === facts.wave);
    at = firstDue(wave?.begins ?? doc.dates.firstDispatch, context);
    reason = wave ? 'before_wave' : 'before_first_dispatch';
  } else if (underWay) {
    // Not handed over yet, so the wait has not begun: check again when it can have passed at the earliest.
    at = dueAfter(Math.max(underWay.at, facts.now), waitOf(underWay.step, input), context);
    reason = 'predecessor_not_handed_over';
  } else if (previous && !step.atOnce) {
    const wait = waitOf(previous.step, input);
    at = extendedDue(previous.at, over, (base) => dueAfter(base, wait, context));
  }
  const released = underWay ? at : releasedDue(at, over, context);
  if (released > at) [at, reason] = [released, AFTER_PAUSE];
  // A customer who has just withdrawn an answer is not reminded on the same day.
  if (facts.run > 1 && facts.turn === 0 && !facts.restarted)
    at = Math.max(at, dueAfter(facts.now, { days: 1 }, context));
  return at > doc.dates.lastDispatch ? 'too_late' : { at, reason };
}

/** The wait that begins when a step (or the letter about a defect) has been handed over. */
export function waitAfter(stepId: string, doc: CampaignDoc): Wait {
  if (stepId === DEFECT_STEP && doc.plan.onDefect) return doc.plan.onDefect.wait;
  return doc.plan.steps.find((step) => step.id === stepId)?.wait ?? { days: 0 };
}

/** The same for a step that may have left the plan since. */
const waitOf = (stepId: string, { facts, doc }: DecideInput): Wait =>
  facts.planProgress?.waits[stepId] ?? waitAfter(stepId, doc);

function waitForDeadline(doc: CampaignDoc, reason: string, refusals: Refusal[]): Decision {
  return { kind: 'wait', reason, refusals, step: null, wakeAt: closingInstant(doc) + 1 };
}
