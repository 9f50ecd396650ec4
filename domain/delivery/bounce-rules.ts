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

/** Texts that name the recipient's mailbox as the one that does not exist. */
const UNKNOWN_RECIPIENT = [
  /\b(unknown|invalid|no such|illegal|non[- ]?existent|undefined) (or (illegal|invalid|non[- ]?existent) )?(local )?(e-?mail )?(user|recipient|mailbox|address|account|alias|local[- ]?part)\b/i,
  /\b(user|recipient|mailbox|address|account|name)s? ?(\(s\))?( <?\S+@\S+>?,?)? ?(is |was |are )?(unknown|not (be )?(found|known|listed|recogni[sz]ed)|does ?n[o']t? exist|not exist|doesnt exist|undefined)\b/i,
  /\b(user|recipient|mailbox|address|account|name)s?[^\n]{0,80}\b((could |can ?)not be found|was ?n[o']t found|(is |are )?unknown|does(n't| not) exist|(is |was |are )?not (listed|recogni[sz]ed|found))\b/i,
  /\b(no|not an?( valid| existing| local| known)*|no longer( a)?( valid)?|not our) (such |valid |local )?(user|recipient|mailbox|customer|person|account)\b/i,
  /\b(there is no (such )?(user|one|account|mailbox|recipient)|(does ?n[o']t|doesn't) have an? [^\n]{0,40}account|isn't (a )?(valid|known)|no mailbox (here )?(by|of) that name)\b/i,
  /\b(sorry, no mailbox|no mailbox here|mailbox (name )?(is )?(invalid|not allowed|not available|unavailable: no)|addressee unknown|invalid final delivery user)/i,
  /(宛先|宛て?先|受信者|ユーザー?|メールアドレス|あて先)[^。\n]{0,24}(存在しません|見つかりません|見つかりませんでした|存在しない|不明)/,
];

/** Texts that speak of us, of our mail, of the moment or of the recipient's own rules, whatever code stands beside. */
const NOT_THE_RECIPIENT =
  /\b(spam|virus|blacklist|block ?list|blocked|blocking|reputation|rbl|dnsbl|spamhaus|spamcop|barracuda\w*|(is |are |was )listed|after MAIL FROM|in reply to MAIL FROM|(recipient|user)'?s? preferences|polic(y|ies)|spf|dkim|dmarc|unauthenticated|not authenticated|greylist\w*|grey-listed|rate|too (many|quickly|fast|large|big)|quota|mailbox (is )?full|over ?quota|exceed\w*|storage|temporar(y|ily)|try again|timed? ?out|relay(ing)? (access )?(is )?(not permitted|denied|prohibited|not allowed)|(sender|from|return path|originator|envelope from)( address| domain)?:? ?(\S+ )?(is |was )?(rejected|refused|denied|blocked|unknown|invalid|not (allowed|verified|exist\w*|found))|(unknown|invalid|bad|no such) (sender|from)|sender (domain|verify)|cannot find your (hostname|reverse)|reverse (dns|hostname))\b|迷惑メール|容量|一杯|いっぱい|なりすまし|受信拒否|拒否設定/i;

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

/** The reply came to the mail itself, not to the recipient. */
export const END_OF_DATA =
  /(in reply to|after) (the )?end of (DATA|message)|after DATA\b|>>> DATA\s*<<< 5|SMTP command\s+DATA\b/i;

/**
 * A reply of 550, 551 or 553 whose text names the mailbox or user. At the end of DATA it is the recipient's own filter
 * that answers so.
 */
const isUnknownMailbox = (reply: number, text: string): boolean =>
  MAILBOX_REPLIES.has(reply) && !END_OF_DATA.test(text) && namesUnknownRecipient(text);

/** Whether a reply to RCPT TO means that the recipient does not exist. `enhanced` is its status, if it bears one. */
export function isUnknownAtRcpt(reply: { code: number; enhanced: string | undefined; text: string }): boolean {
  const { code, enhanced, text } = reply;
  if (enhanced !== undefined) return NO_SUCH_RECIPIENT_AT_RCPT.has(enhanced);
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
