import { type Language } from '../../../domain/campaigns/campaign';
import { address, escape, instant } from '../../support/page-frame';
import { type MailbagItem } from '../entries';
import { layout, slip } from '../page';
import { pageText } from '../page-text';

/** An envelope in the mailbag, with the code printed on it. */
export interface BagRow {
  item: MailbagItem;
  piece: string;
  taken: boolean;
}

/** The envelopes that arrived, unopened ones first: code as text, image to download, all of them as one scan. */
export function mailbagPage(language: Language, rows: BagRow[]): string {
  const t = pageText(language);
  const heads = [t.arrived, t.kind, t.piece, t.image, ''].map((head) => `<th>${head}</th>`).join('');
  const list = rows.map((row) => bagRow(row, language)).join('');
  const unopened = rows.some(({ taken }) => !taken);
  const stack = unopened ? `<p><a href="/mailbag/stack.pdf" download>${t.stack}</a></p>` : '';
  const table =
    rows.length > 0
      ? `<div class="card scroll"><table><thead><tr>${heads}</tr></thead><tbody>${list}</tbody></table></div>`
      : `<div class="card nothing">${t.mailbagEmpty}</div>`;
  const body = `<p><a href="${address('/', language)}">← ${t.back}</a></p><h2>${t.mailbag}</h2>
<p>${t.mailbagAbout}</p>${stack}${table}`;
  return layout(language, t.mailbag, '/mailbag', {}, body);
}

function bagRow({ item, piece, taken }: BagRow, language: Language): string {
  const t = pageText(language);
  const { seq, at, returned } = item;
  const kind = returned
    ? `${t.undeliverable}<span class="chip warn">${slip(returned.reason, language)}</span>`
    : t.returnForm;
  const image = `/api/mailbag/${seq}/image`;
  const done = taken
    ? t.opened
    : `<form method="post" action="${address(`/mailbag/${seq}/taken`, language)}"><button>${t.take}</button></form>`;
  return `<tr><td class="when">${instant(at)}</td><td>${kind}</td><td><code>${escape(piece)}</code></td>
<td><a href="${image}">${t.image}</a> <a href="${image}" download="${escape(piece)}">↓</a></td><td>${done}</td></tr>`;
}
