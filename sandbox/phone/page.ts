import { type Language } from '../../domain/campaigns/campaign';
import { address, escape, frame, instant } from '../support/page-frame';
import { type Heard } from './exchange';
import { pageText, type PhoneText } from './page-text';

/** A call as dialled, and what was heard; `down`: it could not be connected. */
export interface Dialled {
  number: string;
  name: string;
  heard: Heard | 'down';
}

/** The phone of a person at the call desk: a number to dial, and what the last call brought. */
export function phonePage(language: Language, last?: Dialled): string {
  const t = pageText(language);
  const field = (name: 'number' | 'name', value: string, more: string) =>
    `<p><label>${t[name]}<br><input name="${name}" value="${escape(value)}" ${more}></label></p>`;
  const body = `${last ? heardCard(t, last) : ''}
<form class="card" method="post" action="${address('/', language)}">
${field('number', last?.number ?? '', 'type="tel" required maxlength="40" autofocus')}
${field('name', last?.name ?? '', 'maxlength="200"')}<button>${t.dial}</button></form>`;
  return frame({ language, title: t.title, heading: t.title, about: t.about, path: '/', query: {}, body });
}

function heardCard(t: PhoneText, { heard }: Dialled): string {
  if (heard === 'down') return `<div class="card" role="status">${t.down}</div>`;
  const said = (heard.heard === 'answered' ? heard.says : heard.heard) as keyof PhoneText;
  const choices = Object.entries(heard.choices ?? {}).map(
    ([contract, choice]) =>
      `<li>${t.choice.replace('{contract}', escape(contract)).replace('{choice}', t[choice])}</li>`,
  );
  const words = t[said].replace('{at}', heard.callbackAt ? instant(heard.callbackAt) : '');
  const recording = heard.recording ? `<p>${t.recording} <code>${escape(heard.recording)}</code></p>` : '';
  return `<div class="card" role="status"><h2>${t.heard}</h2><p>${words}</p>
${choices.length > 0 ? `<ul>${choices.join('')}</ul>` : ''}${recording}</div>`;
}
