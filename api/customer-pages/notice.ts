import { type Html, html } from './html';
import { safeNote } from './identify';
import { paragraphs } from './layout';
import { type View } from './view';
import { type Confirmed, type Reply } from './visit';

/** What ends and when, the deadline, and what to do. All statements are the campaign's approved facts. */
export async function showNotice(visit: Confirmed): Promise<Reply> {
  const { view, campaign, customer, declared, until } = visit;
  if (visit.waiting) return { to: view.url('/kept') };
  if (visit.complete) return { to: view.url('/receipt') };
  const { facts, dates } = campaign.doc;
  const own = customer.kind === 'company' ? 'dearCompany' : 'dear';
  const dear = view.t(visit.link.representativeId === undefined ? own : 'dearRepresentative', { name: customer.name });
  const started = declared.choices.size > 0;
  const body = html`<div class="first">
      <p class="sub">${dear}</p>
      <h1>${heading(visit)}</h1>
    </div>
    <dl class="facts">
      <div>
        <dt>${view.t('endOfService')}</dt>
        <dd>${view.day(dates.endOfService)}</dd>
      </div>
      <div>
        <dt>${view.t('applyBy')}</dt>
        <dd>${view.day(dates.applyBy)} <span class="left">${daysLeft(visit)}</span></dd>
      </div>
    </dl>
    ${campaign.now > dates.applyBy && html`<p class="note">${view.t('graceNote', { date: view.day(until) })}</p>`}
    ${facts.ending && html`<div class="text">${paragraphs(view.own(facts.ending))}</div>`}
    ${section(view.t('keeps'), view.own(facts.keeps))}
    <section>
      <h2>${view.t('todo')}</h2>
      ${facts.todo && html`<div class="text">${paragraphs(view.own(facts.todo))}</div>`}${steps(view, customer.contracts.length, until)}
    </section>
    <a class="btn pri" href="${view.url('/choose')}">${view.t(started ? 'goOn' : 'start')}</a>
    <a class="btn" href="${view.url('/callback')}">${view.t('wayCallback')}</a>
    ${section(view.t('refund'), view.own(facts.refund))} ${safeNote(view)}`;
  return { page: { name: 'notice', title: view.t('noticeTitle'), body } };
}

/** Names the service that ends, as the notices do; never a plan of it. */
function heading({ view, campaign }: Confirmed): string {
  const { service } = campaign.doc;
  return service ? view.t('noticeHeadingService', { service: view.own(service) }) : view.t('noticeHeading');
}

function daysLeft({ view, campaign }: Confirmed): string {
  const { applyBy } = campaign.doc.dates;
  if (campaign.now > applyBy) return view.t('inGrace');
  const days = view.daysUntil(applyBy, campaign.now);
  return days === 0 ? view.t('lastDay') : view.t('daysLeft', { days });
}

function section(title: string, text: string): Html | false {
  return (
    text !== '' &&
    html`<section>
      <h2>${title}</h2>
      <div class="text">${paragraphs(text)}</div>
    </section>`
  );
}

function steps(view: View, contracts: number, until: number): Html {
  const hint = (text: string) => html`<span class="hint">${text}</span>`;
  return html`<ol class="steps">
    <li><span>${view.t('todoChoose')}${contracts > 1 && hint(view.t('todoChooseHint'))}</span></li>
    <li><span>${view.t('todoSend')}${hint(view.t('todoSendHint', { date: view.day(until) }))}</span></li>
  </ol>`;
}
