import express, { type Express } from 'express';
import { z } from 'zod';
import { PAGE_STYLE } from '../support/page-style';
import { recordPage } from './page';
import { type ClientSystem } from './system';

const clockBody = z.object({ at: z.iso.datetime({ offset: true }) });
const pageQuery = z.object({ lang: z.enum(['ja', 'en']).default('ja').catch('ja') });
const POLICY = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'";

/** POST /clock {at} runs the day's work, GET /api/record returns the record, GET / shows it to people. */
export function createHttpApp(system: ClientSystem): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    response.set({ 'Content-Security-Policy': POLICY, 'X-Content-Type-Options': 'nosniff' });
    next();
  });
  app.get('/style.css', (_request, response) => void response.type('css').send(PAGE_STYLE));
  app.get('/healthz', (_request, response) => void response.json({ ok: true }));
  app.get('/api/record', (_request, response) => void response.json(system.summary()));
  app.get('/', (request, response) => {
    response.type('html').send(recordPage(pageQuery.parse(request.query).lang, system.summary()));
  });
  app.post('/clock', express.json(), async (request, response) => {
    const body = clockBody.safeParse(request.body);
    if (!body.success) return void response.status(400).json({ error: z.prettifyError(body.error) });
    response.json({ owed: await system.passTime(Date.parse(body.data.at)) });
  });
  return app;
}
