import PostalMime, { decodeWords, type Header } from 'postal-mime';

/** A mail as people and simulated customers read it. */
export interface ReadMessage {
  subject: string;
  /** Shown sender. */
  from: string;
  text: string;
  html: string;
  headers: { name: string; value: string }[];
  /** Distinct http(s) addresses in text and HTML, in order. */
  links: string[];
}

const URL_PATTERN = /https?:\/\/[^\s<>"'「」（）、。]+[^\s<>"'「」（）、。.,;:!?)\]}]/g;

/** Parses raw bytes; never throws for odd mails, fields are then empty. */
export async function readMessage(raw: Buffer): Promise<ReadMessage> {
  const mail = await PostalMime.parse(raw);
  const text = mail.text ?? '';
  const html = mail.html ?? '';
  const sender = mail.from && 'address' in mail.from ? mail.from : undefined;
  return {
    subject: mail.subject ?? '',
    from: sender ? [sender.name, sender.address && `<${sender.address}>`].filter(Boolean).join(' ') : '',
    text,
    html,
    headers: mail.headers.map(({ originalKey, value }: Header) => ({ name: originalKey, value: decodeWords(value) })),
    links: [...new Set([...(text.match(URL_PATTERN) ?? []), ...hrefs(html)])],
  };
}

function hrefs(html: string): string[] {
  return [...html.matchAll(/href\s*=\s*(?:"(https?:[^"]*)"|'(https?:[^']*)')/gi)].map((match) =>
    (match[1] ?? match[2] ?? '').replaceAll('&amp;', '&'),
  );
}

/** The unfolded header block, the part before the first empty line. */
export function headerBlock(raw: Buffer): string {
  const crlf = raw.indexOf('\r\n\r\n');
  const end = crlf >= 0 ? crlf : raw.indexOf('\n\n');
  return raw.toString('utf8', 0, end >= 0 ? end : raw.length).replace(/\r?\n[ \t]+/g, ' ');
}

/** The first header of that name in an unfolded block, else ''. Names are plain, without regular expression signs. */
export function headerValue(block: string, name: string): string {
  return new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(block)?.[1]?.trim() ?? '';
}
