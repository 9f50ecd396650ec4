import { randomUUID } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { type Mail } from './entries';
import { type Mailbox } from './mailbox';
import { headerBlock } from './message';

/** A delivery status notification (RFC 3464, multipart/report of RFC 6522) for an unknown recipient. */
export function deliveryStatus(mail: Mail, original: Buffer, at: string): string {
  const boundary = `dsn-${randomUUID()}`;
  const date = new Date(at).toUTCString().replace('GMT', '+0000');
  const arrival = new Date(mail.at).toUTCString().replace('GMT', '+0000');
  return [
    'From: Mail Delivery System <MAILER-DAEMON@inbox.example>',
    `To: ${mail.from}`,
    `Date: ${date}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Message-ID: <${randomUUID()}@inbox.example>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'Your message could not be delivered to one recipient: the address does not exist.',
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; inbox.example',
    `Arrival-Date: ${arrival}`,
    '',
    `Original-Recipient: rfc822;${mail.to}`,
    `Final-Recipient: rfc822;${mail.to}`,
    'Action: failed',
    'Status: 5.1.1',
    'Remote-MTA: dns; inbox.example',
    'Diagnostic-Code: smtp; 550 5.1.1 No such user here',
    `Last-Attempt-Date: ${date}`,
    '',
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    headerBlock(original).replace(/\r?\n/g, '\r\n'),
    '',
    `--${boundary}--`,
    '',
  ].join('\r\n');
}

/** Sends the late bounces that are due to `dsnTo` (host:port), one after the other. Failed ones stay owed. */
export class BounceSender {
  readonly #mailbox: Mailbox;
  readonly #dsnTo: string | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(mailbox: Mailbox, dsnTo: string | undefined) {
    this.#mailbox = mailbox;
    this.#dsnTo = dsnTo;
  }

  /** Resolves to the number still owed at the instant `at`. Calls are queued, so none is sent twice. */
  sendDue(at: string): Promise<number> {
    const turn = this.#last.then(() => this.#send(at));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #send(at: string): Promise<number> {
    const due = this.#mailbox.bouncesDue(at);
    if (due.length === 0 || !this.#dsnTo) return due.length;
    const { hostname: host, port } = new URL(`smtp://${this.#dsnTo}`);
    const transport = createTransport({
      host,
      port: Number(port),
      secure: false,
      ignoreTLS: true,
      pool: true,
      maxConnections: 1,
      connectionTimeout: 2_000,
      socketTimeout: 10_000,
    });
    try {
      for (const mail of due) {
        const raw = deliveryStatus(mail, await this.#mailbox.raw(mail), at);
        // the null sender of RFC 5321, 4.5.5: bounces are never bounced
        await transport.sendMail({ raw, envelope: { from: '', to: [mail.from] } }).catch(unlessRefusedForGood);
        await this.#mailbox.bounceSent(mail, at);
      }
    } catch {
      // temporarily refused: owed until the next call
    } finally {
      transport.close();
    }
    return this.#mailbox.bouncesDue(at).length;
  }
}

/** A refused bounce is dropped, as by real mail systems; all other errors are thrown. */
function unlessRefusedForGood(error: unknown): void {
  if (((error as { responseCode?: number }).responseCode ?? 0) < 500) throw error;
}
