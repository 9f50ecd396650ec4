import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import {
  cutsAnswer,
  delaysReceipt,
  deliversLate,
  doublesReceipt,
  failsAfterwards,
  losesReceipt,
  lossOf,
  type Refusal,
  refusalForNow,
  refusalOf,
} from './behaviour';
import { type Sms } from './entries';
import { type MessageBox } from './message-box';
import { addPages } from './page';
import { type ReceiptSender } from './receipts';
import { type SmsSettings } from './settings';

const LATE_MS = 2 * 86_400_000;

const listQuery = z.object({
  to: z.string().optional(),
  since: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(1_000),
});
const clockBody = z.object({ at: z.iso.datetime({ offset: true }) });

const listed = ({ seq, at, to, from, body, key, validity = '' }: Sms) => ({
  ...{ seq, id: String(seq), at, to, from, body, key },
  ...(validity !== '' && { validity }),
});

/** The provider's protocol, a page for people, and JSON for programs. */
export function createHttpApp(box: MessageBox, receipts: ReceiptSender, settings: SmsSettings): Express {
  const app = express();
  app.disable('x-powered-by');
  addProtocol(app, box, settings);
  addPages(app, box);
  addApi(app, box, receipts);
  return app;
}

function addProtocol(app: Express, box: MessageBox, settings: SmsSettings): void {
  const { accountSid } = settings;
  const account = `/2010-04-01/Accounts/${accountSid}`;
  const known = authenticated(settings);
  app.get(`${account}.json`, known, (_request, response) => void response.json({ sid: accountSid, status: 'active' }));
  app.get(`${account}/Messages/:sid.json`, known, (request, response) => {
    const sms = box.find(String(request.params.sid));
    if (!sms) return refuse(response, { status: 404, code: 20404, message: 'Not found.' });
    response.json(resourceOf(box, sms));
  });
  app.get(`${account}/Messages.json`, known, (request, response) => {
    const to = String(request.query.To ?? '');
    const from = Date.parse(String(request.query['DateSent>'] ?? '1970-01-01'));
    const sent = box.sentTo(to).filter(({ at }) => Date.parse(at) >= from);
    response.json({ messages: sent.map((sms) => resourceOf(box, sms)) });
  });
  const form = express.urlencoded({ extended: false, limit: '64kb' });
  app.post(`${account}/Messages.json`, known, form, (request, response) =>
    takeMessage(box, settings, request, response),
  );
}

function authenticated({ accountSid, authToken }: SmsSettings): RequestHandler {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const wanted = digest(`Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`);
  return (request, response, next) => {
    if (timingSafeEqual(digest(request.get('authorization') ?? ''), wanted)) return next();
    refuse(response, { status: 401, code: 20003, message: 'Authenticate' });
  };
}

/** A message as the protocol shows it; its final status is known once its receipts are due. */
function resourceOf(box: MessageBox, sms: Sms) {
  const final = Date.parse(sms.receiptAfter) < Date.parse(box.clock ?? new Date().toISOString());
  const status = final ? (sms.lost === null ? 'delivered' : 'undelivered') : 'sent';
  const { sid, to, from, body, at, lost } = sms;
  return { sid, to, from, body, status, error_code: final ? lost : null, date_created: new Date(at).toUTCString() };
}

function takeMessage(box: MessageBox, settings: SmsSettings, request: Request, response: Response): void {
  const fields = (request.body ?? {}) as Record<string, unknown>;
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  const [to, body] = [text('To'), text('Body')];
  const from = text('From') || text('MessagingServiceSid');
  const key = request.get('idempotency-key') ?? '';
  const { faults } = settings;
  const copies = box.under(key);
  if (settings.honoursKeys && copies[0]) {
    box.refuse({ to, key, status: 409 });
    const message = 'A message with this Idempotency-Key is already there.';
    return refuse(response, { status: 409, code: 20409, message }, { sid: copies[0].sid });
  }
  const refusal = refusalOf({ to, from, body }) ?? refusalForNow(to, key, box.tries(to, key), faults);
  if (refusal) {
    box.refuse({ to, key, status: refusal.status });
    return refuse(response, refusal);
  }
  const fails = failsAfterwards(to, key, copies.length, faults);
  const cut = fails || cutsAnswer(to, key, copies.length, faults);
  const sms = box.accept({
    to,
    from,
    body,
    key,
    callback: losesReceipt(to, key, faults) ? '' : text('StatusCallback'),
    verdict: cut ? 'cut' : 'accepted',
    lost: lossOf(to),
    doubleReceipt: doublesReceipt(to, key, faults),
    deliversLate: deliversLate(to, key, faults),
    validity: text('ValidityPeriod'),
    receiptDelayMs: delaysReceipt(to, key, faults) ? LATE_MS : 0,
  });
  if (fails) return void response.status(500).end();
  if (cut) return void setTimeout(() => response.socket?.destroy(), faults.hangMs);
  const { sid } = sms;
  response.status(201).json({ sid, status: 'queued', to, from, body, account_sid: settings.accountSid });
}

function refuse(response: Response, { status, code, message, retryAfter }: Refusal, more: object = {}): void {
  if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
  response.status(status).json({ code, message, status, ...more });
}

function addApi(app: Express, box: MessageBox, receipts: ReceiptSender): void {
  app.get('/healthz', (_request, response) => void response.json({ ok: true }));
  app.get('/api/total', (_request, response) => void response.json({ total: box.size }));
  app.get('/api/record', (_request, response) => void response.json(box.summary()));
  app.get('/api/messages', (request, response) => {
    const query = listQuery.safeParse(request.query);
    if (!query.success) return void response.status(400).json({ error: z.prettifyError(query.error) });
    const { since, limit, to } = query.data;
    response.json({ messages: box.delivered(since, limit, to).map(listed) });
  });
  app.post('/clock', express.json(), async (request, response) => {
    const body = clockBody.safeParse(request.body);
    if (!body.success) return void response.status(400).json({ error: z.prettifyError(body.error) });
    const at = new Date(body.data.at).toISOString();
    box.setClock(at);
    response.json({ owed: await receipts.sendDue(at) });
  });
}
