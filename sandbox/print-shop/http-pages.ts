import { createReadStream, existsSync } from 'node:fs';
import { type Express, type Request, type Response } from 'express';
import { z } from 'zod';
import { PAGE_STYLE } from '../support/page-style';
import { type Images } from './images';
import { type Press } from './press';
import { letterPage, listPage, missingPage, PAGE_SIZE, type Row, SHEET_STYLE } from './page';
import { type Language } from '../../domain/campaigns/campaign';
import { accountOf } from './record';
import { envelopesOf } from './runs';
import { type Shop } from './shop';

/** What the print shop's HTTP interface works with. */
export interface ShopServices {
  shop: Shop;
  press: Press;
  images: Images;
  seed: number;
}

const pageQuery = z.object({
  q: z.string().max(200).default('').catch(''),
  offset: z.coerce.number().int().min(0).default(0).catch(0),
  lang: z.enum(['ja', 'en']).default('ja').catch('ja'),
});

/** The pages for people. */
export function addPages(app: Express, { shop, images }: ShopServices): void {
  const missing = (request: Request, response: Response) =>
    void response.status(404).send(missingPage(languageOf(request)));
  app.get('/style.css', (_request, response) => void response.type('css').send(PAGE_STYLE + SHEET_STYLE));
  app.get('/', (request, response) => {
    const { q: query, offset, lang: language } = pageQuery.parse(request.query);
    const found = search(shop, query);
    const rows = found.slice(offset, offset + PAGE_SIZE);
    const view = { language, account: accountOf(shop), rows, total: found.length, offset, query, clock: shop.clock };
    response.send(listPage(view));
  });
  app.get('/letters/:key/:no', (request, response) => {
    const row = find(shop, request);
    if (!row) return missing(request, response);
    const forms = shop.forms.filter(({ piece }) => piece === row.envelope.piece);
    response.send(letterPage(languageOf(request), row, forms));
  });
  app.get('/letters/:key/:no/pages/:page.png', async (request, response) => {
    const row = find(shop, request);
    const png = row && (await images.page(row.run.key, row.envelope, Number(request.params.page)));
    if (!png) return missing(request, response);
    response.type('png').send(png);
  });
  app.get('/forms/:id/pages/:page.png', (request, response) => {
    const path = shop.formPage(Number(request.params.id), Number(request.params.page));
    if (!existsSync(path)) return missing(request, response);
    createReadStream(path).pipe(response.type('png'));
  });
}

const languageOf = (request: Request): Language => pageQuery.parse(request.query).lang;

function find(shop: Shop, request: Request): Row | undefined {
  const run = shop.runs.get(String(request.params.key));
  const envelope = run?.envelopes.get(Number(request.params.no));
  return run && envelope && { run, envelope };
}

/** Newest run first, each in the order of its numbers. */
function search(shop: Shop, query: string): Row[] {
  const wanted = query.trim().toLowerCase();
  const rows = [...shop.runs.all].reverse().flatMap((run) => envelopesOf(run).map((envelope) => ({ run, envelope })));
  if (!wanted) return rows;
  return rows.filter(({ envelope: { piece, read } }) =>
    `${piece}\n${read?.lines.join('\n') ?? ''}`.toLowerCase().includes(wanted),
  );
}
