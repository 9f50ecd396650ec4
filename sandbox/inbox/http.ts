import express, { type Express, type Request, type Response } from 'express';
import { z } from 'zod';
import { type BounceSender } from './dsn';
import { type Mail } from './entries';
import { type Mailbox } from './mailbox';
import { readMessage } from './message';
import { listPage, messagePage, missingPage, PAGE_SIZE } from './page';
import { PAGE_SCRIPT, PAGE_STYLE } from '../support/page-style';
import { type Language } from '../../domain/campaigns/campaign';
import { pageHeaders } from '../support/page-headers';

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; form-action 'self'; base-uri 'none'";
// a mail must not run or load anything, or reveal that it was opened
const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const listQuery = z.object({
  to: z.string().optional(),
  since: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
const pageQuery = z.object({
  q: z.string().max(200).default('').catch(''),
  offset: z.coerce.number().int().min(0).default(0).catch(0),
  lang: z.enum(['ja', 'en']).default('ja').catch('ja'),
});
const clockBody = z.object({ at: z.iso.datetime({ offset: true }) });

const listed = ({ seq, at, from, to, subject, key }: Mail) => ({ seq, id: String(seq), at, from, to, subject, key });

function language(request: Request): Language {
  return pageQuery.parse(request.query).lang;
}

/** Web page for people and JSON for programs. */
export function createHttpApp(mailbox: Mailbox, bounces: BounceSender): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(pageHeaders(PAGE_POLICY));
  addPages(app, mailbox);
  addApi(app, mailbox, bounces);
  return app;
}

/** The mail named in the path; undefined after `missing` was sent. */
function find(mailbox: Mailbox, request: Request, missing: () => void): Mail | undefined {
  const mail = mailbox.mail(Number(request.params.id));
  if (!mail) missing();
  return mail;
}

function addPages(app: Express, mailbox: Mailbox): void {
  app.get('/style.css', (_request, response) => void response.type('css').send(PAGE_STYLE));
  app.get('/script.js', (_request, response) => void response.type('js').send(PAGE_SCRIPT));
  app.get('/', (request, response) => {
    const { q: query, offset, lang } = pageQuery.parse(request.query);
    const found = mailbox.search(query, offset, PAGE_SIZE);
    const isDuplicate = ({ to, key }: Mail) => key !== '' && mailbox.copies(to, key) > 1;
    const view = {
      isDuplicate,
      language: lang,
      ...found,
      offset,
      query,
      counts: mailbox.counts(),
      clock: mailbox.clock,
    };
    response.send(listPage(view));
  });
  const missing = (request: Request, response: Response) => () =>
    void response.status(404).send(missingPage(language(request)));
  app.get('/messages/:id', async (request, response) => {
    const mail = find(mailbox, request, missing(request, response));
    if (mail) response.send(messagePage(language(request), mail, await readMessage(await mailbox.raw(mail))));
  });
  app.get('/messages/:id/html', async (request, response) => {
    const mail = find(mailbox, request, missing(request, response));
    if (!mail) return;
    const { html } = await readMessage(await mailbox.raw(mail));
    response.set('Content-Security-Policy', MAIL_POLICY).type('html').send(`<base target="_blank">${html}`);
  });
  app.get('/messages/:id/raw', async (request, response) => {
    const mail = find(mailbox, request, missing(request, response));
    if (mail)
      response
        .attachment(`${mail.seq}.eml`)
        .type('message/rfc822')
        .send(await mailbox.raw(mail));
  });
}

function addApi(app: Express, mailbox: Mailbox, bounces: BounceSender): void {
  app.get('/healthz', (_request, response) => void response.json({ ok: true }));
  app.get('/api/total', (_request, response) => void response.json({ total: mailbox.size }));
  app.get('/api/record', (_request, response) => void response.json(mailbox.summary()));
  app.get('/api/messages', (request, response) => {
    const query = listQuery.safeParse(request.query);
    if (!query.success) return void response.status(400).json({ error: z.prettifyError(query.error) });
    const { since, limit, to } = query.data;
    response.json({ messages: mailbox.after(since, limit, to).map(listed) });
  });
  app.get('/api/messages/:id', async (request, response) => {
    const mail = find(mailbox, request, () => void response.status(404).json({ error: 'no such message' }));
    if (!mail) return;
    const { text, html, headers, links } = await readMessage(await mailbox.raw(mail));
    response.json({ ...listed(mail), messageId: mail.messageId, received: mail.received, text, html, headers, links });
  });
  app.post('/clock', express.json(), async (request, response) => {
    const body = clockBody.safeParse(request.body);
    if (!body.success) return void response.status(400).json({ error: z.prettifyError(body.error) });
    const at = new Date(body.data.at).toISOString();
    await mailbox.setClock(at);
    response.json({ owed: await bounces.sendDue(at) });
  });
}
