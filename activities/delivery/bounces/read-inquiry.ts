import { type Email } from 'postal-mime';
import {
  type InquiryMail,
  LARGEST_ATTACHMENT,
  MOST_ATTACHMENTS,
  ownWords,
} from '../../../domain/customers/inquiries/mail';
import { bodyText, headerOf } from './mail-parts';

/**
 * Whether a program wrote a mail: an automatic reply (RFC 3834), a report, or a copy of our own. Such a mail is never an
 * inquiry, and never answered. Lists say nothing of it: a shared mailbox that passes mail on may be one.
 */
export function isAutomatic(mail: Email, domain: string): boolean {
  const submitted = headerOf(mail, 'auto-submitted')?.trim().toLowerCase() ?? 'no';
  const marked = MARKS.some((key) => headerOf(mail, key) !== undefined);
  const bulk = /^(auto[_-]reply|bulk|junk)/i.test(headerOf(mail, 'precedence') ?? '');
  const report = /^multipart\/report/i.test(headerOf(mail, 'content-type') ?? '');
  const ours = (mail.messageId ?? '').toLowerCase().endsWith(`@${domain.toLowerCase()}>`);
  return submitted !== 'no' || marked || bulk || report || ours || AUTOMATIC_SUBJECT.test(mail.subject ?? '');
}

const MARKS = ['x-autoreply', 'x-autorespond', 'x-auto-reply-from', 'x-failed-recipients'];
const AUTOMATIC_SUBJECT =
  /^(re: ?)?(auto(matic)?[- ]?(reply|response)|out of (the )?office|vacation|away from)\b|自動(返信|応答|回答|配信)|不在(通知|応答|のお知らせ|のご連絡)/i;

/** What a person wrote, with the attachments that are kept. */
export function inquiryIn(mail: Email): InquiryMail {
  const whole = bodyText(mail);
  const files = mail.attachments.filter(({ disposition, filename }) => disposition !== 'inline' || filename);
  const fitting = files.flatMap((part) => {
    const bytes =
      typeof part.content === 'string' ? new TextEncoder().encode(part.content) : new Uint8Array(part.content);
    return bytes.length > LARGEST_ATTACHMENT ? [] : [{ name: nameOf(part.filename), type: part.mimeType, bytes }];
  });
  const attachments = fitting.slice(0, MOST_ATTACHMENTS);
  return {
    from: mail.from?.address ?? '',
    subject: (mail.subject ?? '').slice(0, 200),
    text: ownWords(whole),
    whole: `${mail.subject ?? ''}\n${whole}`,
    messageId: mail.messageId,
    references: [mail.inReplyTo ?? '', mail.references ?? ''].flatMap((ids) =>
      (ids.match(/<[^<>\s]+>/g) ?? []).toReversed(),
    ),
    attachments,
    dropped: files.length - attachments.length,
    read: true,
  };
}

/** A file's name without a path or control characters. */
const nameOf = (name: string | null): string =>
  (name ?? '')
    .replace(/^.*[/\\]/, '')
    .replace(/[\u0000-\u001f\u007f]/g, '')
    .slice(0, 120) || 'file';

/** A mail that no program could read in time, kept whole for a person. */
export const unreadInquiry = (raw: Uint8Array, from: string): InquiryMail => ({
  from,
  subject: '',
  text: 'このメールは自動で読み取れませんでした。添付の元データを確認してください。',
  whole: '',
  messageId: undefined,
  references: [],
  attachments: [{ name: 'mail.eml', type: 'message/rfc822', bytes: raw.subarray(0, LARGEST_ATTACHMENT) }],
  dropped: raw.length > LARGEST_ATTACHMENT ? 1 : 0,
  read: false,
});
