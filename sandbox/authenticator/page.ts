import { type Language } from '../../domain/campaigns/campaign';
import { type Role } from '../../domain/access/access';
import { roleTexts } from '../../domain/texts/names/access';
import { escape, frame } from '../support/page-frame';
import { type ShownCode } from './codes';
import { pageText } from './page-text';

/** Every person with login, password and the code of this half minute. */
export function codesPage(
  language: Language,
  shown: { people: ShownCode[]; secondsLeft: number },
  console?: string,
): string {
  const t = pageText(language);
  const roles = (names: string[]) => names.map((name) => roleTexts[name as Role]?.[language] ?? name).join(t.separator);
  const rows = shown.people.map(
    (person) => `<tr><td>${escape(person.name)}</td><td>${escape(roles(person.roles))}</td>
<td><code>${escape(person.login)}</code></td><td><code>${escape(person.password)}</code></td>
<td><code data-login="${escape(person.login)}">${person.code}</code></td></tr>`,
  );
  const left = t.left.replace('{n}', `<b id="left">${shown.secondsLeft}</b>`);
  const way = console ? `<p><a href="${escape(console)}">${t.console} →</a></p>` : '';
  const head = [t.person, t.roles, t.login, t.password, t.code].map((name) => `<th>${name}</th>`).join('');
  const body =
    rows.length === 0
      ? `<div class="card nothing">${t.empty}</div>`
      : `<ul class="facts"><li>${left}</li></ul>${way}<div class="card scroll"><table><thead><tr>${head}</tr></thead>
<tbody>${rows.join('')}</tbody></table></div>`;
  return frame({ language, title: t.title, heading: t.title, about: t.about, path: '/', query: {}, body, live: true });
}

/** Keeps the codes current; a person who is new appears with the next load. */
export const CODES_SCRIPT = `
setInterval(async () => {
  try {
    const { people, secondsLeft } = await (await fetch('/api/codes')).json();
    const left = document.getElementById('left');
    if (!left) { if (people.length > 0) location.reload(); return; }
    left.textContent = String(secondsLeft);
    for (const { login, code } of people) {
      const shown = document.querySelector('[data-login="' + CSS.escape(login) + '"]');
      if (shown && shown.textContent !== code) shown.textContent = code;
    }
  } catch { /* the stand-in is being restarted */ }
}, 1000);
`;
