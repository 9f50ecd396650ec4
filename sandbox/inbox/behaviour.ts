import { withProbability } from '../support/seeded-random';
import { type Faults } from './settings';

/** An SMTP refusal: reply code and text with its enhanced status (RFC 3463). */
export interface Refusal {
  code: 451 | 452 | 550;
  text: string;
}

const UNKNOWN: Refusal = { code: 550, text: '5.1.1 No such user here' };
const FULL: Refusal = { code: 452, text: '4.2.2 Mailbox full, try again later' };
const BUSY: Refusal = { code: 451, text: '4.3.0 Temporary failure, try again later' };

const localPart = (address: string) => address.slice(0, address.lastIndexOf('@')).toLowerCase();

/** The reply to RCPT TO; undefined: accepted. `tries` counts earlier refusals of the same sender and recipient. */
export function refusalAtRcpt(address: string, tries: number, faults: Faults): Refusal | undefined {
  const local = localPart(address);
  if (local.startsWith('bounce550') || local.includes('+550') || local.includes('unknown')) return UNKNOWN;
  if (withProbability(faults.bounce, faults.seed, 'bounce', address)) return UNKNOWN;
  if (tries === 0 && (local.includes('+452') || /(^|[.+_-])full\d*($|[.+_-])/.test(local))) return FULL;
  return undefined;
}

/** The reply to the end of DATA; undefined: accepted. `tries` counts earlier refusals of the same message. */
export function refusalAtData(address: string, key: string, tries: number, faults: Faults): Refusal | undefined {
  return tries === 0 && withProbability(faults.tempFail, faults.seed, 'tempFail', address, key) ? BUSY : undefined;
}

/** Whether an accepted message is bounced by a DSN later. */
export function bouncesLater(address: string, key: string, faults: Faults): boolean {
  const local = localPart(address);
  if (local.includes('late-bounce') || local.includes('+dsn')) return true;
  return withProbability(faults.dsnLate, faults.seed, 'dsnLate', address, key);
}

/** Whether the connection is cut after the message was recorded; only the first time. */
export function dropsReply(address: string, key: string, copies: number, faults: Faults): boolean {
  return copies === 0 && withProbability(faults.acceptThenDrop, faults.seed, 'acceptThenDrop', address, key);
}
