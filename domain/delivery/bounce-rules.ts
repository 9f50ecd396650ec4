import { END_OF_DATA, NOT_THE_RECIPIENT, UNKNOWN_RECIPIENT } from './bounce-words';

/**
 * What a failure means for the recipient's address. `hard`: no such recipient. `soft`: this mail has failed, or is
 * delayed; the address stays. `none`: delivered or passed on.
 */
export type BounceKind = 'hard' | 'soft' | 'none';

/**
 * Enhanced status codes (RFC 3463, RFC 7505) that say the recipient does not exist. All others speak of us, of our
 * mail, of the moment, or of the recipient's own rules.
 */
const NO_SUCH_RECIPIENT = new Set(['5.1.0', '5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1']);
/** The same for a reply to RCPT TO, where the sending server is the one that is refused more often. */
const NO_SUCH_RECIPIENT_AT_RCPT = new Set(['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10']);
/** Replies without an enhanced code that may mean an unknown mailbox (RFC 5321, 4.2.3); 552 is a full one. */
const MAILBOX_REPLIES = new Set([550, 551, 553]);

/** Whether a text, without regard to codes, says plainly that the recipient does not exist. */
export const namesUnknownRecipient = (text: string): boolean =>
  UNKNOWN_RECIPIENT.some((pattern) => pattern.test(text)) && !NOT_THE_RECIPIENT.test(text);

/** A failure as a mail server words it; codes are those of its report, if any. */
export interface Failure {
  /** Enhanced status, `c.s.d`. */
  status: string | undefined;
  /** The remote server's own words. Personal data: never kept. */
  diagnostic: string;
}

/**
 * The status that decides, and what it means for the address. A bare `x.0.0` hides what the diagnostic text says, so
 * its code decides: the enhanced one, else the three digits. Nothing is hard where the text speaks of something else.
 */
export function judgeFailure({ status, diagnostic }: Failure): { status: string; kind: 'hard' | 'soft' } {
  const hidden = status === undefined || /^[245]\.0\.0$/.test(status);
  const enhanced = hidden ? enhancedIn(diagnostic) : status;
  if (enhanced !== undefined && !/\.0\.0$/.test(enhanced)) {
    const hard = NO_SUCH_RECIPIENT.has(enhanced) && !contradicts(diagnostic);
    return { status: enhanced, kind: hard ? 'hard' : 'soft' };
  }
  const reply = replyIn(diagnostic);
  const hard = reply !== undefined && isUnknownMailbox(reply, diagnostic);
  if (hard) return { status: '5.1.1', kind: 'hard' };
  return { status: status ?? (reply !== undefined && reply < 500 ? '4.0.0' : '5.0.0'), kind: 'soft' };
}

/** The text names a temporary code, a full mailbox, or anything but the recipient. */
const contradicts = (text: string): boolean =>
  NOT_THE_RECIPIENT.test(text) || /\b(4\.\d{1,3}\.\d{1,3}|5\.2\.2|5\.7\.\d{1,3})\b/.test(text) || replyIn(text) === 552;

/**
 * A reply of 550, 551 or 553 whose text names the mailbox or user. At the end of DATA it is the recipient's own filter
 * that answers so.
 */
const isUnknownMailbox = (reply: number, text: string): boolean =>
  MAILBOX_REPLIES.has(reply) && !END_OF_DATA.test(text) && namesUnknownRecipient(text);

/** Whether a reply to RCPT TO means that the recipient does not exist. `enhanced` is its status, if it bears one. */
export function isUnknownAtRcpt(reply: { code: number; enhanced: string | undefined; text: string }): boolean {
  const { code, enhanced, text } = reply;
  if (enhanced !== undefined) return NO_SUCH_RECIPIENT_AT_RCPT.has(enhanced) && !NOT_THE_RECIPIENT.test(text);
  return MAILBOX_REPLIES.has(code) && namesUnknownRecipient(text);
}

/** The first enhanced status of a failure in a text; a bare `x.0.0` only where there is no other. */
export function enhancedIn(text: string): string | undefined {
  // not a part of an address, a version, or a longer number
  const all = [...text.matchAll(/(?<![\w.-])[45]\.\d{1,3}\.\d{1,3}(?![\w]|\.\d)/g)].map(([code]) => code);
  return all.find((code) => !code.endsWith('.0.0')) ?? all[0];
}

/** The first three-digit reply of a failure in a text. */
export function replyIn(text: string): number | undefined {
  const code = /(?<![\w.@:-])[45][0-5]\d(?=[ \-<:;,.)]|$)(?!\.\d)/m.exec(text)?.[0];
  return code === undefined ? undefined : Number(code);
}

/** A status of class 5.7: the recipient's side refuses us, by policy or reputation. A rise of these stops the lane. */
export const isRefusalOfUs = (status: string): boolean => status.startsWith('5.7.');
