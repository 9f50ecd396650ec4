import { type Language } from '../../domain/campaigns/campaign';
import { address, escape, frame, instant, number } from '../support/page-frame';
import { type FormPosted, type ReturnReason } from './entries';
import { pageText } from './page-text';
import { type ShopAccount } from './record';
import { type Envelope, type Run } from './runs';

export const PAGE_SIZE = 50;

/** An envelope in the list. */
export interface Row {
  run: Run;
  envelope: Envelope;
}

/** The page frame with the stand-in's heading. */
export function layout(
  language: Language,
  title: string,
  path: string,
  query: Record<string, string>,
  body: string,
): string {
  const { title: heading, about } = pageText(language);
  return frame({ language, title, heading, about, path, query, body });
}

/** Figures, runs and letters, newest first. */
export function listPage(view: {
  language: Language;
  account: ShopAccount;
  rows: Row[];
  /** Letters that match. */
  total: number;
  offset: number;
  query: string;
  clock: string | undefined;
}): string {
  const { language, account, query } = view;
  const t = pageText(language);
  const search = `<form role="search" action="/" method="get">
${language === 'en' ? '<input type="hidden" name="lang" value="en">' : ''}
<input type="search" name="q" value="${escape(query)}" placeholder="${t.search}" aria-label="${t.search}">
<button>${t.find}</button>${query ? `<a href="${address('/', language)}">${t.clear}</a>` : ''}</form>`;
  const rows = view.rows.map((row) => letterRow(row, language)).join('');
  const heads = [t.postedAt, t.addressee, t.piece, t.state].map((head) => `<th>${head}</th>`).join('');
  const list = rows
    ? `<div class="card scroll"><table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>${pages(view)}`
    : `<div class="card nothing">${query ? t.none : t.empty}</div>`;
  const runs =
    account.runs.length + account.refused.length > 0 ? `<h2>${t.runs}</h2>${runTable(account, language)}` : '';
  const bag = `<p><a href="${address('/mailbag', language)}">${t.mailbag} →</a></p>`;
  return layout(
    language,
    t.short,
    '/',
    { q: query },
    `${facts(view)}${bag}${runs}<h2>${t.letters}</h2>${search}${list}`,
  );
}

function facts({ language, account, clock }: { language: Language; account: ShopAccount; clock: string | undefined }) {
  const t = pageText(language);
  const { letters, duplicates, unreadable, formsPosted } = account;
  const fact = (label: string, value: string, tone = '') => `<li class="${tone}">${label}<b>${value}</b></li>`;
  const alarm = (count: number) => (count > 0 ? 'bad' : 'good');
  return `<ul class="facts">${[
    fact(t.clock, clock ? instant(clock) : t.noClock),
    fact(t.printed, number(account.pieces.printed.length)),
    fact(t.onTheWay, number(letters.onTheWay)),
    fact(t.delivered, number(letters.delivered)),
    fact(t.returned, number(letters.returned)),
    fact(t.formsPosted, number(formsPosted)),
    fact(t.duplicates, number(duplicates.length), alarm(duplicates.length)),
    fact(t.unreadable, number(unreadable.length), alarm(unreadable.length)),
  ].join('')}</ul>`;
}

function runTable(account: ShopAccount, language: Language): string {
  const t = pageText(language);
  const rows = [...account.runs].reverse().map((run) => {
    const size = `${number(run.pieces)} ${t.pieces} · ${number(run.pages)} ${t.pages}`;
    const spoiled = run.spoiled > 0 ? `<span class="chip warn">${t.spoiled} ${run.spoiled}</span>` : '';
    const posted = run.postedAt ? instant(run.postedAt) : `<span class="chip warn">${t.printing}</span>`;
    return `<tr><td class="to">${escape(run.key)}</td><td class="when">${instant(run.receivedAt)}</td>
<td class="when">${posted}</td><td>${size}${spoiled}</td><td>${run.acknowledged}</td></tr>`;
  });
  const refused = account.refused.map(
    ({ key, at, problem }) => `<tr><td class="to">${escape(key)}</td><td class="when">${instant(at)}</td>
<td><span class="chip bad">${t.refused}</span></td><td colspan="2">${escape(problem)}</td></tr>`,
  );
  const heads = [t.run, t.received, t.postedAt, '', t.acknowledged].map((head) => `<th>${head}</th>`).join('');
  return `<div class="card scroll"><table><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}${refused.join('')}</tbody></table></div>`;
}

/** The wording of the slip on a returned letter. */
export function slip(reason: ReturnReason, language: Language): string {
  const t = pageText(language);
  return reason === 'refused' ? t.refusedLetter : t[reason];
}

function state({ outcome, letter, returned }: Envelope, language: Language): string {
  const t = pageText(language);
  if (!outcome) return t.printing;
  if (letter !== undefined) return `${t.delivered} ${instant(outcome.at)}`;
  if (returned === undefined || !outcome.reason) return t.onTheWay;
  return `${t.returned} ${instant(outcome.at)}<span class="chip bad">${slip(outcome.reason, language)}</span>`;
}

function letterRow({ run, envelope }: Row, language: Language): string {
  const t = pageText(language);
  const lines = envelope.read?.lines ?? [];
  const name = lines.at(-1) ?? '';
  const unreadable = (envelope.read?.faults.length ?? 0) > 0 ? `<span class="chip bad">${t.unreadable}</span>` : '';
  const path = address(`/letters/${encodeURIComponent(run.key)}/${envelope.no}`, language);
  return `<tr><td class="when">${run.postedAt ? instant(run.postedAt) : ''}</td>
<td class="to"><a href="${path}">${escape(name) || t.noLink}</a><br><small>${escape(lines.slice(0, -1).join(' '))}</small></td>
<td class="when">${escape(envelope.piece)}</td><td>${state(envelope, language)}${unreadable}</td></tr>`;
}

function pages(view: { language: Language; total: number; offset: number; query: string; rows: Row[] }): string {
  const { language, total, offset, query, rows } = view;
  const t = pageText(language);
  const to = (at: number) => address('/', language, { q: query, offset: at > 0 ? String(at) : '' });
  const newer = offset > 0 ? `<a rel="prev" href="${to(Math.max(0, offset - PAGE_SIZE))}">← ${t.newer}</a>` : '';
  const rest = offset + rows.length < total;
  const older = rest ? `<a rel="next" href="${to(offset + PAGE_SIZE)}">${t.older} →</a>` : '';
  const range = `${number(offset + 1)}–${number(offset + rows.length)}`;
  const place = language === 'en' ? `${range} ${t.of} ${number(total)}` : `${number(total)} ${t.of} ${range}`;
  return `<nav class="pages">${newer}<span>${place} · ${t.timeZone}</span>${older}</nav>`;
}

/** One letter with the images of its pages and the forms its customer posted. */
export function letterPage(language: Language, { run, envelope }: Row, forms: FormPosted[]): string {
  const t = pageText(language);
  const path = `/letters/${encodeURIComponent(run.key)}/${envelope.no}`;
  const { read, piece } = envelope;
  const fields: [string, string][] = [
    [t.addressee, (read?.lines ?? []).map(escape).join('<br>')],
    [t.state, state(envelope, language)],
    [t.postedAt, run.postedAt ? `${instant(run.postedAt)} (${t.timeZone})` : ''],
    [t.run, `${escape(run.key)} · ${t.number} ${envelope.no}`],
    [t.piece, escape(piece)],
    [t.link, (read?.links ?? []).map(linked).join('<br>') || t.noLink],
  ];
  const list = fields.filter(([, value]) => value).map(([label, value]) => `<dt>${label}</dt><dd>${value}</dd>`);
  const sheets = Array.from({ length: envelope.pages }, (_, index) => {
    const form = read?.formPages.includes(index + 1) ? ` · ${t.form}` : '';
    return sheet(`${t.page} ${index + 1}${form}`, `${path}/pages/${index + 1}.png`);
  });
  const posted = forms.map((form) => formSection(form, language)).join('');
  const body = `<p><a href="${address('/', language)}">← ${t.back}</a></p><h2>${escape(read?.lines.at(-1) ?? piece)}</h2>
<div class="card"><dl>${list.join('')}</dl></div><div class="sheets">${sheets.join('')}</div>${posted}`;
  return layout(language, read?.lines.at(-1) ?? t.short, path, {}, body);
}

const linked = (link: string) =>
  `<a href="${escape(link)}" target="_blank" rel="noopener noreferrer">${escape(link)}</a>`;

const sheet = (caption: string, source: string) => `<figure><figcaption>${caption}</figcaption>
<a href="${source}"><img src="${source}" alt="${caption}" loading="lazy" width="1240" height="1754"></a></figure>`;

function formSection(form: FormPosted, language: Language): string {
  const t = pageText(language);
  const sheets = Array.from({ length: form.pages }, (_, index) =>
    sheet(`${t.page} ${index + 1}`, `/forms/${form.id}/pages/${index + 1}.png`),
  );
  return `<h2>${t.filledForm}</h2><p>${t.posted} ${instant(form.at)} · ${t.arrives} ${instant(form.dueAt)} ·
${t.postmark} ${form.postmarkOn ?? t.noPostmark}</p><div class="sheets">${sheets.join('')}</div>`;
}

/** Shown for an unknown letter. */
export function missingPage(language: Language): string {
  const t = pageText(language);
  return layout(language, t.short, '/', {}, `<div class="card nothing">${t.notFound}</div>`);
}

/** In addition to the style shared by all stand-ins. */
export const SHEET_STYLE = `
.sheets { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1rem; margin-top: 1rem; max-width: 72rem; }
figure { margin: 0; } figcaption { color: var(--text-2); margin-bottom: .25rem; }
figure img { width: 100%; max-width: 34rem; height: auto; display: block; background: #fff; border: 1px solid var(--border); border-radius: 4px; }
`;
