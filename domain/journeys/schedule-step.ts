import { dueAfter, nextAllowed, nextRun, spreadOf } from '../campaigns/calendar';
import { type Channel, channelsOf, type Step, type Wait } from '../campaigns/campaign';
import { notBeforeDay } from '../campaigns/date-tie';
import { type ChannelChoice, chooseChannels, type SendableStep, reasonOf } from './choose-channel';
import { type DecideInput, type Decision, type PlannedMessage } from './decision';
import { type JourneyFacts, type SentFact } from './facts';
import { textFor } from './notice-role';
import { closingInstant } from './outcome';
import { pausesOver, releaseAt } from '../campaigns/pauses';
import { isFor } from '../campaigns/segments';

export { isLost, isUnderWay } from './sent';

/** Why a message goes out once more, see PlannedMessage. */
export type Again = Pick<PlannedMessage, 'occurrence' | 'cause'>;

/** Sends what comes before the plan's next step; waits while a pause keeps it back, and for its time after the pause. */
export function sendInterruption(
  step: SendableStep,
  choice: ChannelChoice,
  wait: Wait,
  input: DecideInput,
  again: Again = {},
): Decision {
  const { facts } = input;
  if (choice.paused) return heldByPause(choice, input, facts.step, (at) => releaseAt(at, timing(step, input)));
  const at = pausesOver(choice.channels, facts.pauses, facts.now)
    .map(({ until }) => releaseAt(until, timing(step, input)))
    .reduce((last, one) => Math.max(last, one), facts.now);
  if (at > facts.now)
    return { kind: 'wait', reason: AFTER_PAUSE, refusals: choice.refusals, step: facts.step, wakeAt: at };
  return sendOn(step, choice, wait, input, again);
}

/** The reason of a wait after a pause: what fell due during it goes out spread over time. */
export const AFTER_PAUSE = 'after_pause';

/** Holds a due step until the pause is ended, or until its time after a pause that ends by itself. */
export function heldByPause(
  { paused, refusals }: ChannelChoice,
  { doc }: DecideInput,
  step: string | null,
  timeAfter: (end: number) => number,
): Decision {
  const end = closingInstant(doc) + 1;
  const wakeAt = paused!.until === null ? end : Math.min(end, timeAfter(paused!.until));
  return { kind: 'held', reason: reasonOf(paused!), refusals, step, wakeAt };
}

/** The usable channels on which the step could still leave before the last dispatch is over. */
export function choose(step: SendableStep, input: DecideInput, tried?: ReadonlySet<Channel>): ChannelChoice {
  const inTime = (channel: Channel) => leavesAt(channel, input) <= input.doc.dates.lastDispatch;
  return chooseChannels(step, input, tried, inTime, (channel) => textFor(step, channel, input));
}

/** From the journey's next step on, those meant for this customer. A step that left the plan ends the sending. */
export function remainingSteps({ facts, doc }: DecideInput): Step[] {
  const index = facts.step === null ? -1 : doc.plan.steps.findIndex((step) => step.id === facts.step);
  const ahead = index < 0 ? [] : doc.plan.steps.slice(index);
  return ahead.filter((step) => isFor(step, facts, doc) && !hasPlanProgress(step, facts));
}

/** After a change of versions a journey never gets a step again that it had before, however the steps were moved. */
const hasPlanProgress = ({ id }: Step, { planProgress, run, sent }: JourneyFacts): boolean =>
  planProgress !== undefined &&
  (planProgress.steps.includes(id) || sent.some((one) => one.run === run && one.step === id));

/** Sends a step on its chosen channels; the journey continues with `facts.step` after `wait`. */
export function sendOn(
  step: SendableStep,
  choice: ChannelChoice,
  wait: Wait,
  input: DecideInput,
  again: Again = {},
): Decision {
  const { facts, doc } = input;
  const [message, ...also] = choice.channels.map(({ channel, reason, notice }): PlannedMessage => ({
    step: step.id,
    ...(again.occurrence && { occurrence: again.occurrence }),
    ...(again.cause !== undefined && { cause: again.cause }),
    channel,
    notice,
    purpose: step.purpose,
    dueAt: facts.now,
    notBefore: leavesAt(channel, input),
    override: reason.startsWith('override:') ? reason.slice('override:'.length) : null,
  }));
  const following = remainingSteps(input)[0];
  const end = closingInstant(doc) + 1;
  const from = Math.max(message!.notBefore, ...also.map((one) => one.notBefore));
  const context = timing(following ?? step, input);
  const due = following ? notBeforeDay(following, dueAfter(from, wait, context), doc, context) : end;
  // No timer for a step that could only go out after the last dispatch.
  const wakeAt = due > doc.dates.lastDispatch ? end : Math.min(due, end);
  return {
    kind: 'send',
    reason: choice.channels[0]!.reason,
    refusals: choice.refusals,
    message: message!,
    ...(also.length > 0 && { also }),
    step: following?.id ?? null,
    wakeAt,
  };
}

/** The same contact once more on its channel; undefined where that cannot be used (any more). */
export function sendAgain(step: Step, sent: SentFact, input: DecideInput, cause: string): Decision | undefined {
  const choice = onlyOn(step, sent.channel, input);
  if (choice.channels.length === 0) return undefined;
  return sendInterruption(step, choice, step.wait, input, { occurrence: (sent.occurrence ?? 0) + 1, cause });
}

const onlyOn = (step: Step, channel: Channel, input: DecideInput): ChannelChoice =>
  choose(step, input, new Set(channelsOf(step).filter((other) => other !== channel)));

/** The first instant at which a message may leave: outside quiet hours; a letter with the next print run. */
export function leavesAt(
  channel: Channel,
  { facts, doc, calendar }: Pick<DecideInput, 'doc' | 'calendar'> & { facts: Pick<JourneyFacts, 'now'> },
): number {
  const at = nextAllowed(facts.now, doc.quietHours[channel] ?? null, doc.zone);
  return channel === 'post' && doc.post ? nextRun(at, doc.post.runAt, calendar) : at;
}

/** What turns the waits before a step into instants: the hours of its first channel, the customer's offset within them. */
export function timing(step: Pick<Step, 'first' | 'all'>, { facts, doc, calendar }: DecideInput) {
  const quiet = doc.quietHours[channelsOf(step)[0]!] ?? null;
  return { calendar, quiet, spread: spreadOf(facts.customerId), slotMs: facts.slotMs };
}
