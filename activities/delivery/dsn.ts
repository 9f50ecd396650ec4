import { type Email } from 'postal-mime';
import { type BounceKind, judgeFailure } from '../../domain/delivery/bounce-rules';
import { END_OF_DATA, PASSED_ON } from '../../domain/delivery/bounce-words';
import { fieldGroups, parseMail, returnedHeaders, returnedMessageId, textOf } from './bounces/mail-parts';

/** One recipient in a delivery status notification. `status` is the enhanced status (RFC 3463), e.g. 5.1.1. */
export interface DsnRecipient {
  action: string;
  status: string;
  kind: BounceKind;
}

/**
 * Contents of a notification (RFC 3464), without recipients' addresses and diagnostic texts, which are personal data.
 */
export interface Dsn {
  recipients: DsnRecipient[];
  /** Message-ID of the mail it is about, with angle brackets, from the returned mail or its headers. */
  originalMessageId: string | undefined;
}

/**
 * A complaint reported by a recipient's provider (RFC 5965), without the recipient's address, which is personal data.
 */
export interface FeedbackReport {
  /** `abuse`, `fraud`, `opt-out` … are complaints; `not-spam` is not. */
  type: string;
  /** Envelope sender of the mail it is about, if the report names it. */
  originalMailFrom: string | undefined;
  originalMessageId: string | undefined;
}

/** Parses a notification; undefined for any other mail. Never throws. */
export async function parseDsn(raw: Uint8Array): Promise<Dsn | undefined> {
  const mail = await parseMail(raw);
  return mail && dsnIn(mail);
}

/** Parses a feedback report; undefined for any other mail. Never throws. */
export async function parseFeedback(raw: Uint8Array): Promise<FeedbackReport | undefined> {
  const mail = await parseMail(raw);
  return mail && feedbackIn(mail);
}

/** The notification in a parsed mail: in its status part, or in any text part where that part is damaged. */
export function dsnIn(mail: Email): Dsn | undefined {
  const report = mail.attachments.filter((part) => /^message\/(global-)?delivery-status$/i.test(part.mimeType));
  const damaged = mail.attachments.filter((part) => /^(text\/plain|application\/octet-stream)$/i.test(part.mimeType));
  // only the text for people says which command was refused
  const stage = END_OF_DATA.exec(mail.text ?? '')?.[0] ?? '';
  const texts = [...report.map(textOf), ...damaged.map(textOf), mail.text ?? ''];
  for (const text of texts) {
    const recipients = fieldGroups(text)
      .filter(isRecipient)
      .map((fields) => recipientOf(fields, stage));
    if (recipients.length > 0) return { recipients, originalMessageId: returnedMessageId(mail) };
  }
  return undefined;
}

/** The feedback report in a parsed mail. */
export function feedbackIn(mail: Email): FeedbackReport | undefined {
  const report = mail.attachments.find((part) => /^message\/feedback-report$/i.test(part.mimeType));
  const fields = report && fieldGroups(textOf(report)).find((group) => group.has('feedback-type'));
  if (!fields) return undefined;
  const type = fields.get('feedback-type')!.split(/[\s;(]/)[0]!;
  const originalMailFrom = addressIn(fields.get('original-mail-from')) ?? addressIn(returnPathOf(mail));
  return { type: type.toLowerCase(), originalMailFrom, originalMessageId: returnedMessageId(mail) };
}

/** Envelope sender of the mail that was sent back. */
export const returnPathOf = (mail: Email): string | undefined => returnedHeaders(mail)?.get('return-path');

const addressIn = (text: string | undefined): string | undefined => text?.match(/[^<>\s]+@[^<>\s]+/)?.[0];

/** The worst result in a notification. Our mails have one recipient, who may have forwarded them. */
export function gravest(dsn: Dsn): DsnRecipient | undefined {
  const of = (kind: BounceKind) => dsn.recipients.find((recipient) => recipient.kind === kind);
  return of('hard') ?? of('soft') ?? of('none');
}

const isRecipient = (group: Map<string, string>): boolean =>
  group.has('action') || (group.has('final-recipient') && (group.has('status') || group.has('diagnostic-code')));

function recipientOf(fields: Map<string, string>, stage: string): DsnRecipient {
  const given = statusIn(fields.get('status'));
  const action = firstWord(fields.get('action')) || actionOf(given);
  const failure = judgeFailure({ status: given, diagnostic: `${fields.get('diagnostic-code') ?? ''} ${stage}` });
  if (action === 'delayed') return { action, status: given ?? '4.0.0', kind: 'soft' };
  if (PASSED_ON.has(action)) return { action, status: given ?? '2.0.0', kind: 'none' };
  return { action, ...failure };
}

const firstWord = (text: string | undefined): string => (text ?? '').split(/[\s;(]/)[0]!.toLowerCase();

/** Without an action the status says whether the mail arrived. */
const actionOf = (status: string | undefined): string => (status?.startsWith('2.') ? 'delivered' : 'failed');

const statusIn = (text: string | undefined): string | undefined => /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(text ?? '')?.[0];
