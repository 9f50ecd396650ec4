import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { isUnknownAtRcpt } from '../../../domain/delivery/bounce-rules';
import { type Sent } from './sender';
import { type OutgoingMail } from '../../../rendering/outgoing';
import { type MailProvider } from './mail-provider';

/** Failure as reported by nodemailer. */
interface SmtpError extends Error {
  code?: string;
  command?: string;
  response?: string;
  responseCode?: number;
}

/** Sends mails by SMTP; connections stay open between mails, one per concurrent send. */
export class SmtpProvider implements MailProvider {
  private readonly idle: SMTPConnection[] = [];
  private closed = false;
  private readonly knowsDuplicates: boolean;

  /**
   * `url`: smtps://user:password@host:port for TLS from the first byte, smtp:// for STARTTLS if offered, or with
   * ?starttls=required only with it; ?ca=<file> for certificates of a private CA. ?duplicates=known: the server
   * recognises a Message-ID it already has, and refuses the second copy as a duplicate. A server that says nothing for
   * `silenceMs` is given up. `heard` follows each new connection.
   */
  constructor(
    private readonly url: string,
    private readonly silenceMs = 60_000,
    private readonly heard?: (event: SmtpEvent) => void,
  ) {
    this.knowsDuplicates = new URL(url).searchParams.get('duplicates') === 'known';
  }

  async send(mail: OutgoingMail, begin: () => Promise<boolean>): Promise<Sent> {
    let connection: SMTPConnection;
    try {
      connection = await this.connection();
    } catch (error) {
      return { kind: 'unreachable', reason: (error as SmtpError).code ?? 'ECONNECTION' };
    }
    let begun = false;
    let beginning: Promise<boolean> | undefined;
    const body = Readable.from(
      (async function* () {
        if (!(await (beginning = begin()))) throw new NotBegun();
        begun = true;
        yield mail.raw;
      })(),
    );
    const envelope = { from: mail.from, to: [quotedAddress(mail.to)], size: mail.raw.length };
    const sent = await new Promise<Sent>((resolve) => {
      connection.send(envelope, body, (error, info) =>
        resolve(
          error
            ? failureOf(error, begun, this.knowsDuplicates)
            : { kind: 'accepted', ref: referenceOf(info!.response) },
        ),
      );
    });
    // wait, so that `begin` of a connection that died cannot succeed after this returns
    await beginning?.catch(() => undefined);
    await this.giveBack(connection, sent);
    return sent;
  }

  async reachable(): Promise<boolean> {
    const connection = await this.connection().catch(() => undefined);
    if (connection) await this.giveBack(connection, { kind: 'accepted', ref: '' });
    return connection !== undefined;
  }

  close(): void {
    this.closed = true;
    for (const connection of this.idle.splice(0)) connection.quit();
  }

  private async connection(): Promise<SMTPConnection> {
    for (let known = this.idle.pop(); known; known = this.idle.pop()) {
      if (!known.destroyed) return known;
    }
    return connect(this.url, this.silenceMs, this.heard);
  }

  /** After a refusal the SMTP dialogue is reset; after anything unclear the connection is not reused. */
  private async giveBack(connection: SMTPConnection, sent: Sent): Promise<void> {
    const usable = sent.kind === 'accepted' || (sent.kind === 'refused' && (await reset(connection)));
    if (usable && !this.closed && !connection.destroyed) this.idle.push(connection);
    else connection.close();
  }
}

class NotBegun extends Error {}

/** How a connection comes about: open, encrypted or not; and signed in, where the URL names a user. */
export type SmtpEvent = { kind: 'connected'; encrypted: boolean } | { kind: 'authenticated' };

function connect(address: string, silenceMs: number, heard?: (event: SmtpEvent) => void): Promise<SMTPConnection> {
  const url = new URL(address);
  const secure = url.protocol === 'smtps:';
  const required = !secure && url.searchParams.get('starttls') === 'required';
  const ca = url.searchParams.get('ca');
  const connection = new SMTPConnection({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : undefined,
    secure,
    // a password never crosses a network unencrypted
    requireTLS: required || (!secure && url.username !== '' && !/^(localhost|127\.|\[::1\])/.test(url.hostname)),
    ...(ca !== null && { tls: { ca: readFileSync(ca) } }),
    connectionTimeout: 5_000,
    greetingTimeout: 10_000,
    socketTimeout: silenceMs,
  });
  return new Promise((resolve, reject) => {
    connection.on('error', reject); // stays: a connection that dies while idle must not end the process
    connection.once('end', () => reject(new Error('connection closed')));
    const ready = (error?: Error | null) => {
      if (!error) {
        if (url.username) heard?.({ kind: 'authenticated' });
        return resolve(connection);
      }
      connection.close();
      reject(error);
    };
    connection.connect((error) => {
      if (!error) heard?.({ kind: 'connected', encrypted: connection.secure });
      if (error || !url.username) return ready(error);
      const credentials = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
      connection.login({ credentials }, ready);
    });
  });
}

const reset = (connection: SMTPConnection): Promise<boolean> =>
  new Promise((resolve) => {
    const ended = () => resolve(false);
    connection.once('end', ended);
    connection.reset((error) => {
      connection.off('end', ended);
      resolve(!error);
    });
  });

/** What nodemailer's failure means for the message. `begun`: its first byte has been sent. */
export function failureOf(error: SmtpError, begun: boolean, knowsDuplicates = false): Sent {
  const code = error.responseCode ?? 0;
  const answered = (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') && code >= 400;
  if (!answered) {
    if (begun) return { kind: 'unknown' };
    if (error.code === 'ESTREAM') return { kind: 'not_begun' };
    // an address that no server was asked about
    if (error.code === 'EENVELOPE') return { kind: 'refused', forGood: true, badAddress: false, reason: 'envelope' };
    return { kind: 'unreachable', reason: error.code ?? 'ECONNECTION' };
  }
  const text = error.response ?? '';
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1];
  const reason = enhanced ?? `smtp_${code}`;
  if (error.command === 'MAIL FROM' && code >= 500) return { kind: 'unreachable', reason };
  if (begun && knowsDuplicates && saysDuplicate(text, enhanced)) return { kind: 'accepted', ref: 'known' };
  // 552 and 5.2.2: the mailbox is full, which is temporary
  const forGood = code >= 500 && code !== 552 && enhanced !== '5.2.2';
  const asked = error.command === 'RCPT TO' || enhanced !== undefined;
  return {
    kind: 'refused',
    forGood,
    badAddress: forGood && asked && isUnknownAtRcpt({ code, enhanced, text }),
    reason,
  };
}

/** The server has this mail already. 5.7.1 and 5.6.0 speak of duplicate header fields or of policy. */
const saysDuplicate = (text: string, enhanced: string | undefined): boolean =>
  enhanced !== '5.7.1' && enhanced !== '5.6.0' && /duplicate|already (have|known|received|accepted)/i.test(text);

/** An address for MAIL and RCPT: its local part is quoted where it is no dot-string (RFC 5321, 4.1.2), as `a..b.@…`. */
export function quotedAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  if (at < 0 || DOT_STRING.test(local) || /^".*"$/.test(local)) return address;
  return `"${local.replace(/["\\]/g, '\\$&')}"${address.slice(at)}`;
}

const DOT_STRING = /^[^\s"(),.:;<>@[\\\]]+(\.[^\s"(),.:;<>@[\\\]]+)*$/;

/** The provider's own reference of the mail, with addresses removed. */
const referenceOf = (reply: string): string =>
  reply
    .replace(/\S*@\S*/g, '')
    .slice(0, 120)
    .trim();
