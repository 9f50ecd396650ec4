import { ASK_STEP, DEFECT_STEP } from '../campaigns/campaign';
import { type JourneyFacts, type SentFact } from './facts';

/** Queued, with a lane, in a print run, or waiting for its call. */
export const isUnderWay = (sent: SentFact): boolean =>
  sent.status === 'queued' || sent.status === 'claimed' || sent.status === 'handing_over';

/** Did not reach the customer and will not. */
export const isLost = (sent: SentFact): boolean =>
  sent.bounced || sent.status === 'failed' || sent.status === 'withdrawn' || sent.status === 'recalled';

/** Messages beside the plan's steps: a letter about a defect, and the call that asks which answer counts. */
export const isAside = ({ step }: SentFact): boolean => step === DEFECT_STEP || step === ASK_STEP;

/** Whether the customer's first contact has reached him or is on its way; it is always a notice, see textFor. */
export const hasNotice = ({ sent }: JourneyFacts): boolean => sent.some((one) => !isLost(one) && !isAside(one));

/** Why a letter cannot be printed: a character, a text, or data that cannot be read. A person must mend it. */
const UNPRINTABLE = ['glyph_missing', 'notice_invalid', 'key_lost'];

/** Whether the letter could not be drawn; the code of a character may follow its reason. */
export const isUnprintable = ({ channel, status, failure }: SentFact): boolean =>
  channel === 'post' && status === 'failed' && UNPRINTABLE.includes(failure?.split(':')[0] ?? '');
