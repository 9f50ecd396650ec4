import { type ChoiceId, type PageContract } from '../../db/customers/page';
import { answeredPage } from './closed';
import { contractName, contractTail, PER_PAGE, passedOnNote } from './contracts';
import { currentDraft, type Draft, saveDraft, sentKey } from './draft';
import { choiceField, field, readChoices } from './forms';
import { type Html, html } from './html';
import { errorSummary, type PageParts } from './layout';
import { encryptKey } from './session';
import { type Confirmed, type Reply } from './visit';

/** With more contracts, choices are explained once per page and can be set for all at once. */
const DETAILED = 5;

/** One choice per contract, none preselected. Customers who have answered use "change" instead. */
export async function showChoose(visit: Confirmed): Promise<Reply> {
  if (visit.waiting) return { to: visit.view.url('/kept') };
  if (visit.complete) return { page: answeredPage(visit.view, false), status: 409 };
  return { page: choosePage(visit, currentDraft(visit), pageNumber(visit, visit.req.query.p), []) };
}

/** The same form for customers who have answered, starting with the choices in force. */
export async function showChange(visit: Confirmed): Promise<Reply> {
  if (visit.declared.choices.size === 0) return { to: visit.view.url('/choose') };
  return { page: choosePage(visit, currentDraft(visit), pageNumber(visit, visit.req.query.p), []) };
}

/** Saves the choices as a draft and continues with what is missing, otherwise with the check page. */
export async function takeChoices(visit: Confirmed): Promise<Reply> {
  const { view, customer, declared, fields } = visit;
  const key = sentKey(visit);
  if (!key) return { to: view.url(choosePath(visit)) };
  if (key.basis !== declared.basis) return { page: answeredPage(view, true), status: 409 };
  const page = pageNumber(visit, fields.p);
  const shown = onPage(visit, page).map((contract) => contract.id);
  const offered = visit.campaign.doc.choices.map((choice) => choice.id);
  const { choices, missing } = readChoices(fields, shown, offered);
  const all = offered.find((choice) => choice === field(fields, 'all'));
  const draft: Draft = { key, choices: new Map([...currentDraft(visit).choices, ...choices]) };
  if (all) {
    for (const { id } of customer.contracts) if (!draft.choices.has(id)) draft.choices.set(id, all);
  }
  if (!all && missing.length > 0) return { page: choosePage(visit, draft, page, missing), status: 422 };
  saveDraft(visit, draft);
  const open = customer.contracts.findIndex((contract) => !draft.choices.has(contract.id));
  if (open < 0) return { to: view.url('/check') };
  return { to: view.url(choosePath(visit), { p: String(Math.floor(open / PER_PAGE) + 1) }) };
}

/** The page for these choices: "change" for customers who have answered. */
export const choosePath = (visit: Confirmed): string => (visit.complete ? '/change' : '/choose');

/** Number of the page of choices that shows a contract. */
export const pageOf = ({ customer }: Confirmed, contract: PageContract): number =>
  Math.floor(customer.contracts.indexOf(contract) / PER_PAGE) + 1;

function pageNumber({ customer }: Confirmed, asked: unknown): number {
  const last = Math.ceil(customer.contracts.length / PER_PAGE);
  const page = Math.trunc(Number(asked));
  return page >= 1 && page <= last ? page : 1;
}

const onPage = ({ customer }: Confirmed, page: number): PageContract[] =>
  customer.contracts.slice((page - 1) * PER_PAGE, page * PER_PAGE);

function choosePage(visit: Confirmed, draft: Draft, page: number, missing: number[]): PageParts {
  const { view, customer, deps, link } = visit;
  const shown = onPage(visit, page);
  const many = customer.contracts.length > 1;
  const title = view.t(visit.complete ? 'changeTitle' : 'chooseTitle');
  const heading = view.t(visit.complete ? 'changeHeading' : many ? 'chooseHeadingMany' : 'chooseHeading');
  const problems = shown
    .filter((contract) => missing.includes(contract.id))
    .map((contract) => ({ field: fieldId(visit, contract), text: problemText(visit, contract) }));
  const body = html`${errorSummary(view, problems)}
    <form class="col" method="post" action="${view.url('/choose')}">
      <input type="hidden" name="key" value="${encryptKey(deps.vault, link, draft.key)}" />
      <input type="hidden" name="p" value="${page}" />
      <div>
        <p class="sub">${view.t('step', { n: 1, of: 2 })}</p>
        <h1 id="question">${heading}</h1>
        ${visit.declared.unclear && html`<p>${view.t('unclearNote')}</p>`}
        ${visit.complete && html`<p>${view.t('changeNote')}</p>`}${passedOnNote(visit)}${position(visit, page, shown.length)}
      </div>
      ${page === 1 && customer.contracts.length > DETAILED && !visit.complete && allSame(visit)}
      ${shown.map((contract) => question(visit, contract, draft.choices.get(contract.id), missing))}
      <button class="btn pri" type="submit">${view.t('next')}</button>
    </form>
    ${visit.complete && html`<a class="btn dan" href="${view.url('/withdraw')}">${view.t('takeBack')}</a>`}`;
  const back = view.url(visit.complete ? '/receipt' : '');
  return { name: 'choose', title, body, back, error: problems.length > 0 };
}

function position({ view, customer }: Confirmed, page: number, shown: number): Html | false {
  const count = customer.contracts.length;
  if (count <= PER_PAGE) return false;
  const from = (page - 1) * PER_PAGE + 1;
  return html`<p class="sub">${view.t('pageOf', { from, to: from + shown - 1, count })}</p>`;
}

function question(visit: Confirmed, contract: PageContract, chosen: ChoiceId | undefined, missing: number[]): Html {
  const wrong = missing.includes(contract.id);
  const error = wrong ? `error-${contract.id}` : undefined;
  const { contracts } = visit.customer;
  const only = contracts.length === 1;
  const detailed = contracts.length <= DETAILED || contracts.indexOf(contract) % PER_PAGE === 0;
  return html`<fieldset
    class="ask${wrong && ' wrong'}"
    ${only && html` aria-labelledby="question legend-${contract.id}"`}
  >
    <legend id="legend-${contract.id}">
      ${contractName(visit, contract)} <span class="hint">${contractTail(visit, contract)}</span>
    </legend>
    ${wrong && html`<p class="err" id="error-${contract.id}">${problemText(visit, contract)}</p>`}
    ${options(visit, { name: choiceField(contract.id), chosen, error, detailed })}
  </fieldset>`;
}

function allSame(visit: Confirmed): Html {
  const { view } = visit;
  return html`<fieldset class="ask">
    <legend>${view.t('allSame')} <span class="hint">${view.t('allSameHint')}</span></legend>
    ${options(visit, { name: 'all', detailed: true })}
  </fieldset>`;
}

interface Options {
  name: string;
  chosen?: ChoiceId | undefined;
  /** Id of the error message these options belong to. */
  error?: string | undefined;
  detailed: boolean;
}

function options({ view, campaign }: Confirmed, { name, chosen, error, detailed }: Options): Html {
  return html`<div class="radios">
    ${campaign.doc.choices.map(
      (choice) =>
        html`<label>
          <input
            type="radio"
            id="${name}-${choice.id}"
            name="${name}"
            value="${choice.id}"
            ${chosen === choice.id && html` checked`}${error && html` aria-describedby="${error}"`}
          />
          <span>
            <b>${view.own(choice.label)}</b>
            ${detailed && html`<span class="hint">${view.own(choice.detail)}</span>`}
          </span>
        </label>`,
    )}
  </div>`;
}

function fieldId({ campaign }: Confirmed, contract: PageContract): string {
  return `${choiceField(contract.id)}-${campaign.doc.choices[0]?.id}`;
}

function problemText(visit: Confirmed, contract: PageContract): string {
  if (visit.customer.contracts.length === 1) return visit.view.t('chooseProblemOne');
  return visit.view.t('chooseProblem', { contract: `${contractName(visit, contract)} ${contract.tail}`.trim() });
}
