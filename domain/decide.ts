import { type Calendar, dueAfter, firstDue, nextAllowed, spreadOf } from './calendar';
import { type CampaignDoc, type Channel, type Step } from './campaign';
import { ruleFor } from './contact-policy';
import { closingInstant, outcomesAtEnd, type ClosedOutcome, wasTold } from './outcome';
import { type JourneyFacts } from './facts';

/** Why a step did not go out on a channel. */
export interface Refusal {
  step: string;
  channel: Channel;
  reason: string;
}

export interface Placed {
  step: string;
  channel: Channel;
  notice: string;
  purpose: Step['purpose'];
  dueAt: number;
  notBefore: number;
  override: string | null;
}

/**
 * What happens to a journey now. `wakeAt` null: only a bell wakes it. `step` is the next step to place, null when
 * every step has been placed or refused.
 */
export type Decision = { reason: string; refusals: Refusal[] } & (
  | { kind: 'place'; placed: Placed; step: string | null; wakeAt: number }
  | { kind: 'wait'; step: string | null; wakeAt: number }
  | { kind: 'held'; step: string | null; wakeAt: number | null }
  | { kind: 'close'; outcomes: ClosedOutcome[] }
);

export interface DecideInput {
  facts: JourneyFacts;
  doc: CampaignDoc;
  calendar: Calendar;
}

/** Decides the next thing for one journey from what is known at `facts.now`; pure, so an audit can run it again. */
export function decide(input: DecideInput): Decision {
  const { facts, doc } = input;
  const close = (reason: string, refusals: Refusal[] = []): Decision => ({
    kind: 'close',
    reason,
    refusals,
    outcomes: outcomesAtEnd(facts, doc, reason, refusals),
  });
  if (facts.campaign === 'stopped') return close('campaign_stopped');
  if (facts.contracts.every((contract) => contract.choice !== null)) return close('answered');
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
  const next = nextStep(input);
  if (next.kind === 'exhausted' && !wasTold(facts) && !facts.sent.some(isUnderWay)) {
    return close('no_channel_left', next.refusals);
  }
  if (next.kind === 'exhausted') return waitForDeadline(doc, 'all_steps_done', next.refusals);
  return next.decision;
}

type Next = { kind: 'decided'; decision: Decision } | { kind: 'exhausted'; refusals: Refusal[] };

/** Walks the remaining steps until one can be placed or must be waited for; steps no channel can carry are refused. */
function nextStep(input: DecideInput): Next {
  const { facts, doc } = input;
  const steps = doc.plan.steps;
  const refusals: Refusal[] = [];
  let index = facts.step === null ? steps.length : steps.findIndex((step) => step.id === facts.step);
  if (index < 0) index = steps.length; // the step left the plan: nothing more is sent
  for (; index < steps.length; index++) {
    const step = steps[index]!;
    const due = dueOf(step, input);
    if (due === 'too_late' || facts.now > doc.dates.lastDispatch) {
      refusals.push(...step.first.map((channel) => ({ step: step.id, channel, reason: 'last_dispatch_passed' })));
      continue;
    }
    // No use in waiting for steps that no channel can carry any more.
    const hopeless = steps.slice(index).every((later) => chooseChannel(later, input).channel === null);
    if (due.at > facts.now && !hopeless) {
      return {
        kind: 'decided',
        decision: { kind: 'wait', reason: due.reason, refusals, step: step.id, wakeAt: due.at },
      };
    }
    const choice = chooseChannel(step, input);
    refusals.push(...choice.refusals);
    if (!choice.channel) continue;
    return {
      kind: 'decided',
      decision: placeOn(step, choice.channel, choice, steps[index + 1] ?? null, refusals, input),
    };
  }
  return { kind: 'exhausted', refusals };
}

interface ChannelChoice {
  channel: Channel | null;
  reason: string;
  refusals: Refusal[];
}

/** The first channel of the step that has a usable address and that policy and consent allow. */
function chooseChannel(step: Step, { facts, doc }: DecideInput): ChannelChoice {
  const refusals: Refusal[] = [];
  for (const channel of step.first) {
    const contact = facts.contact[channel];
    const consent = facts.consent[channel]?.[step.purpose] ?? 'unknown';
    const rule = ruleFor(doc.policy, { purpose: step.purpose, channel, consent, contractHashes: facts.contractHashes });
    if (contact !== 'ok') refusals.push({ step: step.id, channel, reason: contact });
    else if (rule.rule === 'dont') refusals.push({ step: step.id, channel, reason: rule.reason });
    else return { channel, reason: rule.reason, refusals };
  }
  return { channel: null, reason: 'no_usable_channel', refusals };
}

function placeOn(
  step: Step,
  channel: Channel,
  choice: ChannelChoice,
  following: Step | null,
  refusals: Refusal[],
  { facts, doc, calendar }: DecideInput,
): Decision {
  const notBefore = nextAllowed(facts.now, doc.quietHours[channel], doc.zone);
  const placed: Placed = {
    step: step.id,
    channel,
    notice: step.notice,
    purpose: step.purpose,
    dueAt: facts.now,
    notBefore,
    override: choice.reason.startsWith('override:') ? choice.reason.slice('override:'.length) : null,
  };
  const end = closingInstant(doc) + 1;
  const due = following ? dueAfter(notBefore, step.wait, timing(following, { facts, doc, calendar })) : end;
  // A step that could only go out after the last dispatch is not woken for.
  const wakeAt = due > doc.dates.lastDispatch ? end : Math.min(due, end);
  return { kind: 'place', reason: choice.reason, refusals, placed, step: following?.id ?? null, wakeAt };
}

/** When a step is due: after the wait that its predecessor's hand-over began. */
function dueOf(step: Step, input: DecideInput): { at: number; reason: string } | 'too_late' {
  const { facts, doc } = input;
  const context = timing(step, input);
  const previous = facts.sent.findLast((sent) => sent.status !== 'withdrawn' && sent.status !== 'failed');
  let at = facts.now;
  let reason = 'waiting_for_reply';
  if (facts.sent.length === 0) {
    at = firstDue(doc.dates.firstDispatch, context);
    reason = 'before_first_dispatch';
  } else if (previous && isUnderWay(previous)) {
    // Not handed over yet: the wait has not begun, so come back when it can have passed at the earliest.
    at = dueAfter(Math.max(previous.at, facts.now), waitAfter(previous.step, doc), context);
    reason = 'predecessor_not_handed_over';
  } else if (previous) {
    at = dueAfter(previous.at, waitAfter(previous.step, doc), context);
  }
  // Somebody who has just taken an answer back is not reminded on the same day.
  if (facts.run > 1 && facts.wake === 0) at = Math.max(at, dueAfter(facts.now, { days: 1 }, context));
  return at > doc.dates.lastDispatch ? 'too_late' : { at, reason };
}

function waitAfter(stepId: string, doc: CampaignDoc): Step['wait'] {
  return doc.plan.steps.find((step) => step.id === stepId)?.wait ?? { days: 0 };
}

function timing(step: Step, { facts, doc, calendar }: DecideInput) {
  const quiet = doc.quietHours[step.first[0]!];
  return { calendar, quiet, spread: spreadOf(facts.customerId), slotMs: facts.slotMs };
}

const isUnderWay = (sent: JourneyFacts['sent'][number]): boolean =>
  sent.status === 'queued' || sent.status === 'claimed' || sent.status === 'handing_over';

function waitForDeadline(doc: CampaignDoc, reason: string, refusals: Refusal[]): Decision {
  return { kind: 'wait', reason, refusals, step: null, wakeAt: closingInstant(doc) + 1 };
}
