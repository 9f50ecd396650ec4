import PostalMime, { type Attachment, type Email } from 'postal-mime';

/** Far more than any report's own words; what follows is a copy of the mail. */
const LONGEST_TEXT = 32 * 1024;

/**
 * A parsed mail. Bytes that are no mail give undefined. A body whose parts cannot be separated, or whose charset is
 * named wrongly, is read as plain UTF-8.
 */
export async function parseMail(raw: Uint8Array): Promise<Email | undefined> {
  const mail = await PostalMime.parse(raw, { forceRfc822Attachments: true, attachmentEncoding: 'utf8' }).catch(
    () => undefined,
  );
  if (mail && !mail.text?.trim() && !mail.html?.trim()) mail.text = bodyOf(raw);
  if (mail?.text?.includes('\uFFFD')) {
    const plain = bodyOf(raw);
    if (!plain.includes('\uFFFD')) mail.text = plain;
  }
  return mail;
}

/** The beginning of what follows the header. */
function bodyOf(raw: Uint8Array): string {
  const text = new TextDecoder().decode(raw).replace(/\r\n?/g, '\n');
  const end = text.indexOf('\n\n');
  return end < 0 ? '' : text.slice(end + 2, end + 2 + LONGEST_TEXT);
}

export const textOf = (part: Attachment): string =>
  typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content);

/** The first value of a header. */
export const headerOf = (mail: Email, name: string): string | undefined =>
  mail.headers.find(({ key }) => key === name)?.value;

/**
 * Header-like fields, unfolded, with lower-case names, in groups separated by empty lines. The first of each name
 * counts.
 */
export function fieldGroups(text: string): Map<string, string>[] {
  const unfolded = text.replace(/\r\n?/g, '\n').replace(/\n[ \t]+(?=\S)/g, ' ');
  return unfolded.split(/\n(?:[ \t]*\n)+/).map((block) => {
    const fields = new Map<string, string>();
    for (const line of block.split('\n')) {
      const match = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line);
      if (match && !fields.has(match[1]!.toLowerCase())) fields.set(match[1]!.toLowerCase(), match[2]!);
    }
    return fields;
  });
}

const RETURNED = /^(message\/(rfc822|global)|text\/rfc822-headers|message\/global-headers|message\/partial)$/i;

/** Header fields of the mail that was sent back, whole or headers only, as an attachment. */
export function returnedHeaders(mail: Email): Map<string, string> | undefined {
  const returned = mail.attachments.find((part) => RETURNED.test(part.mimeType));
  return returned && fieldGroups(textOf(returned).trimStart())[0];
}

/** Where a plain text report ends and a copy of our own mail begins. */
const COPY_BEGINS =
  /^(?:[ \t>]{0,9}-{2}[^\n]{0,200}?\b(?:cop(?:y|ies)|original|returned|unsent|message follows|headers?|below this line|undelivered)\b|(?:Received|Return-Path): |The attached message|Original message follows|Your original message)/im;

/** A mail's text; of one in HTML only, the words in it. */
export const bodyText = (mail: Email): string =>
  (mail.text?.trim() ? mail.text : plain((mail.html ?? '').slice(0, 8 * LONGEST_TEXT))).slice(0, 2 * LONGEST_TEXT);

/** The report's own words: its text parts without the copy of our mail. */
export function reportText(mail: Email): string {
  const body = mail.text ?? plain((mail.html ?? '').slice(0, 2 * LONGEST_TEXT));
  const parts = mail.attachments.filter((part) => /^text\/(?!rfc822-headers)/i.test(part.mimeType)).map(textOf);
  const text = [body, ...parts].join('\n\n').replace(/\r\n?/g, '\n').slice(0, LONGEST_TEXT);
  const copy = COPY_BEGINS.exec(text);
  // a copy that leaves nothing before it is no copy
  return copy && text.slice(0, copy.index).trim() !== '' ? text.slice(0, copy.index) : text;
}

const plain = (html: string): string =>
  html
    .replace(/<(style|script)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/<br\b[^>]*>|<\/(p|div|tr|li|h\d)>/gi, '\n')
    .replace(/<[a-z/!][^>]*>/gi, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&');

/** The Message-ID of ours that a mail returns, with angle brackets: in its copy, or in the text after the report. */
export function returnedMessageId(mail: Email): string | undefined {
  const id = returnedHeaders(mail)?.get('message-id') ?? idInText(mail.text ?? '');
  return id?.match(/<[^<>\s]+>/)?.[0];
}

const idInText = (text: string): string | undefined => /^[ \t>]*message-id:\s*(<[^<>\s]+>)/im.exec(text)?.[1];
