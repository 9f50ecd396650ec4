import express, { type Express, type Response } from 'express';
import { z } from 'zod';
import { type LetterDelivered, type MailbagItem } from './entries';
import { addPages, type ShopServices } from './http-pages';
import { addMailbagPages } from './mailbag/pages';
import { isPng, postForm } from './postbox';
import { accountOf } from './record';
import { pageHeaders } from '../support/page-headers';

const PAGE_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'";
const SLICE_MS = 2_000;
const LIMIT = '40mb';

const listQuery = z.object({
  since: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});
const clockBody = z.object({ at: z.iso.datetime({ offset: true }) });
const postboxQuery = z.object({ piece: z.string().regex(/^[0-9A-Z]{1,40}$/) });
const postboxBody = z.object({ pages: z.array(z.base64()).min(1).max(20) });

/** Web page for people and JSON for programs. */
export function createHttpApp(services: ShopServices): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(pageHeaders(PAGE_POLICY));
  addPages(app, services);
  addMailbagPages(app, services);
  addClock(app, services);
  addLetters(app, services);
  addMailbag(app, services);
  addPostbox(app, services);
  return app;
}

const wrong = (response: Response, error: z.ZodError) =>
  void response.status(400).json({ error: z.prettifyError(error) });
const missing = (response: Response) => void response.status(404).json({ error: 'no such page' });

/**
 * `POST /clock` returns what is owed, the envelopes in the mailbag among it; with `?mail=waits` they may wait for a person.
 */
function addClock(app: Express, { shop, press }: ShopServices): void {
  let turn: Promise<unknown> = Promise.resolve();
  app.get('/healthz', (_request, response) => void response.json({ ok: true }));
  app.get('/api/record', (_request, response) => void response.json(accountOf(shop)));
  app.post('/clock', express.json(), async (request, response) => {
    const body = clockBody.safeParse(request.body);
    if (!body.success) return wrong(response, body.error);
    const owed = turn.then(() => {
      shop.setClock(new Date(body.data.at).toISOString());
      shop.deliverDue();
      return press.work(Date.now() + SLICE_MS);
    });
    turn = owed.catch(() => undefined);
    const waiting = request.query.mail === 'waits' ? shop.mailToTake : 0;
    response.json({ owed: (await owed) - waiting });
  });
}

function addLetters(app: Express, { shop, images }: ShopServices): void {
  const listed = (letter: LetterDelivered) => {
    const envelope = shop.envelopeOf(letter);
    return {
      seq: letter.seq,
      piece: envelope?.piece ?? '',
      at: letter.at,
      addressee: { lines: envelope?.read?.lines ?? [] },
      link: envelope?.read?.links[0] ?? null,
      links: envelope?.read?.links ?? [],
      pages: envelope?.pages ?? 0,
      formPages: envelope?.read?.formPages ?? [],
    };
  };
  app.get('/api/letters', (request, response) => {
    const query = listQuery.safeParse(request.query);
    if (!query.success) return wrong(response, query.error);
    const { since, limit } = query.data;
    response.json({ letters: shop.letters.slice(since, since + limit).map(listed) });
  });
  app.get('/api/letters/:seq/pages/:page.png', async (request, response) => {
    const letter = shop.letters[Number(request.params.seq) - 1];
    const envelope = letter && shop.envelopeOf(letter);
    const png = envelope && (await images.page(letter.key, envelope, Number(request.params.page)));
    if (!png) return missing(response);
    response.type('png').send(png);
  });
}

function addMailbag(app: Express, { shop, images }: ShopServices): void {
  const listed = (item: MailbagItem) => {
    const { seq, at, returned } = item;
    const form = shop.forms[(item.form ?? 0) - 1];
    const several = (form?.pages ?? 1) > 1;
    return {
      seq,
      at,
      kind: returned ? 'undeliverable' : 'form',
      ...(returned && { reason: returned.reason }),
      ...(form?.postmarkOn && { postmarkOn: form.postmarkOn }),
      piece: shop.pieceOf(item),
      image: `/api/mailbag/${seq}/image`,
      type: several ? 'application/pdf' : 'image/png',
      taken: shop.isTaken(seq),
    };
  };
  app.get('/api/mailbag', (request, response) => {
    const query = listQuery.safeParse(request.query);
    if (!query.success) return wrong(response, query.error);
    const { since, limit } = query.data;
    response.json({ items: shop.mailbag.slice(since, since + limit).map(listed) });
  });
  app.get('/api/mailbag/:seq/image', async (request, response) => {
    const item = shop.mailbag[Number(request.params.seq) - 1];
    const image = item && (await images.scan(item));
    if (!image) return missing(response);
    response.type(image.type).send(image.bytes);
  });
  app.post('/api/mailbag/:seq/taken', (request, response) => {
    const seq = Number(request.params.seq);
    if (!shop.mailbag[seq - 1]) return missing(response);
    if (!shop.isTaken(seq)) shop.put({ type: 'taken', seq, at: shop.clock ?? '' });
    response.json({ seq, taken: true });
  });
}

function addPostbox(app: Express, { shop, seed }: ShopServices): void {
  const body = [express.raw({ type: 'image/png', limit: LIMIT }), express.json({ limit: LIMIT })];
  app.post('/api/postbox', ...body, (request, response) => {
    const query = postboxQuery.safeParse(request.query);
    if (!query.success) return wrong(response, query.error);
    const pages = pagesOf(request.body);
    if (!pages) return void response.status(400).json({ error: 'send image/png, or JSON {pages: [base64 PNG, …]}' });
    if (shop.clock === undefined) return void response.status(409).json({ error: 'POST /clock first' });
    const { id, piece, at } = postForm(shop, seed, query.data.piece, pages);
    response.status(201).json({ id, piece, at, pages: pages.length });
  });
}

function pagesOf(body: unknown): Buffer[] | undefined {
  const parsed = postboxBody.safeParse(body);
  const pages = Buffer.isBuffer(body) ? [body] : parsed.data?.pages.map((page) => Buffer.from(page, 'base64'));
  return pages?.every(isPng) ? pages : undefined;
}
