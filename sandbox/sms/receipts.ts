import { createHmac } from 'node:crypto';
import { type Sms } from './entries';
import { type MessageBox } from './message-box';

const PARALLEL = 8;
const WAIT_MS = 20_000;
const UNKNOWN_ERROR = 30008;

/** Sends receipts to the URL given by each message, signed with the account's token. */
export class ReceiptSender {
  #sending = Promise.resolve(0);

  constructor(
    private readonly box: MessageBox,
    private readonly account: { accountSid: string; authToken: string },
  ) {}

  /**
   * Sends receipts due by `at`; returns the number still owed because the other side was unavailable. One call at a
   * time.
   */
  sendDue(at: string): Promise<number> {
    const next = this.#sending.then(() => this.#send(at));
    this.#sending = next.catch(() => 0);
    return next;
  }

  async #send(at: string): Promise<number> {
    const due = this.box.receiptsDue(at);
    const queue = due.values();
    let owed = 0;
    const work = async () => {
      for (const sms of queue) if (!(await this.#receipts(sms, at))) owed += 1;
    };
    await Promise.all(Array.from({ length: Math.min(PARALLEL, due.length) }, work));
    return owed;
  }

  /** All receipts of one message in order; false when the other side is unavailable. */
  async #receipts(sms: Sms, at: string): Promise<boolean> {
    const last = sms.lost === null ? 'delivered' : 'undelivered';
    const usual = sms.doubleReceipt ? [last, 'sent', last] : ['sent', last];
    const statuses = sms.deliversLate ? ['sent', 'undelivered', 'delivered'] : usual;
    let answer = 0;
    for (const status of statuses) {
      answer = await this.#post(sms, status);
      if (answer === 0 || answer >= 500) return false;
    }
    this.box.receiptSent(sms, at, answer);
    return true;
  }

  /** The HTTP status of the response; 0: none. */
  async #post({ sid, to, from, lost, callback }: Sms, status: string): Promise<number> {
    const url = callback.replace(/#.*$/, ''); // the fragment says how to repeat; it is neither sent nor signed
    const parameters: Record<string, string> = {
      AccountSid: this.account.accountSid,
      ApiVersion: '2010-04-01',
      From: from,
      MessageSid: sid,
      MessageStatus: status,
      SmsSid: sid,
      SmsStatus: status,
      To: to,
      ...(status === 'undelivered' && { ErrorCode: String(lost ?? UNKNOWN_ERROR) }),
    };
    const headers = { 'X-Twilio-Signature': signature(this.account.authToken, url, parameters) };
    const body = new URLSearchParams(parameters);
    try {
      const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(WAIT_MS) });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }
}

/** The protocol's signature over the URL and all parameters' names and values, sorted by name. */
function signature(token: string, url: string, parameters: Record<string, string>): string {
  const names = Object.keys(parameters).sort();
  const text = url + names.map((name) => name + parameters[name]).join('');
  return createHmac('sha1', token).update(text).digest('base64');
}
