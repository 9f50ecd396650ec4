import { isEffortGiven, recordEffort } from '../../db/customers/page-requests/effort';
import { HINDRANCES, SCORES } from '../../domain/customers/effort';
import { effortForm } from './beside/effort';
import { addressee } from './beside/paper';
import { receiptDates } from './beside/receipt-facts';
import { choiceList, passedOnNote, requestedChanges } from './contracts';
import { sentKey } from './draft';
import { field } from './forms';
import { type Html, html } from './html';
import { errorSummary, type PageParts } from './layout';
import { type Confirmed, type Reply } from './visit';

/** What was received, with its receipt number. Available after the cut-off too. */
export async function showReceipt(visit: Confirmed): Promise<Reply> {
  const { declared, view } = visit;
  if (declared.last === null) return { to: view.url() };
  return { page: declared.choices.size > 0 ? await receiptPage(visit) : withdrawnPage(visit) };
}

/** Keeps how easy the customer found it; without a score the page says what is missing. */
export async function takeEffort(visit: Confirmed): Promise<Reply> {
  const { view, deps, link, fields, complete } = visit;
  const to = view.url('/receipt');
  if (!sentKey(visit) || !complete) return { to };
  const score = SCORES.find((one) => String(one) === field(fields, 'score'));
  if (score === undefined) return { page: await receiptPage(visit, view.t('effortProblem')), status: 422 };
  const hindrance = HINDRANCES.find((one) => one === field(fields, 'hindrance')) ?? null;
  await recordEffort(deps.db, link, { score, hindrance });
  return { to };
}

/** Whether the answer may still be changed. */
const isOpen = ({ campaign, cutOff }: Confirmed): boolean => campaign.status !== 'stopped' && campaign.now <= cutOff;

async function receiptPage(visit: Confirmed, problem?: string): Promise<PageParts> {
  const { view, declared, complete, deps, link } = visit;
  const open = isOpen(visit);
  const given = complete && (await isEffortGiven(deps.db, link));
  const body = html`${problem && errorSummary(view, [{ field: 'score-1', text: problem }])}
    ${panel(visit, view.t('receiptTitle'))}
    <div class="text">
      <p class="sub">${addressee(visit)}</p>
      <p>${view.t('receiptAt', { time: view.moment(declared.last!.at) })}</p>
      <p>${view.t('receiptKeep')}</p>
    </div>
    <a class="btn" href="${view.url('/receipt.pdf')}">${view.t('receiptPdf')}</a>
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
    ${receiptDates(visit)} ${requestedChanges(visit)}
    <section>
      <h2>${view.t('then')}</h2>
      ${nextSteps(visit, open)}
    </section>
    ${open && passedOnNote(visit)}
    ${open && html`<a class="btn" href="${view.url('/change')}">${view.t('changeOrTakeBack')}</a>`}
    ${complete && effortForm(visit, { given, ...(problem !== undefined && { problem }) })}`;
  return { name: 'receipt', title: view.t('receiptTitle'), body, error: problem !== undefined };
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
