import { withProbability } from '../support/seeded-random';
import { type Faults } from './settings';

/** A refusal in terms of the protocol. */
export interface Refusal {
  status: number;
  code: number;
  message: string;
  retryAfter?: number;
}

const INVALID: Refusal = { status: 400, code: 21211, message: "The 'To' number is not a valid phone number." };
const LANDLINE: Refusal = { status: 400, code: 21614, message: "The 'To' number is not a valid mobile number." };
const TOO_LONG: Refusal = { status: 400, code: 21617, message: 'The message body exceeds the 1600 character limit.' };
const NO_BODY: Refusal = { status: 400, code: 21602, message: 'A message body is required.' };
const NO_SENDER: Refusal = { status: 400, code: 21603, message: "A 'From' number is required." };
const TOO_MANY: Refusal = { status: 429, code: 20429, message: 'Too many requests.', retryAfter: 1 };
const UNAVAILABLE: Refusal = { status: 503, code: 20503, message: 'Service unavailable.' };

/** The permanent refusal of a message; undefined: none. Numbers that end in 0000 are landlines. */
export function refusalOf(sms: { to: string; from: string; body: string }): Refusal | undefined {
  if (!/^\+[1-9]\d{6,14}$/.test(sms.to)) return INVALID;
  if (sms.from === '') return NO_SENDER;
  if (sms.body === '') return NO_BODY;
  if (sms.body.length > 1600) return TOO_LONG;
  return sms.to.endsWith('0000') ? LANDLINE : undefined;
}

/** The temporary refusal of a message. `tries` counts earlier refusals of the same message. */
export function refusalForNow(to: string, key: string, tries: number, faults: Faults): Refusal | undefined {
  if (tries > 0) return undefined;
  if (withProbability(faults.tooMany, faults.seed, 'tooMany', to, key)) return TOO_MANY;
  return withProbability(faults.unavailable, faults.seed, 'unavailable', to, key) ? UNAVAILABLE : undefined;
}

/**
 * Why an accepted message is never delivered: the number ends in 0001 (unknown) or 0002 (switched off). Null: it is
 * delivered.
 */
export function lossOf(to: string): number | null {
  if (to.endsWith('0001')) return 30005;
  return to.endsWith('0002') ? 30003 : null;
}

/** Whether the connection is cut after the message was recorded; only the first time. */
export const cutsAnswer = (to: string, key: string, copies: number, faults: Faults): boolean =>
  copies === 0 && withProbability(faults.acceptThenTimeout, faults.seed, 'acceptThenTimeout', to, key);

/** Whether the provider answers 500 after the message was recorded; only the first time. */
export const failsAfterwards = (to: string, key: string, copies: number, faults: Faults): boolean =>
  copies === 0 && withProbability(faults.acceptThenFail, faults.seed, 'acceptThenFail', to, key);

export const losesReceipt = (to: string, key: string, faults: Faults): boolean =>
  withProbability(faults.loseReceipt, faults.seed, 'loseReceipt', to, key);

export const deliversLate = (to: string, key: string, faults: Faults): boolean =>
  withProbability(faults.deliverLate, faults.seed, 'deliverLate', to, key);

export const doublesReceipt = (to: string, key: string, faults: Faults): boolean =>
  withProbability(faults.doubleReceipt, faults.seed, 'doubleReceipt', to, key);

export const delaysReceipt = (to: string, key: string, faults: Faults): boolean =>
  withProbability(faults.lateReceipt, faults.seed, 'lateReceipt', to, key);
