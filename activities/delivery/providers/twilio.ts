import { type Agent as HttpAgent, type ClientRequest, type IncomingMessage } from 'node:http';
import { type Sent } from './sender';
import { OutgoingGate } from './outgoing';
import { type OutgoingSms } from '../../../rendering/outgoing';
import { type SmsProvider, type SmsStatus } from './sms-provider';

export interface TwilioOptions {
  /** Base URL of the provider; its path is kept. */
  url: string;
  accountSid: string;
  authToken: string;
  /** Sender: a number, a name, or the SID of a messaging service (MG…). */
  from: string;
  honoursKeys: boolean;
  /** Addresses and networks that may be private and without https, comma-separated. */
  private?: string | undefined;
  /** Timeout for connecting and then for the response, ms each; default 30 s. */
  timeoutMs?: number;
}

export interface Answer {
  status: number;
  retryAfter: string | undefined;
  body: Record<string, unknown>;
}

/** Error codes for numbers that can never be reached: invalid, a landline, unknown, not reachable from here. */
const BAD_NUMBER = new Set([21211, 21214, 21217, 21612, 21614, 30005, 30006]);
/** The recipient has asked the provider to stop. */
const OPTED_OUT = 21610;
/** Error codes for our own faults: authentication, account, sender. */
const OUR_FAULT = new Set([20003, 20005, 20404, 21212, 21603, 21606, 21611, 21659, 21660]);
/** Asks the provider to send a receipt again, up to five times, after a failure of any kind (connection overrides). */
export const REPEAT_RECEIPTS = '#rc=5&rp=all';
const MAX_ANSWER = 512 * 1024;
/** The provider's id of a message: SM or, with a picture, MM. */
const MESSAGE_SID = /^(SM|MM)[0-9a-f]{32}$/i;
/** States of a message that the provider has given up. */
const NOT_SENT = new Set(['failed', 'undelivered', 'canceled']);

/**
 * Sends SMS by Twilio's protocol, with the contact's key as Idempotency-Key. Connections are kept open only if the
 * provider honours keys, because one that dies unnoticed leaves a message doubtful.
 */
export class TwilioSms implements SmsProvider {
  private readonly gate: OutgoingGate;
  private readonly agent: HttpAgent;
  private readonly account: URL;
  private readonly timeoutMs: number;

  constructor(private readonly options: TwilioOptions) {
    const base = options.url.replace(/\/$/, '');
    this.account = new URL(`${base}/2010-04-01/Accounts/${encodeURIComponent(options.accountSid)}`);
    // a token never crosses a network unencrypted, nor goes to a private address unless the operator allows it
    this.gate = new OutgoingGate(options.private);
    this.gate.check(this.account);
    this.agent = this.gate.agent(this.account, { keepAlive: options.honoursKeys });
    this.timeoutMs = options.timeoutMs ?? 30_000;
  }

  get honoursKeys(): boolean {
    return this.options.honoursKeys;
  }

  async send(sms: OutgoingSms, begin: () => Promise<boolean>): Promise<Sent> {
    const body = this.form(sms);
    const request = this.open('POST', '/Messages.json', {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': String(Buffer.byteLength(body)),
      'Idempotency-Key': sms.key,
    });
    const answered = answerOf(request);
    answered.catch(() => undefined);
    try {
      await this.connected(request);
    } catch (error) {
      request.destroy();
      return { kind: 'unreachable', reason: (error as NodeJS.ErrnoException).code ?? 'ECONNECTION' };
    }
    const begun = await begin().catch((error: unknown) => {
      request.destroy();
      throw error;
    });
    if (!begun) {
      request.destroy();
      return { kind: 'not_begun' };
    }
    const timer = setTimeout(() => request.destroy(new Error('no answer')), this.timeoutMs);
    request.end(body);
    return answered
      .then<Sent, Sent>(
        (answer) => sentOf(answer, this.honoursKeys),
        () => ({ kind: 'unknown' }),
      )
      .finally(() => clearTimeout(timer));
  }

  async statusOf(ref: string): Promise<SmsStatus | undefined> {
    const answer = await this.ask(`/Messages/${encodeURIComponent(ref)}.json`);
    const said = answer?.status === 200 ? statusIn(answer.body) : undefined;
    return said?.ref === ref ? said : undefined;
  }

  async sentTo(to: string, from: number, until: number): Promise<SmsStatus[] | undefined> {
    // the protocol knows days only
    const query = new URLSearchParams({ To: to, 'DateSent>': isoDay(from), PageSize: '100' });
    const answer = await this.ask(`/Messages.json?${query.toString()}`);
    const { messages } = (answer?.status === 200 ? answer.body : {}) as { messages?: unknown };
    if (!Array.isArray(messages)) return undefined;
    const known = messages.flatMap((one) => statusIn(one as Answer['body']) ?? []);
    return known.filter(({ at }) => at >= from && at <= until);
  }

  async reachable(): Promise<boolean> {
    const answer = await this.ask('.json');
    if (answer === undefined || answer.status >= 500 || [401, 403].includes(answer.status)) return false;
    return answer.status >= 400 || answer.body.sid === this.options.accountSid; // else a page of something between
  }

  /** A query without effect; undefined when there is no answer. */
  private ask(below: string): Promise<Answer | undefined> {
    const request = this.open('GET', below, {});
    request.setTimeout(this.timeoutMs, () => request.destroy(new Error('no answer')));
    request.end();
    return answerOf(request).catch(() => undefined);
  }

  close(): void {
    this.agent.destroy();
  }

  private form({ to, body, statusCallback, validForS }: OutgoingSms): string {
    const { from } = this.options;
    const sender = /^MG[0-9a-f]{32}$/.test(from) ? 'MessagingServiceSid' : 'From';
    const fields = { To: to, [sender]: from, Body: body, StatusCallback: statusCallback + REPEAT_RECEIPTS };
    return new URLSearchParams({
      ...fields,
      ...(validForS !== undefined && { ValidityPeriod: String(validForS) }),
    }).toString();
  }

  /** A request that has not sent anything yet. */
  private open(method: string, below: string, headers: Record<string, string>): ClientRequest {
    const { accountSid, authToken } = this.options;
    return this.gate.open(new URL(this.account.href + below), {
      method,
      agent: this.agent,
      auth: `${accountSid}:${authToken}`,
      headers: { Accept: 'application/json', ...headers },
    });
  }

  /** Resolves once connected; nothing is sent before the request is ended. */
  private connected(request: ClientRequest): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(coded('ETIMEDOUT')), this.timeoutMs);
      const ready = () => (clearTimeout(timer), resolve());
      request.once('error', (error) => (clearTimeout(timer), reject(error)));
      request.once('socket', (socket) => {
        if (!socket.connecting) return ready();
        socket.once(this.account.protocol === 'https:' ? 'secureConnect' : 'connect', ready);
      });
    });
  }
}

const coded = (code: string) => Object.assign(new Error(code), { code });

function answerOf(request: ClientRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    let begun = false; // once a response has begun, its body reports an early end
    request.once('close', () => begun || reject(new Error('connection closed')));
    request.once('response', (response) => {
      begun = true;
      readBody(response).then(
        (text) =>
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: response.headers['retry-after'],
            body: parsed(text),
          }),
        reject,
      );
    });
  });
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_ANSWER) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): Answer['body'] {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? (value as Answer['body']) : {};
  } catch {
    return {};
  }
}

/**
 * What a response means for the message. Only an id of the provider says that it has the message: a sign-in page, an empty
 * body or anything else that comes with 200 is no answer. Without keys, a failure of the provider's side says nothing
 * of whether it has the message: only a receipt or a query will.
 */
export function sentOf({ status, retryAfter, body }: Answer, honoursKeys: boolean): Sent {
  const code = typeof body.code === 'number' ? body.code : undefined;
  const reason = code === undefined ? `http_${status}` : `sms_${code}`;
  const ref = typeof body.sid === 'string' && MESSAGE_SID.test(body.sid) ? body.sid : undefined;
  if (status >= 200 && status < 300) return ref === undefined ? { kind: 'unknown', unclear: true } : taken(ref, body);
  // the key is known, so the provider has the message already
  if (status === 409 && honoursKeys && (ref !== undefined || code !== undefined))
    return { kind: 'accepted', ref: ref ?? 'known' };
  const asksToWait = status === 429 || (status === 503 && retryAfter !== undefined);
  if (asksToWait || (status >= 500 && honoursKeys)) {
    return { kind: 'refused', forGood: false, badAddress: false, reason, retryAfterMs: waitOf(retryAfter) };
  }
  if (status >= 500) return { kind: 'unknown' };
  const notAboutTheMessage = status < 400 || [401, 403, 404, 408, 409, 425].includes(status) || code === undefined;
  if (notAboutTheMessage || OUR_FAULT.has(code)) return { kind: 'unreachable', reason };
  const optedOut = code === OPTED_OUT;
  return { kind: 'refused', forGood: true, badAddress: BAD_NUMBER.has(code), reason, ...(optedOut && { optedOut }) };
}

/** A message with an id, which the provider has, or says in the same answer that it will not send. */
function taken(ref: string, { status, error_code: error }: Answer['body']): Sent {
  if (typeof status !== 'string' || !NOT_SENT.has(status.toLowerCase())) return { kind: 'accepted', ref };
  const code = Number(error);
  const reason = code > 0 ? `sms_${code}` : 'sms_failed';
  const optedOut = code === OPTED_OUT;
  return { kind: 'refused', forGood: true, badAddress: BAD_NUMBER.has(code), reason, ...(optedOut && { optedOut }) };
}

/** A message resource of the protocol. */
function statusIn(message: Record<string, unknown>): SmsStatus | undefined {
  const { sid, status, error_code: code, body, date_created: created } = message;
  if (typeof sid !== 'string' || typeof status !== 'string') return undefined;
  const said = typeof code === 'number' || typeof code === 'string' ? String(code) : null;
  const at = typeof created === 'string' ? Date.parse(created) : Number.NaN;
  return { ref: sid, status: status.toLowerCase(), code: said, body: typeof body === 'string' ? body : '', at };
}

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Retry-After in ms, given as seconds or as a date; 0 if invalid, at most a day. */
function waitOf(header: string | undefined): number {
  if (header === undefined) return 0;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.min(86_400_000, Math.max(0, ms)) : 0;
}
