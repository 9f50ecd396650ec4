import { type Request, type RequestHandler } from 'express';
import { findLink } from '../../db/customers/links';
import { recordOptOut } from '../../db/customers/opt-out';
import { optOutState } from '../../db/customers/page-requests/opt-out-state';
import { type AppDeps } from '../http/deps';
import { html } from './html';
import { type Reply, ring, type Visit } from './visit';

/** The channel the link stops: mail, or SMS if the link says so. */
const channelOf = (req: Request): 'mail' | 'sms' => (req.query.c === 'sms' ? 'sms' : 'mail');

const TEXTS = {
  mail: {
    title: 'optOutTitle',
    heading: 'optOutHeading',
    body: 'optOutBody',
    stop: 'optOutStop',
    doneTitle: 'optOutDoneTitle',
    doneBody: 'optOutDoneBody',
  },
  sms: {
    title: 'optOutSmsTitle',
    heading: 'optOutSmsHeading',
    body: 'optOutSmsBody',
    stop: 'optOutSmsStop',
    doneTitle: 'optOutSmsDoneTitle',
    doneBody: 'optOutSmsDoneBody',
  },
} as const;

/** This page's URL, keeping the channel. */
const pageUrl = ({ req, view }: Visit): string => view.url('', channelOf(req) === 'sms' ? { c: 'sms' } : {});

/** One button; merely opening the page (as mail scanners do) changes nothing. */
export async function showOptOut(visit: Visit): Promise<Reply> {
  const { view, deps, link, req } = visit;
  const texts = TEXTS[channelOf(req)];
  const { stopped } = await optOutState(deps.db, link, channelOf(req));
  if (stopped) return { page: { name: 'optout-done', title: view.t(texts.doneTitle), body: doneBody(visit) } };
  const body = html`<div class="first"><h1>${view.t(texts.heading)}</h1></div>
    <p>${view.t(texts.body, { sender: view.senderName })}</p>
    <p>${view.t('optOutWarning')}</p>
    <form method="post" action="${pageUrl(visit)}">
      <button class="btn pri" type="submit">${view.t(texts.stop)}</button>
    </form>`;
  return { page: { name: 'optout', title: view.t(texts.title), body } };
}

function doneBody(visit: Visit) {
  const { view, req } = visit;
  const texts = TEXTS[channelOf(req)];
  return html`<div class="panel first" role="status"><h1>${view.t(texts.doneTitle)}</h1></div>
    <div class="text">
      <p>${view.t(texts.doneBody)}</p>
      <p>${view.t('optOutWarning')}</p>
    </div>
    <form class="col" method="post" action="${pageUrl(visit)}">
      <input type="hidden" name="undo" value="1" />
      <p class="hint">${view.t('optOutUndoHint')}</p>
      <button class="btn" type="submit">${view.t('optOutUndo')}</button>
    </form>`;
}

/** Far more than a form with one field; the rest is not read. */
const LONGEST_BODY = 4_096;

/**
 * Reads what was posted as text, whatever type, charset or encoding it claims: no opt-out is lost because of how its
 * sender writes forms.
 */
export const readPosted: RequestHandler = async (req, _res, next) => {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of req as AsyncIterable<Buffer>) {
      if (size < LONGEST_BODY) chunks.push(chunk);
      size += chunk.length;
    }
  } catch {
    // cut off: the request itself says enough
  }
  req.body = Buffer.concat(chunks).toString('latin1').slice(0, LONGEST_BODY);
  next();
};

const posted = (req: { body?: unknown }): string => (typeof req.body === 'string' ? req.body : '');

/** Every post stops the channel and shows so; only one that bears `undo`, the button of that page, takes it back. */
export async function takeOptOut(visit: Visit): Promise<Reply> {
  const { deps, link, req, view } = visit;
  const undo = /(^|&)undo=1(&|$)/.test(posted(req));
  ring(deps, await recordOptOut(deps.db, link, { channel: channelOf(req), undo, source: 'web' }));
  if (undo) return { to: pageUrl(visit) };
  return { page: { name: 'optout-done', title: view.t(TEXTS[channelOf(req)].doneTitle), body: doneBody(visit) } };
}

/**
 * RFC 8058 one-click: posted by mail programs, answered in plain text without cookie or redirect. Other requests
 * continue.
 */
export function oneClick(deps: AppDeps): RequestHandler<{ token: string }> {
  return async (req, res, next) => {
    if (!/List-Unsubscribe/i.test(posted(req))) return next();
    const link = await findLink(deps.db, deps.vault, req.params.token, 'optout');
    res.type('text/plain');
    if (!link) return void res.status(404).send('unknown link\n');
    ring(
      deps,
      await recordOptOut(deps.db, link, { channel: channelOf(req as Request), undo: false, source: 'one_click' }),
    );
    res.send('stopped\n');
  };
}
