import MailComposer from 'nodemailer/lib/mail-composer';

type MailOptions = ConstructorParameters<typeof MailComposer>[0];
type Part = ReturnType<MailComposer['compile']>;

/**
 * A mail's bytes, the same that nodemailer's streams would give, every part in base64: half as long as quoted-printable
 * for Japanese text. Headers and parts are nodemailer's.
 */
export function mailBytes(options: MailOptions): Buffer {
  const root = new MailComposer({ ...options, encoding: 'base64', textEncoding: 'base64' }).compile();
  const text = serialized(root);
  return Buffer.from(text.endsWith('\n') ? text : `${text}\r\n`);
}

function serialized(part: Part): string {
  const head = `${part.buildHeaders()}\r\n\r\n`;
  if (!part.multipart) return head + inLines(part.content);
  const children = part.childNodes.map((child) => `--${part.boundary}\r\n${serialized(child)}\r\n`);
  return `${head}${children.join('')}--${part.boundary}--\r\n`;
}

function inLines(content: Part['content']): string {
  if (typeof content !== 'string' && !Buffer.isBuffer(content)) throw new TypeError('a part of a mail has no bytes');
  return Buffer.from(content as Buffer).toString('base64').replace(/.{76}(?=.)/g, '$&\r\n'); // prettier-ignore
}
