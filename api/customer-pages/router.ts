import express, { type ErrorRequestHandler, Router, type RequestHandler } from 'express';
import { type AppDeps } from '../http/deps';
import { securityHeaders } from '../http/headers';
import { dropCallback, showCallback, takeCallback } from './beside/callback';
import { showAsk, showAsked, takeQuestion } from './beside/ask';
import { showGenuine, showGenuineWithLetter } from './beside/genuine';
import { sendReceipt } from './beside/paper';
import { showSettings, takeSetting } from './beside/settings';
import { showCheck, takeAnswer } from './check';
import { showChange, showChoose, takeChoices } from './choose';
import { failedPage } from './closed';
import { askAgain, showIdentify, takeFactor } from './identify';
import { showKept, unlessAsking, unlessKept } from './kept';
import { sendInvalidLink, sendProofPage } from './invalid';
import { knownSenders } from '../../db/campaigns/known-senders';
import { layout, STYLES, STYLES_PATH } from './layout';
import { brandRouter } from '../brand/page-brand';
import { showNotice } from './notice';
import { oneClick, readPosted, showOptOut, takeOptOut } from './optout';
import { showReceipt, takeEffort } from './receipt';
import { viewOf } from './view';
import { baseOf, confirmed, type Confirmed, type Handler, isSecure, type Visit, visiting, whileOpen } from './visit';
import { showWithdraw, takeWithdrawal } from './withdraw';

/**
 * The token at the beginning of a path's part. Phones take Japanese text right behind a link for a part of it; a token
 * has a length and an alphabet of its own.
 */
const ownToken = (part: string): string => /^([\w-]{22})(?![\w-])/u.exec(part)?.[1] ?? part;

/**
 * The customer pages: `/m/:token` behind a second factor, `/s/:token` to opt out of mail or SMS. Mount it at the root,
 * before any body parser. Server-rendered HTML; nothing needs JavaScript, and none may run.
 */
export function pagesRouter(deps: AppDeps): Router {
  const router = Router({ strict: false });
  router.get(STYLES_PATH, sendStyles);
  router.use(brandRouter(deps));
  router.param('token', (req, _res, next, token: string) => {
    req.params.token = ownToken(token);
    next();
  });
  router.use(['/m', '/s', '/p'], securityHeaders(isSecure(deps), { styles: true, forms: true }));
  const form = express.urlencoded({ extended: false, limit: '128kb', parameterLimit: 2000, inflate: false });
  const get = (below: string, handler: Handler<Confirmed>, otherwise = goToFront) =>
    router.get(`/m/:token${below}`, visiting(deps, 'page', unlessKept(confirmed(handler, otherwise))));
  const post = (below: string, handler: Handler<Confirmed>) =>
    router.post(`/m/:token${below}`, form, visiting(deps, 'page', confirmed(whileOpen(handler), askAgain)));

  const anytime = (below: string, handler: Handler<Confirmed>) =>
    router.post(`/m/:token${below}`, form, visiting(deps, 'page', unlessKept(confirmed(handler, askAgain))));

  get('', whileOpen(showNotice), (visit) => showIdentify(visit));
  router.post('/m/:token', form, visiting(deps, 'page', unlessAsking(takeFactor)));
  router.get('/m/:token/kept', visiting(deps, 'page', confirmed(showKept, goToFront)));
  get('/choose', whileOpen(showChoose));
  get('/change', whileOpen(showChange));
  post('/choose', unlessKept(takeChoices));
  get('/check', whileOpen(showCheck));
  post('/send', takeAnswer);
  get('/receipt', showReceipt);
  get('/withdraw', whileOpen(showWithdraw));
  post('/withdraw', takeWithdrawal);
  get('/receipt.pdf', sendReceipt);
  anytime('/effort', takeEffort);
  get('/callback', whileOpen(showCallback));
  post('/callback', unlessKept(takeCallback));
  anytime('/callback/withdraw', dropCallback);
  // also who may not answer may ask, whatever is on hold
  router.get('/m/:token/ask', visiting(deps, 'page', confirmed(showAsk, identifyToAsk)));
  router.get('/m/:token/asked', visiting(deps, 'page', confirmed(showAsked, goToFront)));
  router.post('/m/:token/ask', form, visiting(deps, 'page', confirmed(takeQuestion, askAgain)));
  get('/settings', showSettings);
  anytime('/settings', takeSetting);
  router.get('/m/:token/genuine', visiting(deps, 'page', confirmed(showGenuineWithLetter, showGenuine)));

  router.get('/s/:token', visiting(deps, 'optout', showOptOut));
  router.post('/s/:token', readPosted, oneClick(deps), visiting(deps, 'optout', takeOptOut));
  // links in proofs: whatever is done there changes nothing
  router.all('/p/:token', (req, res) => sendProofPage(req, res));
  router.use(['/m', '/s', '/p'], (req, res) => sendInvalidLink(deps, req, res, req.baseUrl));
  router.use(['/m', '/s', '/p'], failed(deps));
  return router;
}

const identifyToAsk: Handler<Visit> = (visit) => (visit.view.asks ? showIdentify(visit) : goToFront(visit));

const goToFront: Parameters<typeof confirmed>[1] = async ({ view }) => ({ to: view.url() });

const sendStyles: RequestHandler = (_req, res) => {
  res.set('Cache-Control', 'public, max-age=31536000, immutable').type('css').send(STYLES);
};

function failed(deps: AppDeps): ErrorRequestHandler {
  return (error: { status?: number; code?: string; name?: string }, req, res, next) => {
    if (res.headersSent) return next(error);
    const status = typeof error.status === 'number' && error.status < 500 ? error.status : 503;
    // neither URL nor error message: both can contain personal data
    if (status >= 500) deps.log.error({ code: error.code, name: error.name }, 'customer page failed');
    const token = ownToken(req.path.split('/')[1] ?? '');
    const sender = knownSenders(deps).of(token);
    const view = viewOf(req, baseOf(req.baseUrl === '/s' ? 'optout' : 'page', token), sender && { sender });
    if (status === 503) res.set('Retry-After', '60');
    res.status(status).send(layout(view, failedPage(view)));
  };
}
