import { withdrawAnswer } from '../../db/customers/page';
import { submitting } from './check';
import { choiceList, passedOnNote } from './contracts';
import { sentKey } from './draft';
import { html } from './html';
import { newKey, encryptKey } from './session';
import { type Confirmed, type Reply } from './visit';

/** Asks for confirmation before an answer is withdrawn. */
export async function showWithdraw(visit: Confirmed): Promise<Reply> {
  const { view, deps, link, declared, until } = visit;
  if (declared.choices.size === 0) return { to: view.url() };
  const key = encryptKey(deps.vault, link, newKey(declared.basis));
  const body = html`<div><h1>${view.t('withdrawHeading')}</h1></div>
    ${choiceList(visit, declared.choices)}
    ${passedOnNote(visit) || html`<p>${view.t('withdrawBody', { date: view.day(until) })}</p>`}
    <form method="post" action="${view.url('/withdraw')}">
      <input type="hidden" name="key" value="${key}" /><button class="btn dan" type="submit">
        ${view.t('withdrawSend')}
      </button>
    </form>
    <a class="btn" href="${view.url('/receipt')}">${view.t('withdrawKeep')}</a>`;
  return { page: { name: 'withdraw', title: view.t('withdrawTitle'), body, back: view.url('/change') } };
}

/** Withdraws the answer for all contracts that have one. */
export async function takeWithdrawal(visit: Confirmed): Promise<Reply> {
  const { view, deps, link, declared } = visit;
  const key = sentKey(visit);
  if (!key) return { to: view.url('/withdraw') };
  return submitting(visit, () => {
    const dedupe = `answer_withdrawn:${key.nonce}`;
    const contracts = [...declared.choices.keys()];
    return withdrawAnswer(deps.db, link, { basis: key.basis, dedupe, contracts });
  });
}
