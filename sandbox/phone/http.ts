import { randomUUID } from 'node:crypto';
import express, { type Express, type Request } from 'express';
import { z } from 'zod';
import { type Language } from '../../domain/campaigns/campaign';
import { pageHeaders } from '../support/page-headers';
import { PAGE_STYLE } from '../support/page-style';
import { phonePage } from './page';
import { type Exchange, type Heard, type Ring } from './exchange';
import { type IntervalFiles } from './intervals';

const clockBody = z.object({ at: z.iso.datetime({ offset: true }) });
const callBody = z.object({
  number: z.string().min(1).max(40),
  name: z.string().max(200).default(''),
  key: z.string().min(1).max(200),
});
const RING_MS = 15_000;
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const dialled = callBody.omit({ key: true });

/**
 * HTTP of the telephone exchange: POST /calls {number, name, key}, GET /api/record, POST /clock {at}; a phone at /; the days
 * counted at GET /api/intervals, each as /api/intervals/<day>.csv.
 */
export function createHttpApp(exchange: Exchange, intervals?: IntervalFiles): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(pageHeaders(PAGE_POLICY));
  addPhone(app, exchange);
  app.get('/healthz', (_request, response) => void response.json({ ok: true }));
  app.get('/api/record', (_request, response) => void response.json(exchange.account()));
  app.get('/api/intervals', (_request, response) => void response.json({ days: intervals?.days() ?? [] }));
  app.get('/api/intervals/:day.csv', (request, response) => {
    const file = intervals?.read(request.params.day);
    if (file) response.type('csv').send(file);
    else response.status(404).json({ error: 'no such day' });
  });
  app.post('/calls', express.json(), async (request, response) => {
    const body = callBody.safeParse(request.body);
    if (!body.success) return void response.status(400).json({ error: z.prettifyError(body.error) });
    try {
      response.json(await exchange.call(body.data));
    } catch {
      response.status(503).json({ error: 'the line is down' });
    }
  });
  app.post('/clock', express.json(), async (request, response) => {
    const body = clockBody.safeParse(request.body);
    if (!body.success) return void response.status(400).json({ error: z.prettifyError(body.error) });
    const at = new Date(body.data.at);
    await exchange.setClock(at.toISOString());
    intervals?.passTo(at.getTime());
    response.json({ owed: 0 });
  });
  return app;
}

/** The phone of a person: a form with a number, and what is heard. Each press of the button is a call of its own. */
function addPhone(app: Express, exchange: Exchange): void {
  app.get('/style.css', (_request, response) => void response.type('css').send(PAGE_STYLE));
  app.get('/', (request, response) => void response.send(phonePage(languageOf(request))));
  app.post('/', express.urlencoded({ extended: false }), async (request, response) => {
    const call = dialled.safeParse(request.body);
    if (!call.success) return void response.redirect(303, '/');
    const heard = await exchange.call({ ...call.data, key: `dialled/${randomUUID()}` }).catch(() => 'down' as const);
    response.send(phonePage(languageOf(request), { ...call.data, heard }));
  });
}

const languageOf = (request: Request): Language => (request.query.lang === 'en' ? 'en' : 'ja');

/** Calls the simulated customers. */
export function ringAt(customersUrl: string): Ring {
  return async (call) => {
    const response = await fetch(new URL('/ring', customersUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(call),
      signal: AbortSignal.timeout(RING_MS),
    });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`the phone network answered ${response.status}`);
    return (await response.json()) as Heard;
  };
}
