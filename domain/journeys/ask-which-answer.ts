import { localDate } from '../campaigns/calendar';
import { ASK_STEP, type CampaignDoc, noticeFor } from '../campaigns/campaign';
import { type SendableStep } from './choose-channel';
import { type DecideInput, type Decision } from './decision';
import { type ContractFact, type JourneyFacts, type SentFact } from './facts';
import { closingInstant } from './outcome';
import { choose, isUnderWay, sendInterruption } from './schedule-step';

export { ASK_STEP } from '../campaigns/campaign';

/** The call, with the script of the plan's first call; undefined where the plan has no calls. */
function askCall({ plan }: CampaignDoc): SendableStep | undefined {
  const call = plan.steps.find(({ kind }) => kind === 'call');
  const notice = call && noticeFor(call, 'phone');
  return notice === undefined ? undefined : { id: ASK_STEP, purpose: call!.purpose, notice, first: ['phone'] };
}

/** Whether a plan can ask at all. */
export const canAsk = (doc: CampaignDoc): boolean => askCall(doc) !== undefined;

/** A declared choice as stored. */
export interface Declared {
  choice: string | null;
  at: number;
  via: string;
}

/** Whether a form that counts contradicts what the same day's newest answer on the web or phone says. */
export function isUnclear({ choice, choiceAt, via }: ContractFact, declared: Declared[], zone: string): boolean {
  if (choice === null || choiceAt === null || via !== 'form') return false;
  const day = localDate(choiceAt, zone);
  const said = declared.filter((one) => ['web', 'phone'].includes(one.via) && one.at <= choiceAt);
  const last = said.reduce<Declared | undefined>((a, b) => (a && a.at > b.at ? a : b), undefined);
  const other = last !== undefined && last.choice !== choice && last.choice !== 'withdrawn';
  return other && localDate(last.at, zone) === day;
}

/** The calls that asked; one that an earlier run queued and never made does not count. */
const asked = ({ sent }: JourneyFacts): SentFact[] =>
  sent.filter(({ step, failure }) => step === ASK_STEP && failure !== 'journey_over');

/** Whether the customer is being asked, or can be: once, by phone, and in time. */
export function isAsking(input: DecideInput): boolean {
  const { facts, doc } = input;
  if (!facts.contracts.some(({ unclear }) => unclear) || facts.now > closingInstant(doc)) return false;
  if (asked(facts).length > 0) return asked(facts).some(isUnderWay);
  const call = askCall(doc);
  return call !== undefined && choose(call, input).channels.length > 0;
}

/**
 * Two answers of one day contradict each other, and a form does not tell the hour (practice A8): the call desk asks the
 * customer once, before anything else goes out. Without a call, or when the customer could not be asked, the form counts.
 */
export function askWhichAnswer(input: DecideInput): Decision | null {
  const { facts, doc } = input;
  if (!isAsking(input)) return null;
  const call = askCall(doc);
  if (asked(facts).length === 0) return sendInterruption(call!, choose(call!, input), { days: 0 }, input);
  if (facts.contracts.some(({ choice }) => choice === null)) return null; // the others are reminded meanwhile
  return { kind: 'wait', reason: 'being_asked', refusals: [], step: facts.step, wakeAt: closingInstant(doc) + 1 };
}
