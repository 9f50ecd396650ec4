import { DEFECT_STEP } from '../campaigns/campaign';
import { holdRule, type PendingReason } from '../customers/hold-rules';
import { type JourneyFacts, type PauseFact } from './facts';
import { isUnprintable } from './sent';

/** Whether an open hold keeps every answer, those given just before it too, until a person has decided. */
export const answersKept = ({ hold }: Pick<JourneyFacts, 'hold'>): boolean =>
  hold !== null && holdRule(hold).answers === 'kept';

/** The reason of a customer whose wave waits until a person has judged the trial before it. */
export const AWAITS_GO = 'awaits_go' satisfies PendingReason;

/** Whether nothing may begin for the customer yet, because the trial before its wave has no go. */
export const awaitsGo = ({ trial, sent }: Pick<JourneyFacts, 'trial' | 'sent'>): boolean =>
  sent.length === 0 && trial?.go === null;

/**
 * What a person still had to decide when the last date passed; null: nothing, so the customer's silence counts. A
 * contract for which an answer counts is pending only where answers are kept (`answersKept`). `notified`: whether anything
 * has reached the customer.
 */
export function pendingReason(facts: JourneyFacts, notified: boolean): PendingReason | null {
  if (facts.hold !== null) return holdRule(facts.hold).pending;
  if (facts.noScope) return 'representative';
  if (isPaused(facts, notified)) return 'paused';
  if (!notified && awaitsGo(facts)) return AWAITS_GO;
  if (!notified && hasUnprintable(facts)) return 'letter_unprintable';
  if (facts.formUntil !== undefined && facts.now < facts.formUntil) return 'form_unread';
  if (isDefectOpen(facts)) return 'defect_open';
  return null;
}

/** The newest form had a defect, and the customer has not been asked about it: the form counts in their favour. */
const isDefectOpen = ({ heard, defects, sent }: JourneyFacts): boolean =>
  heard?.defect === true &&
  defects !== undefined &&
  !sent.some(
    ({ step, status, bounced, occurrence = 0 }) =>
      step === DEFECT_STEP && status === 'handed_over' && !bounced && occurrence === defects - 1,
  );

/** A letter waits for a person who mends what keeps it from being printed, or the newest one could not be printed. */
const hasUnprintable = ({ sent, unprintable }: JourneyFacts): boolean => {
  const last = sent.findLast(({ channel }) => channel === 'post');
  return unprintable === true || (last !== undefined && isUnprintable(last));
};

/** The campaign or this customer is paused; a pause of one channel or text counts for those whom nothing has reached. */
function isPaused(facts: JourneyFacts, notified: boolean): boolean {
  if (facts.campaign === 'paused') return true;
  const inForce = (facts.pauses ?? []).filter(({ until }) => until === null || until > facts.now);
  const whole = ({ channel, notice }: PauseFact) => channel === undefined && notice === undefined;
  return inForce.some(whole) || (inForce.length > 0 && !notified);
}
