import { type Email } from 'postal-mime';
import { enhancedIn, judgeFailure, namesUnknownRecipient, replyIn } from '../../../domain/delivery/bounce-rules';
import { DELAYED, FAILED, GIVEN_UP, REASONS } from '../../../domain/delivery/bounce-words';
import { headerOf, reportText } from './mail-parts';

/** What a bounce in plain text says: its status, whether the address is bad, and whether the mail is only late. */
export interface TextReport {
  status: string;
  kind: 'hard' | 'soft';
  delayed: boolean;
}

/**
 * Reads a bounce that is plain text (qmail, Exim, carriers, Exchange, Domino …). Undefined: no program can tell what it
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
