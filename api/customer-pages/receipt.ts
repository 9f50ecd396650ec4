import { choiceList, passedOnNote, requestedChanges } from './contracts';
import { type Html, html } from './html';
import { type PageParts } from './layout';
import { type Confirmed, type Reply } from './visit';

/** What was received, with its receipt number. Available after the cut-off too. */
export async function showReceipt(visit: Confirmed): Promise<Reply> {
  const { declared, view } = visit;
  if (declared.last === null) return { to: view.url() };
  return { page: declared.choices.size > 0 ? receiptPage(visit) : withdrawnPage(visit) };
}

/** Whether the answer may still be changed. */
const isOpen = ({ campaign, cutOff }: Confirmed): boolean => campaign.status !== 'stopped' && campaign.now <= cutOff;

function receiptPage(visit: Confirmed): PageParts {
  const { view, declared, complete } = visit;
  const open = isOpen(visit);
  const body = html`${panel(visit, view.t('receiptTitle'))}
    <div class="text">
      <p>${view.t('receiptAt', { time: view.moment(declared.last!.at) })}</p>
      <p>${view.t('receiptKeep')}</p>
    </div>
    ${
      !complete &&
      open &&
      html`<p class="note">${view.t('receiptOpen')}</p>
        <a class="btn pri" href="${view.url('/choose')}">${view.t('goOn')}</a>`
    }
    <section>
      <h2>${view.t('receiptContents')}</h2>
      ${choiceList(visit, declared.choices)}
    </section>
    ${requestedChanges(visit)}
    <section>
      <h2>${view.t('then')}</h2>
      ${nextSteps(visit, open)}
    </section>
    ${open && passedOnNote(visit)}
    ${open && html`<a class="btn" href="${view.url('/change')}">${view.t('changeOrTakeBack')}</a>`}`;
  return { name: 'receipt', title: view.t('receiptTitle'), body };
}

function nextSteps({ view, declared, campaign, until }: Confirmed, open: boolean): Html {
  const { endOfService } = campaign.doc.dates;
  const over = campaign.now > endOfService;
  return html`<ol class="steps">
    ${
      (!open || declared.takenOver.length === 0) &&
      html`<li><span>${view.t(open ? 'thenChange' : 'thenFixed', { date: view.day(until) })}</span></li>`
    }
    <li><span>${view.t(over ? 'lateServiceOver' : 'thenEnd', { date: view.day(endOfService) })}</span></li>
  </ol>`;
}

function withdrawnPage(visit: Confirmed): PageParts {
  const { view, until } = visit;
  const open = isOpen(visit);
  const body = html`${panel(visit, view.t('withdrawnTitle'))}
    <p>${view.t(open ? 'withdrawnBody' : 'withdrawnBodyLate', { date: view.day(until) })}</p>
    ${open && html`<a class="btn pri" href="${view.url('/choose')}">${view.t('start')}</a>`}`;
  return { name: 'withdrawn', title: view.t('withdrawnTitle'), body };
}

function panel({ view, declared }: Confirmed, title: string): Html {
  return html`<div class="panel first" role="status">
    <h1>${title}</h1>
    <p>${view.t('receiptNumber')}<br /><b data-receipt>${declared.last!.receipt}</b></p>
  </div>`;
}
