import { type Email } from 'postal-mime';
import { type InquiryMail } from '../../../domain/customers/inquiries/mail';
import { type BounceKind } from '../../../domain/delivery/bounce-rules';
import { type Dsn, dsnIn, feedbackIn, gravest, returnPathOf } from '../dsn';
import { headerOf, parseMail, returnedMessageId } from './mail-parts';
import { inquiryIn, isAutomatic } from './read-inquiry';
import { readTextReport } from './text-report';

/**
 * What a mail at the bounce domain is. Surrogate data only: no addresses, no diagnostic texts; but what a person wrote to a
 * desk is there whole.
 */
export type Notification = Named &
  (
    | { is: 'bounce'; status: string; kind: BounceKind; delayed: boolean }
    | { is: 'complaint'; type: string }
    /** Something did not arrive, but no program can tell what it says. */
    | { is: 'unread' }
    /** An auto-reply or a read receipt: says nothing about the address. */
    | { is: 'reply' }
    /** A person wrote it. */
    | { is: 'inquiry'; mail: InquiryMail }
    | { is: 'other' }
  );

/** How a notification names the mail it is about, beside its own envelope. */
interface Named {
  originalMailFrom?: string | undefined;
  originalMessageId?: string | undefined;
}

export interface Envelope {
  /** Envelope sender; empty for notifications (RFC 5321, 4.5.5). */
  from: string;
  /** The mail was sent to the bounce address of one of our mails. */
  toBounceAddress: boolean;
  /** The mail was sent to the desk of a campaign. */
  toDesk?: boolean;
  /** Domain of our own Message-IDs and return paths. */
  domain: string;
}

/**
 * Reads one mail: delivery status notifications and feedback reports wherever they come from; bounces in plain text
 * only at a mail's bounce address and from a mail system. Never throws.
 */
export async function readNotification(raw: Uint8Array, envelope: Envelope): Promise<Notification> {
  const mail = await parseMail(raw);
  if (!mail) return { is: 'other' };
  const named = { originalMailFrom: returnPathOf(mail), originalMessageId: returnedMessageId(mail) };
  const dsn = dsnIn(mail);
  if (dsn) return { is: 'bounce', ...named, ...outcomeOf(dsn) };
  const feedback = feedbackIn(mail);
  if (feedback) return { is: 'complaint', ...feedback };
  if (envelope.toDesk) return asInquiry(mail, envelope) ?? { is: 'reply' };
  if (isReply(mail)) return { is: 'reply' };
  if (envelope.toBounceAddress && isFromMailSystem(envelope.from)) {
    const report = readTextReport(mail);
    return report ? { is: 'bounce', ...named, ...report } : { is: 'unread', ...named };
  }
  if (!envelope.toBounceAddress && returnsOurs(named, envelope.domain))
    return { is: 'complaint', type: 'copy', ...named };
  return (envelope.toBounceAddress && asInquiry(mail, envelope)) || { is: 'other' };
}

/** What a person wrote; undefined where a program did. */
function asInquiry(mail: Email, { from, domain }: Envelope): Notification | undefined {
  if (isFromMailSystem(from) || isAutomatic(mail, domain)) return undefined;
  return { is: 'inquiry', mail: inquiryIn(mail) };
}

function outcomeOf(dsn: Dsn) {
  const { action, status, kind } = gravest(dsn)!;
  return { status, kind, delayed: action === 'delayed' };
}

/** Read receipts (RFC 8098) and automatic replies (RFC 3834). Some mail systems mark their bounces as replies too. */
function isReply(mail: Email): boolean {
  if (mail.attachments.some((part) => /^message\/(global-)?disposition-notification$/i.test(part.mimeType)))
    return true;
  if (/report-type="?disposition-notification/i.test(headerOf(mail, 'content-type') ?? '')) return true;
  if (isDaemon(senderOf(mail)) || headerOf(mail, 'x-failed-recipients') !== undefined) return false;
  const automatic = /^auto-(replied|generated)/i.test(headerOf(mail, 'auto-submitted') ?? '');
  const marked = ['x-autoreply', 'x-autorespond', 'x-auto-reply-from'].some((key) => headerOf(mail, key) !== undefined);
  const bulk = /^(auto_reply|auto-reply)/i.test(headerOf(mail, 'precedence') ?? '');
  return automatic || marked || bulk || REPLY_SUBJECT.test(mail.subject ?? '');
}

const REPLY_SUBJECT =
  /^(re|aw|sv): |^(auto(matic)?[- ]?(reply|response)|out of (the )?office|vacation|away|absence)\b|自動(返信|応答|回答)|不在/i;

/** An empty return path, or the address of a mail system that does not use one. */
export const isFromMailSystem = (from: string): boolean => from === '' || isDaemon(from);

const senderOf = ({ from }: Email): string => from?.address || from?.name || '';

const isDaemon = (address: string): boolean =>
  /^(mailer[-_]?daemon|post[-_]?master|mail[-_. ]?(delivery|deliver)\S*|mail[-_. ]?system)(@|$)/i.test(address);

/** A mail that has one of ours attached and is not about delivery: sent on by a person who does not want it. */
const returnsOurs = ({ originalMailFrom, originalMessageId }: Named, domain: string): boolean => {
  const ending = `@${domain.toLowerCase()}>`;
  const ours = (text: string | undefined) =>
    text?.trim().toLowerCase().replace(/^<?/, '<').replace(/>?$/, '>').endsWith(ending);
  return ours(originalMessageId) === true || ours(originalMailFrom) === true;
};
