import { dueAfter } from '../campaigns/calendar';
import { type Channel, channelsOf, DEFECT_STEP, type Step } from '../campaigns/campaign';
import { defectStep } from './choose-channel';
import { type DecideInput, type Decision } from './decision';
import { type SentFact } from './facts';
import { hasNewAddress, lossRule } from './failure-rules';
import { closingInstant } from './outcome';
import { choose, remainingSteps, sendAgain, sendInterruption, timing } from './schedule-step';
import { isAside, isLost, isUnderWay } from './sent';
import { isFor } from '../campaigns/segments';

/**
 * A form came back with a defect and nothing about it has gone out yet: that comes before anything else. A first form that
 * lacks what only the customer's hand can add is written about; from the second on a person may call in any case.
 */
export function answerDefect(input: DecideInput): Decision | null {
  const { facts, doc } = input;
  const handler = doc.plan.onDefect;
  if (!handler || facts.now > doc.dates.lastDispatch) return null;
  const step = defectStep(handler, DEFECT_STEP);
  const due = Math.min(facts.defects ?? 0, handler.rounds);
  const letters = facts.sent.filter((sent) => sent.step === DEFECT_STEP);
  for (let round = 0; round < due; round++) {
    const own = letters.filter(({ occurrence = 0 }) => occurrence === round);
    if (!own.every(isLost)) continue;
    const tried = own.filter(({ run }) => run === facts.run).map(({ channel }) => channel);
    const written = round === 0 && facts.heavyDefects?.includes(0) ? (['phone'] as const) : [];
    const choice = choose(step, input, new Set([...tried, ...written]));
    if (choice.channels.length > 0) return sendInterruption(step, choice, handler.wait, input, { occurrence: round });
  }
  return null;
}

/** The last step never reached the customer (bounced, refused, undeliverable, unanswered): does what the plan says. */
export function fallThrough(input: DecideInput): Decision | null {
  const { facts, doc } = input;
  const own = facts.sent.filter((sent) => facts.again || sent.run === facts.run);
  const last = own.findLast((sent) => !isAside(sent));
  const step = last && doc.plan.steps.find(({ id }) => id === last.step);
  if (!step || facts.now > doc.dates.lastDispatch || !isFor(step, facts, doc)) return null;
  if (facts.again && remainingSteps(input).some(({ id }) => id === step.id)) return null;
  const attempts = own.filter((sent) => sent.step === step.id);
  if (!attempts.every(isLost)) return null;
  const handled = handleLoss(step, attempts, input);
  if (handled !== undefined) return handled;
  if (!step.first) return null;
  const choice = choose(step, input, triedOf(attempts, input));
  return choice.channels.length > 0 ? sendInterruption(step, choice, step.wait, input) : null;
}

/** Channels already tried. What an earlier run queued and never sent does not count. */
function triedOf(attempts: SentFact[], { facts }: DecideInput): Set<Channel> {
  const tried = attempts.filter((sent) => sent.run === facts.run || sent.failure !== 'journey_over');
  return new Set(tried.map((sent) => sent.channel));
}

/** The print shop took a letter out before posting: its step is sent once more, in its current text. */
export function sendRecalled(input: DecideInput): Decision | null {
  const { facts, doc } = input;
  if (facts.now > doc.dates.lastDispatch) return null;
  for (const sent of facts.sent) {
    if (sent.status !== 'recalled' || sent.run !== facts.run) continue;
    const later = ({ step, occurrence = 0 }: SentFact) => step === sent.step && occurrence > (sent.occurrence ?? 0);
    const step = doc.plan.steps.find(({ id }) => id === sent.step);
    if (!step || facts.sent.some(later) || !isFor(step, facts, doc)) continue;
    const again = sendAgain(step, sent, input, 'recalled');
    if (again) return again;
  }
  return null;
}

/** What a handler of the plan does about a step that was lost; undefined: its next channel is taken. */
function handleLoss(step: Step, attempts: SentFact[], input: DecideInput): Decision | null | undefined {
  const { facts, doc } = input;
  const lost = attempts.at(-1)!;
  const { action, handler, cause } = lossRule(doc.plan, lost);
  if (handler === undefined || lost.run !== facts.run) return undefined;
  const { notice, reviewAfter } = doc.plan[handler]!;
  switch (action) {
    case 'next':
      return undefined;
    case 'later':
      return null;
    case 'again':
      // once: a second return of the same contact is no slip of the post any more
      return lost.occurrence ? undefined : sendAgain(step, lost, input, cause);
    case 'call': {
      if (notice === undefined || triedOf(attempts, input).has('phone')) return undefined;
      const call = { id: step.id, purpose: step.purpose, notice, first: ['phone' as const] };
      const choice = choose(call, input);
      return choice.channels.length > 0 ? sendInterruption(call, choice, step.wait, input, { cause }) : undefined;
    }
    case 'hold': {
      if (hasNewAddress(lost, facts)) return sendAgain(step, lost, input, 'address_changed');
      if (lost.researched || facts.protected) return undefined;
      const { run, channel, occurrence = 0 } = lost;
      const opens = { reason: 'address_research' as const, because: { run, step: step.id, channel, occurrence } };
      const wakeAt = closingInstant(doc) + 1;
      const held = { kind: 'held' as const, reason: `hold:${opens.reason}`, refusals: [], step: facts.step, wakeAt };
      return { ...held, opens: { ...opens, reviewAfter } };
    }
  }
}

/** The address of the current step has changed since: it is sent to the new one, where the plan says so. */
export function followAddress(input: DecideInput): Decision | null {
  const { facts, doc } = input;
  const { send, rounds } = doc.plan.onAddressChange ?? { send: 'later' as const, rounds: 0 };
  const own = facts.sent.filter((sent) => sent.run === facts.run && !isAside(sent));
  const step = doc.plan.steps.find(({ id }) => id === own.at(-1)?.step);
  if (send === 'later' || !step || facts.now > doc.dates.lastDispatch || !isFor(step, facts, doc)) return null;
  for (const channel of channelsOf(step)) {
    const newest = own.findLast((sent) => sent.step === step.id && sent.channel === channel);
    // a customer reached by phone was reached
    if (!newest || (channel === 'phone' && !isLost(newest)) || !hasNewAddress(newest, facts)) continue;
    if (newest.status === 'queued' || (newest.occurrence ?? 0) >= rounds) continue;
    if (isUnderWay(newest)) return waitForHandOver(step, newest, input);
    const again = sendAgain(step, newest, input, 'address_changed');
    if (again) return again;
  }
  return null;
}

/** It is being sent to the old address right now: the result is known a day later. */
function waitForHandOver(step: Step, sent: SentFact, input: DecideInput): Decision {
  const { facts, doc } = input;
  const due = dueAfter(Math.max(sent.at, facts.now), { days: 1 }, timing(step, input));
  const wakeAt = Math.min(due, closingInstant(doc) + 1);
  return { kind: 'wait', reason: 'predecessor_not_handed_over', refusals: [], step: facts.step, wakeAt };
}
