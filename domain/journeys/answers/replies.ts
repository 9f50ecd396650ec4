import { type Calendar } from '../../campaigns/calendar';
import { type CampaignDoc, type Channel } from '../../campaigns/campaign';
import { chooseChannels, type Refusal } from '../choose-channel';
import { type PlannedMessage } from '../decision';
import { type JourneyFacts } from '../facts';
import { leavesAt } from '../schedule-step';

/**
 * What a customer hears in reply: `receipt` that an answer was accepted, `too-late` that a form was not, `new-link`
 * the link asked for, `which-answer` which of two answers holds, `consent-request` that an answer of a minor or ward waits
 * for the legal representative, who alone is written to, `change-refused` that the client did not agree to a change,
 * `inquiry-confirm` that an inquiry has come in, `inquiry-answer` the answer to one. Also the step of the message; no step
 * of a plan bears these ids. Replies are outside the plan: no step waits for them, and they go out when the journey has
 * closed.
 */
export const REPLIES = [
  'receipt',
  'too-late',
  'new-link',
  'which-answer',
  'consent-request',
  'change-refused',
  'inquiry-confirm',
  'inquiry-answer',
] as const;
export type Reply = (typeof REPLIES)[number];

/** Replies that ask for an answer: their letters bear the form. */
const ASKING: readonly string[] = ['which-answer', 'consent-request'] satisfies Reply[];

/** Whether a letter of this step bears the form: all but replies that ask for nothing. */
export const bearsForm = (step: string): boolean => !isReply(step) || ASKING.includes(step);

/**
 * Step of the letters that ask who acts for a customer for proof. They go to that person, whose address is no contact of the
 * customer: outside consent, and past the hold that stops the customer's own contacts. No step of a plan bears this id.
 */
export const AUTHORITY_STEP = 'authority-request';

/** Whether a step is that of a reply. */
export const isReply = (step: string): boolean => step === AUTHORITY_STEP || REPLIES.some((reply) => reply === step);

/** Whether a step is a reply about an inquiry. */
export const isInquiryReply = (step: string): boolean => step === 'inquiry-confirm' || step === 'inquiry-answer';

/** Tried in this order; a customer is never called only to repeat what was said. */
export const REPLY_CHANNELS = ['mail', 'sms', 'post'] as const satisfies Channel[];

/** The text of a reply on a channel: that of the campaign with this id, else the product's own. */
export const replyNotice = (reply: Reply, channel: (typeof REPLY_CHANNELS)[number]): string =>
  `${reply}-${channel === 'post' ? 'letter' : channel}`;

/** What a reply depends on besides the campaign. */
export type ReplyFacts = Pick<
  JourneyFacts,
  'now' | 'contact' | 'consent' | 'contractHashes' | 'overrides' | 'unprintable'
>;

export interface ChosenReply {
  /** Null: no channel is left that the customer allows. */
  message: PlannedMessage | null;
  refusals: Refusal[];
}

/**
 * The reply on the first channel that has an address and that policy and consent allow, outside quiet hours. The last
 * dispatch is for contacts that ask for something: only a new link must leave by then, and it is never an SMS where those
 * carry no links. `tried`: channels on which it was
 * lost, or that cannot be used now.
 */
export function chooseReply(
  asked: { reply: Reply; occurrence: number; tried?: ReadonlySet<Channel>; only?: Channel },
  { facts, doc, calendar }: { facts: ReplyFacts; doc: CampaignDoc; calendar: Calendar },
): ChosenReply {
  const { reply, occurrence, tried, only } = asked;
  const linkless = (reply === 'new-link' || isInquiryReply(reply)) && doc.policy.smsWithoutLinks !== undefined;
  const usable = REPLY_CHANNELS.filter(
    (channel) => (only === undefined || channel === only) && !(linkless && channel === 'sms'),
  );
  const first = doc.post ? usable : usable.filter((channel) => channel !== 'post');
  const notice = Object.fromEntries(REPLY_CHANNELS.map((channel) => [channel, replyNotice(reply, channel)]));
  const purpose = 'service_notice';
  const inTime = (channel: Channel) =>
    reply !== 'new-link' || leavesAt(channel, { facts, doc, calendar }) <= doc.dates.lastDispatch;
  const choice = chooseChannels({ id: reply, purpose, notice, first }, { facts, doc }, tried, inTime);
  const [chosen] = choice.channels;
  if (!chosen) return { message: null, refusals: choice.refusals };
  const { channel, reason } = chosen;
  const message: PlannedMessage = {
    step: reply,
    ...(occurrence > 0 && { occurrence }),
    channel,
    notice: chosen.notice,
    purpose,
    dueAt: facts.now,
    notBefore: leavesAt(channel, { facts, doc, calendar }),
    override: reason.startsWith('override:') ? reason.slice('override:'.length) : null,
  };
  return { message, refusals: choice.refusals };
}
