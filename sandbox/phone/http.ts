import express, { type Express } from 'express';
import { z } from 'zod';
import { type Exchange, type Heard, type Ring } from './exchange';

const clockBody = z.object({ at: z.iso.datetime({ offset: true }) });
const callBody = z.object({
  number: z.string().min(1).max(40),
  name: z.string().max(200).default(''),
  key: z.string().min(1).max(200),
});
const RING_MS = 15_000;

/** HTTP of the telephone exchange: POST /calls {number, name, key}, GET /api/record, POST /clock {at}. */
export function createHttpApp(exchange: Exchange): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_request, response) => void response.json({ ok: true }));
  app.get('/api/record', (_request, response) => void response.json(exchange.account()));
  app.post('/calls', express.json(), async (request, response) => {
    const body = callBody.safeParse(request.body);
    if (!body.success) return void response.status(400).json({ error: z.prettifyError(body.error) });
    try {
      response.json(await exchange.call(body.data));
    } catch {
      response.status(503).json({ error: 'the line is down' });
    }
  });
  app.post('/clock', express.json(), (request, response) => {
    const body = clockBody.safeParse(request.body);
    if (!body.success) return void response.status(400).json({ error: z.prettifyError(body.error) });
    exchange.setClock(new Date(body.data.at).toISOString());
    response.json({ owed: 0 });
  });
  return app;
}

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
