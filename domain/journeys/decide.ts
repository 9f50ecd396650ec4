import { askWhichAnswer } from './answers/ask-which-answer';
import { channelsOf, type Step } from '../campaigns/campaign';
import { type Refusal } from './choose-channel';
import { type DecideInput, type Decision } from './decision';
import { answerDefect, fallThrough, followAddress, sendRecalled } from './interruptions';
import { answersKept, AWAITS_GO, awaitsGo } from './pending';
import { closingInstant, outcomesAtEnd, perhapsNotified } from './outcome';
import { lastChannelGone } from './last-channel';
import { choose, heldByPause, sendOn, remainingSteps } from './schedule-step';
import { takesNoticeRole } from './notice-role';
import { isUnderWay } from './sent';
import { dueOf } from './step-due';
import { waitForPrint } from './unprintable';

export type { Refusal } from './choose-channel';
export type { DecideInput, Decision, PlannedMessage } from './decision';
export { timing } from './schedule-step';
export { waitAfter } from './step-due';

/** Decides what happens to one journey now, from its facts alone. Pure, so that an audit can run it again. */
export function decide(input: DecideInput): Decision {
  const { facts, doc } = input;
  const close = (reason: string, refusals: Refusal[] = []): Decision => ({
    kind: 'close',
    reason,
    refusals,
    outcomes: outcomesAtEnd(facts, doc, reason),
  });
  if (facts.campaign === 'stopped') return close('campaign_stopped');
  if (facts.contracts.length === 0) return close('nothing_left');
  const answered = facts.contracts.every((contract) => contract.choice !== null);
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
    askWhichAnswer(input) ??
    answerDefect(input) ??
    sendRecalled(input) ??
    followAddress(input) ??
    waitForPrint(input) ??
    fallThrough(input);
  if (interruption) return interruption;
  const next = nextStep(input);
  if (next.kind === 'decided') return next.decision;
  const notified = perhapsNotified(facts);
  if (!notified && !facts.sent.some(isUnderWay)) return lastChannelGone(input, next.refusals);
  // while the only contact is under way its steps are kept: it may still be lost
  const step = notified ? null : facts.step;
  return { kind: 'wait', reason: 'all_steps_done', refusals: next.refusals, step, wakeAt: closingInstant(doc) + 1 };
}

/** Nothing is sent while a form is on the desk: what it says may make the next contact wrong. */
function waitForDesk({ facts, doc }: DecideInput): Decision | null {
  if (facts.formUntil === undefined || facts.now >= facts.formUntil) return null;
  const wakeAt = Math.min(facts.formUntil, closingInstant(doc) + 1);
  return { kind: 'wait', reason: 'form_on_desk', refusals: [], step: facts.step, wakeAt };
}

/** Nothing begins after a trial before a person has let it go. A go is signalled, so nothing else need wake the journey. */
const heldByTrial = ({ doc }: DecideInput, step: string, refusals: Refusal[]): Decision => ({
  kind: 'held',
  reason: AWAITS_GO,
  refusals,
  step,
  wakeAt: closingInstant(doc) + 1,
});

type Next = { kind: 'decided'; decision: Decision } | { kind: 'exhausted'; refusals: Refusal[] };

/**
 * Whether the first of these steps is waited for: not if no channel can carry any of them any more, nor if it cannot go
 * itself and a later one brings the notice, which does not wait.
 */
function isWorthWaiting([step, ...later]: Step[], input: DecideInput): boolean {
  const canGo = (one: Step) => choose(one, input).channels.length > 0;
  if (canGo(step!)) return true;
  return later.some(canGo) && !later.some((one) => takesNoticeRole(one, input.facts) && canGo(one));
}

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
    if (due.at > facts.now && isWorthWaiting(steps.slice(index), input)) {
      const decision: Decision = { kind: 'wait', reason: due.reason, refusals, step: step.id, wakeAt: due.at };
      return { kind: 'decided', decision };
    }
    const choice = choose(step, input);
    refusals.push(...choice.refusals);
    if (choice.channels.length === 0) continue;
    if (awaitsGo(facts)) return { kind: 'decided', decision: heldByTrial(input, step.id, refusals) };
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
