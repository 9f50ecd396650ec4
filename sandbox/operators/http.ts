import express, { type Express } from 'express';
import { z } from 'zod';
import { type Desks } from './desks';

const clockBody = z.object({ at: z.iso.datetime({ offset: true }) });

/** HTTP of the simulated operators: POST /clock {at} lets them work, GET /record returns what they did. */
export function createHttpApp(desks: Desks): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_request, response) => void response.json({ ok: true }));
  app.get('/record', (_request, response) => void response.json(desks.account()));
  app.post('/clock', express.json(), async (request, response) => {
    const body = clockBody.safeParse(request.body);
    if (!body.success) return void response.status(400).json({ error: z.prettifyError(body.error) });
    response.json({ owed: await desks.passTime(Date.parse(body.data.at)) });
  });
  return app;
}
