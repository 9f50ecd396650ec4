import { type Calendar, dueAfter, firstDue, nextAllowed, nextRun, spreadOf } from './calendar';
import { type CampaignDoc, type Channel, channelsOf, DEFECT_STEP, type Step, type Wait } from './campaign';
import {
  type ChannelChoice,
  chooseChannels,
  defectStep,
  type Placeable,
  reasonOf,
  type Refusal,
} from './channel-choice';
import { closingInstant, outcomesAtEnd, type ClosedOutcome, wasTold } from './outcome';
import { type JourneyFacts, type SentFact } from './facts';
import { extendedDue, pausesOver, releaseAt, releasedDue } from './pauses';
import { isFor } from './segments';

export type { Refusal } from './channel-choice';

export interface Placed {
  step: string;
  /** Grows only by a recorded cause, such as a further defect; absent: 0. */
  occurrence?: number;
  channel: Channel;
  notice: string;
  purpose: Step['purpose'];
  dueAt: number;
  notBefore: number;
  override: string | null;
}

/**
 * What happens to a journey now. `wakeAt` null: only a bell wakes it. `step` is the next step to place, null when
 * every step has been placed or refused. `also` holds the further messages of a step that uses all its channels.
 */
export type Decision = { reason: string; refusals: Refusal[] } & (
  | { kind: 'place'; placed: Placed; also?: Placed[]; step: string | null; wakeAt: number }
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
  if (facts.contracts.length === 0) return close('nothing_left');
  if (facts.contracts.every((contract) => contract.choice !== null)) return close('answered');
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
  const detour = answerDefect(input) ?? followAddress(input) ?? fallThrough(input);
  if (detour) return detour;
  const next = nextStep(input);
  if (next.kind === 'exhausted' && !wasTold(facts) && !facts.sent.some(isUnderWay)) {
    return close('no_channel_left', next.refusals);
  }
  if (next.kind === 'exhausted') return waitForDeadline(doc, 'all_steps_done', next.refusals);
  return next.decision;
}

/** A form came back with a defect that no letter has answered yet: it goes out before anything else. */
function answerDefect(input: DecideInput): Decision | null {
  const { facts, doc } = input;
  const handler = doc.plan.onDefect;
  if (!handler || facts.now > doc.dates.lastDispatch) return null;
  const step = defectStep(handler, DEFECT_STEP);
  const due = Math.min(facts.defects ?? 0, handler.rounds);
  const letters = facts.sent.filter((sent) => sent.step === DEFECT_STEP);
  if ((facts.rules ?? 1) < 2) {
    const sent = letters.filter(({ status }) => status !== 'withdrawn').length;
    if (sent >= due) return null;
    const choice = choose(step, input);
    return choice.channels.length > 0 ? placeDetour(step, choice, handler.wait, input, sent) : null;
  }
  for (let round = 0; round < due; round++) {
    const own = letters.filter(({ occurrence = 0 }) => occurrence === round);
    if (!own.every(isLost)) continue;
    const tried = own.filter(({ run }) => run === facts.run).map(({ channel }) => channel);
    const choice = choose(step, input, new Set(tried));
    if (choice.channels.length > 0) return placeDetour(step, choice, handler.wait, input, round);
  }
  return null;
}

/** The last step never reached the customer (bounced, refused, undeliverable, not answered): its next channel. */
function fallThrough(input: DecideInput): Decision | null {
  const { facts, doc } = input;
  const own = facts.sent.filter((sent) => facts.again || sent.run === facts.run);
  const last = own.findLast((sent) => sent.step !== DEFECT_STEP);
  const step = last && doc.plan.steps.find(({ id }) => id === last.step);
  if (!step?.first || facts.now > doc.dates.lastDispatch || !isFor(step, facts, doc)) return null;
  if (facts.again && remainingSteps(input).some(({ id }) => id === step.id)) return null;
  const attempts = own.filter((sent) => sent.step === step.id);
  if (!attempts.every(isLost)) return null;
  // what an earlier run had placed and never sent was no attempt
  const tried = attempts.filter((sent) => sent.run === facts.run || sent.failure !== 'journey_over');
  const choice = choose(step, input, new Set(tried.map((sent) => sent.channel)));
  return choice.channels.length > 0 ? placeDetour(step, choice, step.wait, input) : null;
}

/** Places what comes before the plan's next step, unless a pause keeps it back or has only just let it go. */
function placeDetour(step: Placeable, choice: ChannelChoice, wait: Wait, input: DecideInput, occurrence = 0): Decision {
  const { facts } = input;
  if (choice.paused) return heldByPause(choice, input, facts.step, (at) => releaseAt(at, timing(step, input)));
  const at = pausesOver(choice.channels, facts.pauses, facts.now)
    .map(({ until }) => releaseAt(until, timing(step, input)))
    .reduce((last, one) => Math.max(last, one), facts.now);
  if (at > facts.now)
    return { kind: 'wait', reason: AFTER_PAUSE, refusals: choice.refusals, step: facts.step, wakeAt: at };
  return placeOn(step, choice, wait, input, occurrence);
}

/** The wait of what fell due during a pause for its turn after it. */
const AFTER_PAUSE = 'after_pause';

/** A step whose time has come waits until the pause is ended, or for its turn after a pause that ends by itself. */
function heldByPause(
  { paused, refusals }: ChannelChoice,
  { doc }: DecideInput,
  step: string | null,
  turnAfter: (end: number) => number,
): Decision {
  const end = closingInstant(doc) + 1;
  const wakeAt = paused!.until === null ? end : Math.min(end, turnAfter(paused!.until));
  return { kind: 'held', reason: reasonOf(paused!), refusals, step, wakeAt };
}

/** The usable channels on which the step could still leave before the last dispatch is over. */
function choose(step: Placeable, input: DecideInput, tried?: ReadonlySet<Channel>): ChannelChoice {
  const { facts, doc } = input;
  const looksAhead = (facts.rules ?? 1) >= 2;
  return chooseChannels(
    step,
    input,
    tried,
    (channel) => !looksAhead || leavesAt(channel, input) <= doc.dates.lastDispatch,
  );
}

type Next = { kind: 'decided'; decision: Decision } | { kind: 'exhausted'; refusals: Refusal[] };

/** Walks the remaining steps until one can be placed or must be waited for; steps no channel can carry are refused. */
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
      const turnAfter = (end: number) => {
        const then = dueOf(step, { ...input, facts: { ...facts, now: end } });
        return then === 'too_late' ? end : then.at;
      };
      return { kind: 'decided', decision: heldByPause({ ...choice, refusals }, input, step.id, turnAfter) };
    }
    const moved = { ...input, facts: { ...facts, step: steps[index + 1]?.id ?? null } };
    const decision = placeOn(step, { ...choice, refusals }, step.wait, moved);
    return { kind: 'decided', decision };
  }
  return { kind: 'exhausted', refusals };
}

/** From the journey's next step on, those meant for this customer. A step that left the plan ends the sending. */
function remainingSteps({ facts, doc }: DecideInput): Step[] {
  const index = facts.step === null ? -1 : doc.plan.steps.findIndex((step) => step.id === facts.step);
  const ahead = index < 0 ? [] : doc.plan.steps.slice(index);
  return ahead.filter((step) => isFor(step, facts, doc) && !isBehind(step, facts));
}

/** A journey that has changed versions never gets a step again that it had before, however the steps were moved. */
const isBehind = ({ id }: Step, { behind, run, sent }: JourneyFacts): boolean =>
  behind !== undefined && (behind.steps.includes(id) || sent.some((one) => one.run === run && one.step === id));

/** Places a step on its chosen channels; the journey goes on to `facts.step` after `wait`. */
function placeOn(step: Placeable, choice: ChannelChoice, wait: Wait, input: DecideInput, occurrence = 0): Decision {
  const { facts, doc } = input;
  const [placed, ...also] = choice.channels.map(({ channel, reason, notice }): Placed => ({
    step: step.id,
    ...(occurrence > 0 && { occurrence }),
    channel,
    notice,
    purpose: step.purpose,
    dueAt: facts.now,
    notBefore: leavesAt(channel, input),
    override: reason.startsWith('override:') ? reason.slice('override:'.length) : null,
  }));
  const following = remainingSteps(input)[0];
  const end = closingInstant(doc) + 1;
  const from = Math.max(placed!.notBefore, ...also.map((one) => one.notBefore));
  const due = following ? dueAfter(from, wait, timing(following, input)) : end;
  // A step that could only go out after the last dispatch is not woken for.
  const wakeAt = due > doc.dates.lastDispatch ? end : Math.min(due, end);
  return {
    kind: 'place',
    reason: choice.channels[0]!.reason,
    refusals: choice.refusals,
    placed: placed!,
    ...(also.length > 0 && { also }),
    step: following?.id ?? null,
    wakeAt,
  };
}

/** The first instant at which a message may leave: outside quiet hours; a letter with the next print run. */
function leavesAt(channel: Channel, { facts, doc, calendar }: DecideInput): number {
  const at = nextAllowed(facts.now, doc.quietHours[channel] ?? null, doc.zone);
  return channel === 'post' && doc.post ? nextRun(at, doc.post.runAt, calendar) : at;
}

/** When a step is due: after the wait that its predecessor's hand-over began. */
function dueOf(step: Step, input: DecideInput): { at: number; reason: string } | 'too_late' {
  const { facts, doc } = input;
  const context = timing(step, input);
  const previous = facts.sent.findLast((sent) => sent.status !== 'withdrawn' && sent.status !== 'failed');
  const underWay = facts.sent.findLast(isUnderWay);
  const over = facts.pauses ? pausesOver(choose(step, input).channels, facts.pauses, facts.now) : [];
  let at = facts.now;
  let reason = 'waiting_for_reply';
  if (facts.sent.length === 0) {
    const wave = doc.waves?.find(({ id }) => id === facts.wave);
    at = firstDue(wave?.begins ?? doc.dates.firstDispatch, context);
    reason = wave ? 'before_wave' : 'before_first_dispatch';
  } else if (underWay) {
    // Not handed over yet: the wait has not begun, so come back when it can have passed at the earliest.
    at = dueAfter(Math.max(underWay.at, facts.now), waitOf(underWay.step, input), context);
    reason = 'predecessor_not_handed_over';
  } else if (previous) {
    const wait = waitOf(previous.step, input);
    at = extendedDue(previous.at, over, (base) => dueAfter(base, wait, context));
  }
  const released = underWay ? at : releasedDue(at, over, context);
  if (released > at) [at, reason] = [released, AFTER_PAUSE];
  // Somebody who has just taken an answer back is not reminded on the same day.
  if (facts.run > 1 && facts.wake === 0) at = Math.max(at, dueAfter(facts.now, { days: 1 }, context));
  return at > doc.dates.lastDispatch ? 'too_late' : { at, reason };
}

/** The wait that begins when a step (or the letter about a defect) has been handed over. */
export function waitAfter(stepId: string, doc: CampaignDoc): Wait {
  if (stepId === DEFECT_STEP && doc.plan.onDefect) return doc.plan.onDefect.wait;
  return doc.plan.steps.find((step) => step.id === stepId)?.wait ?? { days: 0 };
}

/** The same for a step that may have left the plan since. */
const waitOf = (stepId: string, { facts, doc }: DecideInput): Wait =>
  facts.behind?.waits[stepId] ?? waitAfter(stepId, doc);

function waitForDeadline(doc: CampaignDoc, reason: string, refusals: Refusal[]): Decision {
  return { kind: 'wait', reason, refusals, step: null, wakeAt: closingInstant(doc) + 1 };
}
