import { type Express, type Request } from 'express';
import { type Language } from '../../../domain/campaigns/campaign';
import { type ShopServices } from '../http-pages';
import { mailbagPage } from './page';

/** More than a desk opens in a morning would make a scan too large to wait for. */
const STACK = 50;

/** Pages of the mailbag for people at the return desk. */
export function addMailbagPages(app: Express, { shop, images }: ShopServices): void {
  const rows = () =>
    shop.mailbag.map((item) => ({ item, piece: shop.pieceOf(item) ?? '', taken: shop.isTaken(item.seq) }));
  app.get('/mailbag', (request, response) => {
    const open = rows().filter(({ taken }) => !taken);
    const opened = rows().filter(({ taken }) => taken);
    response.send(mailbagPage(languageOf(request), [...open, ...opened.reverse().slice(0, STACK)]));
  });
  app.get('/mailbag/stack.pdf', async (_request, response) => {
    const open = shop.mailbag.filter(({ seq }) => !shop.isTaken(seq)).slice(0, STACK);
    response.type('pdf').send(await images.stack(open));
  });
  app.post('/mailbag/:seq/taken', (request, response) => {
    const item = shop.mailbag[Number(request.params.seq) - 1];
    if (item && !shop.isTaken(item.seq)) shop.put({ type: 'taken', seq: item.seq, at: shop.clock ?? '' });
    response.redirect(303, languageOf(request) === 'en' ? '/mailbag?lang=en' : '/mailbag');
  });
}

const languageOf = (request: Request): Language => (request.query.lang === 'en' ? 'en' : 'ja');
