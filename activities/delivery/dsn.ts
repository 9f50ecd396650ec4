import PostalMime, { type Attachment, type Email } from 'postal-mime';

/** One recipient in a delivery status notification. `status` is the enhanced status (RFC 3463), e.g. 5.1.1. */
export interface DsnRecipient {
  action: string;
  status: string;
  /** `hard`: will never arrive. `soft`: delayed, mailbox full, or given up for now. `none`: delivered or passed on. */
  kind: 'hard' | 'soft' | 'none';
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
  const mail = await parse(raw);
  const report = mail?.attachments.find((part) => /^message\/(global-)?delivery-status$/i.test(part.mimeType));
  if (!mail || !report) return undefined;
  const recipients = fieldGroups(textOf(report))
    .filter((group) => group.has('action'))
    .map(recipientOf);
  if (recipients.length === 0) return undefined;
  return { recipients, originalMessageId: returnedMessageId(mail) };
}

/** Parses a feedback report; undefined for any other mail. Never throws. */
export async function parseFeedback(raw: Uint8Array): Promise<FeedbackReport | undefined> {
  const mail = await parse(raw);
  const report = mail?.attachments.find((part) => /^message\/feedback-report$/i.test(part.mimeType));
  const fields = report && fieldGroups(textOf(report)).find((group) => group.has('feedback-type'));
  if (!mail || !fields) return undefined;
  const type = fields.get('feedback-type')!.split(/[\s;(]/)[0]!;
  const originalMailFrom = fields.get('original-mail-from')?.match(/[^<>\s]+@[^<>\s]+/)?.[0];
  return { type: type.toLowerCase(), originalMailFrom, originalMessageId: returnedMessageId(mail) };
}

const parse = (raw: Uint8Array): Promise<Email | undefined> =>
  PostalMime.parse(raw, { forceRfc822Attachments: true, attachmentEncoding: 'utf8' }).catch(() => undefined);

/** Message-ID of the returned mail, which is whole or headers only. */
function returnedMessageId(mail: Email): string | undefined {
  const returned = mail.attachments.find((part) =>
    /^(message\/(rfc822|global)|text\/rfc822-headers|message\/global-headers)$/i.test(part.mimeType),
  );
  const id = returned && fieldGroups(textOf(returned))[0]?.get('message-id');
  return id?.match(/<[^<>\s]+>/)?.[0];
}

/** The worst result in a notification. Our mails have one recipient, who may have forwarded them. */
export function gravest(dsn: Dsn): DsnRecipient | undefined {
  const of = (kind: DsnRecipient['kind']) => dsn.recipients.find((recipient) => recipient.kind === kind);
  return of('hard') ?? of('soft') ?? of('none');
}

function recipientOf(fields: Map<string, string>): DsnRecipient {
  const action = fields
    .get('action')!
    .split(/[\s;(]/)[0]!
    .toLowerCase();
  const given = statusIn(fields.get('status')) ?? statusIn(fields.get('diagnostic-code'));
  const status = given ?? (action === 'failed' ? '5.0.0' : '4.0.0');
  return { action, status, kind: kindOf(action, status) };
}

function kindOf(action: string, status: string): DsnRecipient['kind'] {
  if (action === 'delayed') return 'soft';
  if (action !== 'failed') return 'none';
  // 5.2.2: a full mailbox may be emptied
  return status.startsWith('5.') && status !== '5.2.2' ? 'hard' : 'soft';
}

const statusIn = (text: string | undefined): string | undefined => /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(text ?? '')?.[0];

/**
 * Header-like fields, unfolded, with lower-case names, in groups separated by empty lines. The first of each name
 * counts.
 */
function fieldGroups(text: string): Map<string, string>[] {
  const unfolded = text.replace(/\r\n?/g, '\n').replace(/\n[ \t]+/g, ' ');
  return unfolded.split(/\n{2,}/).map((block) => {
    const fields = new Map<string, string>();
    for (const line of block.split('\n')) {
      const match = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line);
      if (match && !fields.has(match[1]!.toLowerCase())) fields.set(match[1]!.toLowerCase(), match[2]!);
    }
    return fields;
  });
}

const textOf = (part: Attachment): string =>
  typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content);
