import { html } from './html';
import { type PageParts } from './layout';
import { type View } from './view';
import { type Confirmed, type Handler, type Reply, type Visit } from './visit';

/** The answer waits for the consent of a minor's legal representative. */
const CONSENT = 'consent_missing';

/** Whether another than the customer must decide first: the page takes no choices. */
export const byPhoneOnly = ({ obstacle }: Visit): boolean => obstacle !== null && obstacle !== CONSENT;

/** Asks the visitor to call, for a reason that the page never shows. */
export function callPage(view: View): PageParts {
  const body = html`<div class="first"><h1>${view.t('callTitle')}</h1></div>
    <p>${view.t('callBody')}</p>
    ${phone(view)} ${view.asks && html`<a class="btn" href="${view.url('/ask')}">${view.t('wayAsk')}</a>`}`;
  return { name: 'call', title: view.t('callTitle'), body };
}

/** What was sent is kept and does not count yet. */
export async function showKept(visit: Confirmed): Promise<Reply> {
  return visit.waiting ? { page: keptPage(visit) } : { to: visit.view.url() };
}

function keptPage({ view, obstacle }: Visit): PageParts {
  const consent = obstacle === CONSENT;
  const title = view.t(consent ? 'consentTitle' : 'keptTitle');
  const body = html`<div class="first"><h1>${title}</h1></div>
    <p>${view.t(consent ? 'consentBody' : 'keptBody')}</p>
    <p>${view.t(consent ? 'consentHow' : 'keptHow')}</p>
    ${phone(view)}`;
  return { name: 'kept', title, body };
}

/** Instead of pages with choices and receipts: the request to call, or what waits for a consent. */
export function unlessKept<V extends Visit>(handler: Handler<V>): Handler<V> {
  return async (visit) => {
    const status = visit.req.method === 'GET' ? 200 : 409;
    if (byPhoneOnly(visit)) return { page: callPage(visit.view), status };
    return handler(visit);
  };
}

/** Like `unlessKept`, for a page that also leads to the form for questions, which takes them whatever is on hold. */
export const unlessAsking =
  <V extends Visit>(handler: Handler<V>): Handler<V> =>
  (visit) =>
    visit.view.asks ? handler(visit) : unlessKept(handler)(visit);

const phone = (view: View) =>
  view.sender &&
  html`<ul class="dots">
    <li>
      ${view.t('helpPhone')}<span class="hint"
        >${view.t('latePhoneHint', { phone: view.sender.phone, hours: view.own(view.sender.hours) })}</span
      >
    </li>
  </ul>`;
