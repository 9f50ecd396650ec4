import { type RequestHandler } from 'express';
import { findLink } from '../../db/links';
import { optOutState, recordOptOut } from '../../db/opt-out';
import { type AppDeps } from '../deps';
import { field, type Fields } from './forms';
import { html } from './html';
import { type Reply, ring, type Visit } from './visit';

/** One button; looking at the page (as mail scanners do) changes nothing. */
export async function showOptOut(visit: Visit): Promise<Reply> {
  const { view, deps, link } = visit;
  const { stopped } = await optOutState(deps.db, link);
  if (stopped) return { page: { name: 'optout-done', title: view.t('optOutDoneTitle'), body: doneBody(visit) } };
  const body = html`<div class="first"><h1>${view.t('optOutHeading')}</h1></div>
    <p>${view.t('optOutBody', { sender: view.senderName })}</p>
    <p>${view.t('optOutWarning')}</p>
    <form method="post" action="${view.url()}">
      <button class="btn pri" type="submit">${view.t('optOutStop')}</button>
    </form>`;
  return { page: { name: 'optout', title: view.t('optOutTitle'), body } };
}

function doneBody({ view }: Visit) {
  return html`<div class="panel first" role="status"><h1>${view.t('optOutDoneTitle')}</h1></div>
    <div class="text">
      <p>${view.t('optOutDoneBody')}</p>
      <p>${view.t('optOutWarning')}</p>
    </div>
    <form class="col" method="post" action="${view.url()}">
      <input type="hidden" name="undo" value="1" />
      <p class="hint">${view.t('optOutUndoHint')}</p>
      <button class="btn" type="submit">${view.t('optOutUndo')}</button>
    </form>`;
}

export async function takeOptOut({ deps, link, fields, view }: Visit): Promise<Reply> {
  ring(deps, await recordOptOut(deps.db, link, { undo: field(fields, 'undo') === '1', source: 'web' }));
  return { to: view.url() };
}

/** RFC 8058: a mail program posts this by itself; it gets a plain answer, no cookie, no redirect. Others go on. */
export function oneClick(deps: AppDeps): RequestHandler<{ token: string }> {
  return async (req, res, next) => {
    if (!isOneClick(req.body)) return next();
    const link = await findLink(deps.db, deps.vault, req.params.token, 'optout');
    res.type('text/plain');
    if (!link) return void res.status(404).send('unknown link\n');
    ring(deps, await recordOptOut(deps.db, link, { undo: false, source: 'one_click' }));
    res.send('stopped\n');
  };
}

/** The RFC allows both encodings of a form. */
function isOneClick(body: unknown): boolean {
  if (typeof body !== 'string') return field((body ?? {}) as Fields, 'List-Unsubscribe') === 'One-Click';
  return /name="?List-Unsubscribe"?\r?\n(?:[^\r\n]+\r?\n)*\r?\nOne-Click\r?\n/i.test(body);
}
