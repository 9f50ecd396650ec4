import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
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

  /**
   * `url`: smtps://user:password@host:port for TLS from the first byte, smtp:// for STARTTLS if offered, or with
   * ?starttls=required only with it; ?ca=<file> for certificates of a private CA.
   */
  constructor(private readonly url: string) {}

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
    const envelope = { from: mail.from, to: [mail.to], size: mail.raw.length };
    const sent = await new Promise<Sent>((resolve) => {
      connection.send(envelope, body, (error, info) =>
        resolve(error ? failureOf(error, begun) : { kind: 'accepted', ref: referenceOf(info!.response) }),
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
    return connect(this.url);
  }

  /** After a refusal the SMTP dialogue is reset; after anything unclear the connection is not reused. */
  private async giveBack(connection: SMTPConnection, sent: Sent): Promise<void> {
    const usable = sent.kind === 'accepted' || (sent.kind === 'refused' && (await reset(connection)));
    if (usable && !this.closed && !connection.destroyed) this.idle.push(connection);
    else connection.close();
  }
}

class NotBegun extends Error {}

function connect(address: string): Promise<SMTPConnection> {
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
    socketTimeout: 60_000,
  });
  return new Promise((resolve, reject) => {
    connection.on('error', reject); // stays: a connection that dies while idle must not end the process
    connection.once('end', () => reject(new Error('connection closed')));
    const ready = (error?: Error | null) => {
      if (!error) return resolve(connection);
      connection.close();
      reject(error);
    };
    connection.connect((error) => {
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

function failureOf(error: SmtpError, begun: boolean): Sent {
  const code = error.responseCode ?? 0;
  const answered = (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') && code >= 400;
  if (!answered) {
    if (begun) return { kind: 'unknown' };
    return error.code === 'ESTREAM'
      ? { kind: 'not_begun' }
      : { kind: 'unreachable', reason: error.code ?? 'ECONNECTION' };
  }
  const reply = error.response ?? '';
  const status = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1];
  const reason = status ?? `smtp_${code}`;
  if (error.command === 'MAIL FROM' && code >= 500) return { kind: 'unreachable', reason };
  const atRecipient = error.command === 'RCPT TO';
  if (begun && /duplicate|already (have|known|received|accepted)/i.test(reply))
    return { kind: 'accepted', ref: 'known' };
  // 552 and 5.2.2: the mailbox is full, which is temporary
  const forGood = code >= 500 && code !== 552 && status !== '5.2.2';
  const addressed = status ? status.startsWith('5.1.') || (atRecipient && !status.startsWith('5.7.')) : atRecipient;
  return { kind: 'refused', forGood, badAddress: forGood && addressed, reason };
}

/** The provider's own reference of the mail, with addresses removed. */
const referenceOf = (reply: string): string =>
  reply
    .replace(/\S*@\S*/g, '')
    .slice(0, 120)
    .trim();
