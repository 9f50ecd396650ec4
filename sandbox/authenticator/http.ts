import express, { type Express } from 'express';
import { type Language } from '../../domain/campaigns/campaign';
import { PAGE_STYLE } from '../support/page-style';
import { shownCodes } from './codes';
import { CODES_SCRIPT, codesPage } from './page';
import { pageHeaders } from '../support/page-headers';

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

/** The page for people, and the same codes as JSON. */
export function createHttpApp(file: string, now: () => number = Date.now, console?: string): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(pageHeaders(PAGE_POLICY));
  app.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  app.get('/healthz', (_request, response) => void response.json({ ok: true }));
  app.get('/style.css', (_request, response) => void response.type('css').send(PAGE_STYLE));
  app.get('/script.js', (_request, response) => void response.type('js').send(CODES_SCRIPT));
  app.get('/api/codes', (_request, response) => void response.json(shownCodes(file, now())));
  app.get('/', (request, response) => {
    const language: Language = request.query.lang === 'en' ? 'en' : 'ja';
    response.send(codesPage(language, shownCodes(file, now()), console));
  });
  return app;
}
