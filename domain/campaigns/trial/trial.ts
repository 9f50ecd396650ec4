import { type Channel } from '../campaign';

/** Days after the first contact until a customer's reaction tells enough: calls and web answers have peaked by then. */
export const TRIAL_DAYS = 5;
/** The part of a trial's customers for whom these days must be over, or whose journey has ended. */
export const TRIAL_SHARE = 0.9;

/** What a trial wave has shown until now. Customers, not contracts. */
export interface TrialMeasured {
  /** Whose journeys were read: all of the wave, or some drawn evenly from a large one. */
  customers: number;
  /** Something has been handed over. */
  contacted: number;
  /** First contacted TRIAL_DAYS or more ago, or over: what they do tells something about those to come. */
  observed: number;
  /** First contacts by channel, and of those the ones that bounced or came back. */
  first: Partial<Record<Channel, { sent: number; lost: number }>>;
  /** Customers who chose by so many days after their first contact; the last one is for later ones. */
  answeredByDay: number[];
  answered: number;
  /** Calls that came in, and other inquiries, since the first contact. */
  inquiries: number;
  /** Attempts to call, and those in which the customer was spoken to. */
  attempts: number;
  reached: number;
}

/** Days that `answeredByDay` tells apart. */
export const ANSWER_DAYS = 14;

/** Whether a trial has shown enough for a person to judge it. */
export const hasShownEnough = ({ customers, observed }: Pick<TrialMeasured, 'customers' | 'observed'>): boolean =>
  customers > 0 && observed >= customers * TRIAL_SHARE;
