import { localDate } from '../../campaigns/calendar';
import { ASK_STEP, type CampaignDoc, noticeFor } from '../../campaigns/campaign';
import { type SendableStep } from '../choose-channel';
import { type DecideInput, type Decision } from '../decision';
import { type ContractFact, type JourneyFacts, type SentFact } from '../facts';
import { closingInstant } from '../outcome';
import { REPLY_CHANNELS, replyNotice } from './replies';
import { choose, isLost, isUnderWay, sendInterruption } from '../schedule-step';

export { ASK_STEP } from '../../campaigns/campaign';

/** The question: by phone with the script of the plan's first call, where it has one, else in writing. */
function askStep({ plan, post }: CampaignDoc): SendableStep {
  const call = plan.steps.find(({ kind }) => kind === 'call');
  const script = call && noticeFor(call, 'phone');
  const written = REPLY_CHANNELS.filter((channel) => channel !== 'post' || post !== undefined);
  const texts = Object.fromEntries(written.map((channel) => [channel, replyNotice('which-answer', channel)]));
  return {
    id: ASK_STEP,
    purpose: call?.purpose ?? 'service_notice',
    notice: { ...texts, ...(script !== undefined && { phone: script }) },
    first: [...(script === undefined ? [] : (['phone'] as const)), ...written],
  };
}

/** A declared choice as stored. */
export interface Declared {
  choice: string | null;
  at: number;
  via: string;
}

/**
 * Whether a form that would count contradicts another answer of its day: the newest on the web or phone, or another form.
 * A form does not tell the hour.
 */
export function isUnclear({ choice, choiceAt, via }: ContractFact, declared: Declared[], zone: string): boolean {
  if (choice === null || choiceAt === null || via !== 'form') return false;
  const day = localDate(choiceAt, zone);
  const said = declared.filter((one) => ['web', 'phone'].includes(one.via) && one.at <= choiceAt);
  const last = said.reduce<Declared | undefined>((a, b) => (a && a.at > b.at ? a : b), undefined);
  const forms = declared.filter((one) => one.via === 'form' && one.at <= choiceAt);
  const others = [...(last ? [last] : []), ...forms].filter((one) => localDate(one.at, zone) === day);
  return others.some((other) => other.choice !== choice && other.choice !== 'withdrawn');
}

/** The questions asked; one that an earlier run queued and never sent does not count. */
const asked = ({ sent }: JourneyFacts): SentFact[] =>
  sent.filter(({ step, failure }) => step === ASK_STEP && failure !== 'journey_over');

/**
 * Two answers of one day contradict each other, and a form does not tell the hour (practice A8): neither counts. The
 * customer is asked, before anything else goes out: by phone, else in writing, each way once. Who cannot be asked or says
 * no more is left to a person at the end (`unclear_answer`).
 */
export function askWhichAnswer(input: DecideInput): Decision | null {
  const { facts, doc } = input;
  if (!facts.contracts.some(({ unclear }) => unclear)) return null;
  const own = asked(facts);
  if (!own.some(isUnderWay) && own.every(isLost) && facts.now <= doc.dates.lastDispatch) {
    const choice = choose(askStep(doc), input, new Set(own.map(({ channel }) => channel)));
    if (choice.channels.length > 0) return sendInterruption(askStep(doc), choice, { days: 0 }, input);
  }
  if (facts.contracts.some(({ choice, unclear }) => choice === null && !unclear)) return null; // the others are reminded
  return { kind: 'wait', reason: 'being_asked', refusals: [], step: facts.step, wakeAt: closingInstant(doc) + 1 };
}
