import { createHash, type KeyObject, sign as signWith } from 'node:crypto';
import { promisify } from 'node:util';

/** What a domain signs its mails with. */
export interface SigningKey {
  domain: string;
  selector: string;
  /** RSA. */
  key: KeyObject;
}

/**
 * Headers that a signature covers. RFC 8058 wants both of List-Unsubscribe, which the lists of most signers leave out.
 * Each is named once more than it occurs, so that none can be added to a signed mail.
 */
const SIGNED = [
  'From',
  'To',
  'Subject',
  'Date',
  'Message-ID',
  'Auto-Submitted',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'MIME-Version',
  'Content-Type',
];

const signApart = promisify<string, Buffer, KeyObject, Buffer>(signWith);

/**
 * A composed mail with its DKIM-Signature (RFC 6376, rsa-sha256, relaxed/relaxed) before it. The same mail gets the same
 * signature. The key is used outside the main thread. Throws where the mail lacks a header that must be signed: an
 * unsigned mail would be sent as if nothing were wrong.
 */
export async function signed(raw: Buffer, { domain, selector, key }: SigningKey): Promise<Buffer> {
  const end = raw.indexOf('\r\n\r\n');
  const headers = new Map(unfolded(raw.toString('latin1', 0, end)));
  const missing = SIGNED.filter((name) => !headers.has(name.toLowerCase()));
  if (missing.length > 0) throw new Error(`mail without ${missing.join(', ')}`);
  const bodyHash = createHash('sha256')
    .update(relaxedBody(raw.toString('latin1', end + 4)), 'latin1')
    .digest('base64');
  const names = SIGNED.flatMap((name) => [name, name]);
  const tags = ['v=1', 'a=rsa-sha256', 'c=relaxed/relaxed', `d=${domain}`, `s=${selector}`];
  const open = `DKIM-Signature: ${tags.join('; ')};\r\n h=${names.join(':\r\n ')};\r\n bh=${bodyHash};\r\n b=`;
  const lines = SIGNED.map((name) => `${name.toLowerCase()}:${headers.get(name.toLowerCase())!}\r\n`);
  const own = unfolded(open)[0]![1];
  const signature = await signApart('RSA-SHA256', Buffer.from(`${lines.join('')}dkim-signature:${own}`, 'latin1'), key);
  const folded = signature.toString('base64').replace(/.{72}(?=.)/g, '$&\r\n ');
  return Buffer.concat([Buffer.from(`${open}${folded}\r\n`, 'latin1'), raw]);
}

/** Header fields with their values in relaxed form (RFC 6376, 3.4.2). */
function unfolded(head: string): [name: string, value: string][] {
  return head.split(/\r\n(?![ \t])/).map((line) => {
    const colon = line.indexOf(':');
    const value = line.slice(colon + 1).replace(/\r\n/g, '').replace(/[ \t]+/g, ' ').trim(); // prettier-ignore
    return [line.slice(0, colon).trim().toLowerCase(), value];
  });
}

/** A body in relaxed form (RFC 6376, 3.4.4). */
function relaxedBody(body: string): string {
  const spaced = /[ \t]/.test(body) ? body.replace(/[ \t]+/g, ' ').replace(/ (?=\r\n|$)/g, '') : body;
  const text = spaced.replace(/(\r\n)+$/, '');
  return text === '' ? '' : `${text}\r\n`;
}
