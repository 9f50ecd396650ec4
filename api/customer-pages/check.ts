import { type ChoiceId, submitAnswer, wishesOf } from '../../db/customers/page';
import { AppError } from '../../domain/errors';
import { choosePath, pageOf } from './choose';
import { answeredPage, latePage } from './closed';
import { choiceList, passedOnNote } from './contracts';
import { currentDraft, type Draft, dropDraft, sentKey } from './draft';
import { choiceField, readChoices } from './forms';
import { html } from './html';
import { type PageParts } from './layout';
import { encryptKey } from './session';
import { type Confirmed, type Reply, ring } from './visit';

/**
 * Shows all choices for confirmation. The form sends exactly what the page shows, whatever another tab does meanwhile.
 */
export async function showCheck(visit: Confirmed): Promise<Reply> {
  const draft = currentDraft(visit);
  if (isEmpty(visit, draft)) return { to: visit.view.url(visit.complete ? '/receipt' : '/choose') };
  return { page: checkPage(visit, draft) };
}

/**
 * Nothing to confirm: the draft is incomplete or equals what is declared, as after going "back" from a submitted form.
 */
function isEmpty({ customer, declared }: Confirmed, { choices }: Draft): boolean {
  const missing = customer.contracts.some(({ id }) => !choices.has(id));
  const wishes = wishesOf(declared);
  return missing || customer.contracts.every(({ id }) => choices.get(id) === wishes.get(id));
}

function checkPage(visit: Confirmed, { key, choices }: Draft): PageParts {
  const { view, deps, link, until } = visit;
  const hidden = [...choices].map(
    ([contract, choice]) => html`<input type="hidden" name="${choiceField(contract)}" value="${choice}" />`,
  );
  const path = choosePath(visit);
  const list = choiceList(visit, choices, (contract) => {
    const page = pageOf(visit, contract);
    return view.url(path, page > 1 ? { p: String(page) } : {});
  });
  const body = html`<div>
      <p class="sub">${view.t('step', { n: 2, of: 2 })}</p>
      <h1>${view.t('checkHeading')}</h1>
    </div>
    ${list}
    <section>
      <h2>${view.t('whatHappens')}</h2>
      <p>${view.t('whatHappensBody', { date: view.day(until) })}</p>
      ${passedOnNote(visit)}
    </section>
    <form method="post" action="${view.url('/send')}">
      <input type="hidden" name="key" value="${encryptKey(deps.vault, link, key)}" /> ${hidden}<button
        class="btn pri"
        type="submit"
      >
        ${view.t('send')}
      </button>
    </form>`;
  return { name: 'check', title: view.t('checkTitle'), body, back: view.url(path) };
}

/** Records the answer once; submitting the same form again leads to the same receipt. */
export async function takeAnswer(visit: Confirmed): Promise<Reply> {
  const { view, customer, deps, link, fields, campaign } = visit;
  const key = sentKey(visit);
  const contracts = customer.contracts.map((contract) => contract.id);
  const offered: ChoiceId[] = campaign.doc.choices.map((choice) => choice.id);
  const { choices, missing } = readChoices(fields, contracts, offered);
  if (!key || missing.length > 0) return { to: view.url(choosePath(visit)) };
  return submitting(visit, async () => {
    const dedupe = `answer:${key.nonce}`;
    return submitAnswer(deps.db, link, { basis: key.basis, dedupe, choices });
  });
}

/** Runs a submit and redirects to its result: the receipt, or that it is kept for a person and does not count yet. */
export async function submitting(visit: Confirmed, submit: () => ReturnType<typeof submitAnswer>): Promise<Reply> {
  try {
    const recorded = await submit();
    ring(visit.deps, [recorded]);
    dropDraft(visit);
    return { to: visit.view.url(recorded.kept === undefined ? '/receipt' : '/kept') };
  } catch (error) {
    const code = error instanceof AppError ? error.code : undefined;
    if (code === 'answer_already_given') return { page: answeredPage(visit.view, true), status: 409 };
    if (code === 'answer_too_late') return { page: latePage(visit), status: 409 };
    throw error;
  }
}
