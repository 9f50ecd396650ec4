import PostalMime, { decodeWords, type Header } from 'postal-mime';

/** A parsed mail, for people and simulated customers. */
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

/** Parses raw bytes. Never throws for malformed mails; their fields are empty. */
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

/** The unfolded header block, up to the first empty line. */
export function headerBlock(raw: Buffer): string {
  const crlf = raw.indexOf('\r\n\r\n');
  const end = crlf >= 0 ? crlf : raw.indexOf('\n\n');
  return raw.toString('utf8', 0, end >= 0 ? end : raw.length).replace(/\r?\n[ \t]+/g, ' ');
}

/**
 * The first header of that name in an unfolded block, else ''. `name` is plain text without special characters of
 * regular expressions.
 */
export function headerValue(block: string, name: string): string {
  return new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(block)?.[1]?.trim() ?? '';
}
