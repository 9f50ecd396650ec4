import { type CampaignDoc, type Channel, channelsOf, noticeFor, type Step } from '../campaigns/campaign';
import { isFor } from '../campaigns/segments';
import { type JourneyFacts } from './facts';
import { hasNotice } from './sent';

/** What can be sent: a step of the plan, or the letter about a defect. */
export type SendableStep = Pick<Step, 'id' | 'purpose' | 'notice' | 'first' | 'all'> & { kind?: Step['kind'] };

/** Whether the step can only go out in the text of a notice: nothing has gone to the customer, and it says "again". */
export const takesNoticeRole = ({ kind }: Pick<SendableStep, 'kind'>, facts: JourneyFacts): boolean =>
  (kind === 'reminder' || kind === 'final') && !hasNotice(facts);

/**
 * The text of a step on a channel. A notice step that could not go out hands its role on: the first reminder or final
 * notice that can go takes its text, since "again" must not come first: the nearest one before it on the channel,
 * rather one that is meant for this customer. Only a notice step that goes out on the channel has a text there: the
 * script of a call is never sent. A call takes it where there is one. Undefined: the step has no text there, or none
 * that could come first.
 */
export function textFor(
  step: SendableStep,
  channel: Channel,
  { facts, doc }: { facts: JourneyFacts; doc: CampaignDoc },
): string | undefined {
  const own = noticeFor(step, channel);
  if (own === undefined || step.kind === undefined || step.kind === 'notice' || hasNotice(facts)) return own;
  const index = doc.plan.steps.findIndex(({ id }) => id === step.id);
  const notices = doc.plan.steps
    .slice(0, Math.max(index, 0))
    .filter(({ kind, purpose }) => kind === 'notice' && purpose === step.purpose)
    .filter((one) => channelsOf(one).includes(channel) && noticeFor(one, channel) !== undefined);
  const nearest = notices.findLast((one) => isFor(one, facts, doc)) ?? notices.at(-1);
  return (nearest && noticeFor(nearest, channel)) ?? (step.kind === 'call' ? own : undefined);
}

/** Whether a message reminds its customer. A reminder that was sent in the text of a notice step was the notice. */
export function isReminder(doc: CampaignDoc, message: { step: string; notice: string }): boolean {
  const step = doc.plan.steps.find(({ id }) => id === message.step);
  const tookNotice =
    !(step && has(step.notice, message.notice)) &&
    doc.plan.steps.some(({ kind, notice }) => kind === 'notice' && has(notice, message.notice));
  return !tookNotice && (step?.kind === 'reminder' || step?.kind === 'final');
}

const has = (notice: Step['notice'], key: string): boolean =>
  typeof notice === 'string' ? notice === key : Object.values(notice).includes(key);
