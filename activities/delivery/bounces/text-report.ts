import { type Email } from 'postal-mime';
import { enhancedIn, judgeFailure, namesUnknownRecipient, replyIn } from '../../../domain/delivery/bounce-rules';
import { headerOf, reportText } from './mail-parts';

/** What a bounce in plain text says: its status, whether the address is bad, and whether the mail is only late. */
export interface TextReport {
  status: string;
  kind: 'hard' | 'soft';
  delayed: boolean;
}

/** Reasons that servers give in words alone, with the status (RFC 3463) they stand for. All leave the address alone. */
const REASONS: [status: string, words: RegExp][] = [
  [
    '5.2.2',
    /\b(mailbox|inbox|quota|storage|disk)\b[^.\n]{0,60}\b(full|exceed\w*|over)\b|\bover ?quota\b|\bmail ?box is full\b|exceeded the local limit|容量|一杯|いっぱい|満杯/i,
  ],
  ['5.3.4', /\b(message|mail|size)\b[^.\n]{0,60}\b(too (big|large)|exceeds?|larger than|size limit)\b|サイズ/i],
  [
    '5.7.1',
    /\b(spam|virus|black ?list\w*|block ?list\w*|blocked|polic(y|ies)|filter\w*|rejected|refused|denied|relay\w*|not permitted|unauthori[sz]ed|prohibited|not (be )?accept\w*|content)\b|迷惑|拒否|受け付け/i,
  ],
  ['5.4.4', /\b(host|domain|name server|nameserver|dns|mx|hop count|loops?|unrouteable|route|routing)\b/i],
  [
    '4.4.7',
    /\b(timed? ?out|time-?out|giv(e|en|ing) up|retry time|expired|too long|undeliverable for|days|connection (refused|reset|closed)|not respond\w*|no response|could ?n[o']t connect|unreachable)\b/i,
  ],
  [
    '5.2.1',
    /\b(mailbox|account|user|inactive|recipient)s?\b[^.\n]{0,60}\b(disabled?|suspended|inactive|not active|expired|unavailable|locked|closed)\b|使用できません|停止/i,
  ],
  [
    '5.3.0',
    /\b(system|local|configuration|internal|software|i\/o|disk|program|service|mailer|delivery) (error|problem|failure|unavailable)\b|\bcommand\b/i,
  ],
];

const FAILED =
  /\b(undeliver\w*|un-deliver\w*|non-?deliver\w*|not (be )?deliver\w*|returned? (mail|message|e-?mail|to sender)|(deliver\w*|failure|failed|error)s? ?(mail|message|notice|notification|report|status)?|failure|failed|did not reach|unable to|could ?n[o']t|can(no|')t)\b|エラー|届き|配信|配送|送信でき|送信に失敗|不達/i;

const DELAYED =
  /\b(will (be )?(continue|keep|retr\w+|re-?try|try again)|still (being )?(trying|retried)|has not (yet )?been delivered|not yet been delivered|being retried|delivery (has been |is |was )?delayed|delivery attempts will continue|attempts? will continue|delayed mail|warning:? (could not send|message)|no action is required)\b|遅延|再送を続け/i;

const GIVEN_UP = /\b(have given up|has given up|i've given up|giving up on|permanent(ly)?|fatal errors?)\b/i;

/**
 * Reads a bounce that is plain text (qmail, Exim, carriers, Exchange, Domino …). Undefined: it cannot be told what it
 * says. Hard only where a code or plain words say that the recipient does not exist.
 */
export function readTextReport(mail: Email): TextReport | undefined {
  const text = reportText(mail);
  const all = `${mail.subject ?? ''}\n${text}`;
  const delayed = DELAYED.test(all) && !GIVEN_UP.test(text);
  const coded = enhancedIn(text) !== undefined || replyIn(text) !== undefined;
  const said = coded ? judgeFailure({ status: enhancedIn(text), diagnostic: text }) : undefined;
  if (said && !said.status.endsWith('.0.0')) return { ...said, delayed, ...(delayed && { kind: 'soft' }) };
  if (delayed) return { status: '4.4.1', kind: 'soft', delayed };
  if (!coded && namesUnknownRecipient(all)) return { status: '5.1.1', kind: 'hard', delayed };
  const failed = headerOf(mail, 'x-failed-recipients') !== undefined || FAILED.test(all);
  if (!failed) return said && { ...said, delayed };
  const reason = REASONS.find(([, words]) => words.test(text));
  return { status: reason?.[0] ?? said?.status ?? '5.0.0', kind: 'soft', delayed };
}
