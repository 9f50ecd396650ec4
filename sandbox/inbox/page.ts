import { type Language } from '../../domain/campaigns/campaign';
import { address, escape, frame, instant, number } from '../support/page-frame';
import { type Mail } from './entries';
import { type RecordCounts } from './mailbox';
import { type ReadMessage } from './message';
import { pageText } from './page-text';

export const PAGE_SIZE = 50;

/** The page frame with the stand-in's heading. */
function layout(language: Language, title: string, path: string, query: Record<string, string>, body: string): string {
  const { title: heading, about } = pageText(language);
  return frame({ language, title, heading, about, path, query, body, live: true });
}

/** The list of mails, newest first. */
export function listPage(view: {
  language: Language;
  mails: Mail[];
  /** Mails that match. */
  total: number;
  offset: number;
  query: string;
  counts: RecordCounts;
  clock: string | undefined;
  /** True when the same message was accepted more than once. */
  isDuplicate: (mail: Mail) => boolean;
}): string {
  const { language, mails, query } = view;
  const t = pageText(language);
  const search = `<form role="search" action="/" method="get">
${language === 'en' ? '<input type="hidden" name="lang" value="en">' : ''}
<input type="search" name="q" value="${escape(query)}" placeholder="${t.search}" aria-label="${t.search}">
<button>${t.find}</button>${query ? `<a href="${address('/', language)}">${t.clear}</a>` : ''}</form>
<button id="new" hidden data-total="${view.counts.total}" data-label="${t.arrivedNow}" data-href="${address('/', language, { q: query })}"></button>`;
  const rows = mails.map((mail) => row(mail, language, view.isDuplicate(mail))).join('');
  const list = rows
    ? `<div class="card scroll"><table><thead><tr><th>${t.at}</th><th>${t.to}</th><th>${t.subject}</th></tr></thead>
<tbody>${rows}</tbody></table></div>${pages(view)}`
    : `<div class="card nothing">${query ? t.none : t.empty}</div>`;
  return layout(language, t.short, '/', { q: query }, facts(view) + search + list);
}

function facts(view: { language: Language; counts: RecordCounts; clock: string | undefined }): string {
  const t = pageText(view.language);
  const { total, duplicated, refused, dropped, dsn } = view.counts;
  const refusals = Object.entries(refused)
    .map(([code, times]) => `${code} × ${number(times)}`)
    .join(' · ');
  const fact = (label: string, value: string, tone = '') => `<li class="${tone}">${label}<b>${value}</b></li>`;
  return `<ul class="facts">${[
    fact(t.clock, view.clock ? instant(view.clock) : t.noClock),
    fact(t.received, number(total)),
    fact(t.duplicated, number(duplicated), duplicated > 0 ? 'bad' : 'good'),
    fact(t.refused, refusals || '0'),
    fact(t.bounces, `${number(dsn.sent)} <small>(${t.owed} ${number(dsn.owed)})</small>`),
    dropped > 0 ? fact(t.dropped, number(dropped)) : '',
  ].join('')}</ul>`;
}

function row(mail: Mail, language: Language, duplicate: boolean): string {
  const t = pageText(language);
  const chips = [
    duplicate ? `<span class="chip bad">${t.duplicated}</span>` : '',
    mail.verdict === 'dropped' ? `<span class="chip warn">${t.dropped}</span>` : '',
    mail.bounceAt ? `<span class="chip warn">${t.bouncesLater}</span>` : '',
  ].join('');
  return `<tr><td class="when">${instant(mail.at)}</td>
<td class="to"><a href="${address('/', language, { q: mail.to })}">${escape(mail.to)}</a></td>
<td><a href="${address(`/messages/${mail.seq}`, language)}">${escape(mail.subject) || t.noSubject}</a>${chips}</td></tr>`;
}

function pages(view: { language: Language; total: number; offset: number; query: string; mails: Mail[] }): string {
  const { language, total, offset, query, mails } = view;
  const t = pageText(language);
  const to = (at: number) => address('/', language, { q: query, offset: at > 0 ? String(at) : '' });
  const newer = offset > 0 ? `<a rel="prev" href="${to(Math.max(0, offset - PAGE_SIZE))}">← ${t.newer}</a>` : '';
  const rest = offset + mails.length < total;
  const older = rest ? `<a rel="next" href="${to(offset + PAGE_SIZE)}">${t.older} →</a>` : '';
  const range = `${number(offset + 1)}–${number(offset + mails.length)}`;
  const place = language === 'en' ? `${range} ${t.of} ${number(total)}` : `${number(total)} ${t.of} ${range}`;
  return `<nav class="pages">${newer}<span>${place} · ${t.timeZone}</span>${older}</nav>`;
}

/** One mail with both views of its body and its headers. */
export function messagePage(language: Language, mail: Mail, message: ReadMessage): string {
  const t = pageText(language);
  const path = `/messages/${mail.seq}`;
  const fields: [string, string][] = [
    [t.from, escape(message.from)],
    [t.to, `${escape(mail.to)} · <a href="${address('/', language, { q: mail.to })}">${t.sameRecipient}</a>`],
    [t.at, `${instant(mail.at)} (${t.timeZone})`],
    [t.arrived, instant(mail.received)],
    [t.envelopeFrom, escape(mail.from)],
    [t.key, escape(mail.key)],
    [t.size, `${number(mail.size)} B · <a href="${path}/raw">${t.raw}</a>`],
    [t.verdict, mail.verdict === 'dropped' ? t.droppedVerdict : t.accepted],
    [t.bounceAt, mail.bounceAt ? instant(mail.bounceAt) : ''],
  ];
  const list = fields.filter(([, value]) => value).map(([label, value]) => `<dt>${label}</dt><dd>${value}</dd>`);
  const headers = message.headers.map(({ name, value }) => `${escape(name)}: ${escape(value)}`).join('\n');
  const subject = message.subject || t.noSubject;
  const frame = `<iframe title="${t.html}" src="${path}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`;
  const body = `<p><a href="${address('/', language)}">← ${t.back}</a></p><h2>${escape(subject)}</h2>
<div class="card"><dl>${list.join('')}</dl></div>
${message.text ? `<h2>${t.text}</h2><div class="card"><pre>${linked(message)}</pre></div>` : ''}
${message.html ? `<h2>${t.html}</h2><div class="card">${frame}</div>` : ''}
<details class="card apart"><summary>${t.headers}</summary><pre class="code">${headers}</pre></details>`;
  return layout(language, subject, path, {}, body);
}

/** The text with its links made clickable. */
function linked({ text, links }: ReadMessage): string {
  const longestFirst = [...links].sort((a, b) => b.length - a.length).filter((link) => text.includes(link));
  if (longestFirst.length === 0) return escape(text);
  const pattern = new RegExp(`(${longestFirst.map((link) => link.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')})`);
  return text
    .split(pattern)
    .map((part, index) =>
      index % 2 === 1
        ? `<a href="${escape(part)}" target="_blank" rel="noopener noreferrer">${escape(part)}</a>`
        : escape(part),
    )
    .join('');
}

/** Shown for an unknown number. */
export function missingPage(language: Language): string {
  const t = pageText(language);
  return layout(language, t.short, '/', {}, `<div class="card nothing">${t.notFound}</div>`);
}
