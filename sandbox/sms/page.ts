import { type Express } from 'express';
import { z } from 'zod';
import { type Language } from '../../domain/campaigns/campaign';
import { smsParts } from '../../domain/delivery/sms-parts';
import { address, escape, frame, instant, number } from '../support/page-frame';
import { PAGE_SCRIPT, PAGE_STYLE } from '../support/page-style';
import { type Sms } from './entries';
import { type MessageBox } from './message-box';
import { pageText } from './page-text';

const PAGE_SIZE = 50;
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'";
const STYLE = `
td.body { white-space: pre-wrap; overflow-wrap: anywhere; max-width: 34rem; }
td.to { white-space: nowrap; } td.status { white-space: nowrap; } td.status small { color: var(--text-3); display: block; }
.chip { background: var(--accent-weak); color: var(--accent); } .chip.ok { background: var(--ok-weak); color: var(--ok); } td.status .chip { margin: 0 .25rem .125rem 0; }
`;

const pageQuery = z.object({
  q: z.string().max(200).default('').catch(''),
  offset: z.coerce.number().int().min(0).default(0).catch(0),
  lang: z.enum(['ja', 'en']).default('ja').catch('ja'),
});

interface View {
  box: MessageBox;
  language: Language;
  query: string;
  offset: number;
  messages: Sms[];
  /** Messages that match. */
  total: number;
}

/** The web page of messages, newest first. */
export function addPages(app: Express, box: MessageBox): void {
  app.get('/style.css', (_request, response) => void response.type('css').send(PAGE_STYLE + STYLE));
  app.get('/script.js', (_request, response) => void response.type('js').send(PAGE_SCRIPT));
  app.get('/', (request, response) => {
    const { q: query, offset, lang: language } = pageQuery.parse(request.query);
    response.set({
      'Content-Security-Policy': PAGE_POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    });
    response.send(page({ box, language, query, offset, ...box.search(query, offset, PAGE_SIZE) }));
  });
}

function page(view: View): string {
  const { language, query } = view;
  const t = pageText(language);
  const rows = view.messages.map((sms) => row(view, sms)).join('');
  const head = [t.at, t.to, t.body, t.status].map((title) => `<th>${title}</th>`).join('');
  const list = rows
    ? `<div class="card scroll"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>${pages(view)}`
    : `<div class="card nothing">${query ? t.none : t.empty}</div>`;
  const body = `${facts(view)}${search(view)}${list}`;
  const { short: title, title: heading, about } = t;
  return frame({ language, title, heading, about, path: '/', query: { q: query }, body, live: true });
}

function facts({ box, language }: View): string {
  const t = pageText(language);
  const { total, duplicated, refused, dropped, receipts } = box.counts();
  const { '409': known = 0, ...others } = refused;
  const refusals = Object.entries(others).map(([status, times]) => `${status} × ${number(times)}`);
  const fact = (label: string, value: string, tone = '') => `<li class="${tone}">${label}<b>${value}</b></li>`;
  return `<ul class="facts">${[
    fact(t.clock, box.clock ? instant(box.clock) : t.noClock),
    fact(t.received, number(total)),
    fact(t.duplicated, number(duplicated), duplicated > 0 ? 'bad' : 'good'),
    fact(t.refused, refusals.join(' · ') || '0'),
    known > 0 ? fact(t.known, number(known)) : '',
    fact(t.receipts, `${number(receipts.sent)} <small>(${t.owed} ${number(receipts.owed)})</small>`),
    receipts.refused > 0 ? fact(t.receiptRefused, number(receipts.refused), 'bad') : '',
    dropped > 0 ? fact(t.dropped, number(dropped)) : '',
  ].join('')}</ul>`;
}

function search({ box, language, query }: View): string {
  const t = pageText(language);
  return `<form role="search" action="/" method="get">
${language === 'en' ? '<input type="hidden" name="lang" value="en">' : ''}
<input type="search" name="q" value="${escape(query)}" placeholder="${t.search}" aria-label="${t.search}">
<button>${t.find}</button>${query ? `<a href="${address('/', language)}">${t.clear}</a>` : ''}</form>
<button id="new" hidden data-total="${box.size}" data-label="${t.arrivedNow}" data-href="${address('/', language, { q: query })}"></button>`;
}

function row({ box, language }: View, sms: Sms): string {
  const t = pageText(language);
  const { parts } = smsParts(sms.body);
  const size = language === 'en' ? `${parts} ${parts === 1 ? 'part' : t.parts}` : `${parts}${t.parts}`;
  return `<tr><td class="when">${instant(sms.at)}</td>
<td class="to"><a href="${address('/', language, { q: sms.to })}">${escape(sms.to)}</a></td>
<td class="body">${linked(sms.body)}</td><td class="status">${chips(box, sms, language)}<small>${size}</small></td></tr>`;
}

function chips(box: MessageBox, sms: Sms, language: Language): string {
  const t = pageText(language);
  const chip = (text: string, tone = '') => `<span class="chip ${tone}">${text}</span>`;
  const over = box.answerTo(sms) !== undefined || sms.callback === '';
  const late = sms.receiptAfter > sms.at;
  return [
    !over ? chip(late ? t.late : t.onItsWay) : sms.lost === null ? chip(t.delivered, 'ok') : '',
    sms.lost === null ? '' : chip(`${t.lost} ${sms.lost}`, 'warn'),
    box.under(sms.key).length > 1 ? chip(t.duplicated, 'bad') : '',
    sms.verdict === 'cut' ? chip(t.dropped, 'warn') : '',
  ].join('');
}

/** Escapes text and turns addresses into links. Splitting at a capturing pattern puts addresses at odd indexes. */
function linked(text: string): string {
  const parts = text.split(/(https?:\/\/[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]+[A-Za-z0-9/_-])/);
  return parts
    .map((part, index) =>
      index % 2 ? `<a href="${escape(part)}" rel="noopener noreferrer">${escape(part)}</a>` : escape(part),
    )
    .join('');
}

function pages({ language, total, offset, query, messages }: View): string {
  const t = pageText(language);
  const to = (at: number) => address('/', language, { q: query, offset: at > 0 ? String(at) : '' });
  const newer = offset > 0 ? `<a rel="prev" href="${to(Math.max(0, offset - PAGE_SIZE))}">← ${t.newer}</a>` : '';
  const rest = offset + messages.length < total;
  const older = rest ? `<a rel="next" href="${to(offset + PAGE_SIZE)}">${t.older} →</a>` : '';
  const range = `${number(offset + 1)}–${number(offset + messages.length)}`;
  const place = language === 'en' ? `${range} ${t.of} ${number(total)}` : `${number(total)} ${t.of} ${range}`;
  return `<nav class="pages">${newer}<span>${place} · ${t.timeZone}</span>${older}</nav>`;
}
