import { type ChoiceId, type PageContract } from '../../db/customers/page';
import { type Html, html } from './html';
import { type Confirmed } from './visit';

/** Contracts per page of choices; with more, the form continues over several pages and lists become compact. */
export const PER_PAGE = 20;

/** Name of a contract on the page: its product, otherwise its position in the list. */
export function contractName({ view, customer }: Confirmed, contract: PageContract): string {
  return contract.product || view.t('contract', { n: customer.contracts.indexOf(contract) + 1 });
}

export function contractTail({ view }: Confirmed, contract: PageContract): string {
  return contract.tail && view.t('contractTail', { tail: contract.tail });
}

/** `withdrawn`: the customer asks to take the answer back. */
type Shown = ChoiceId | 'withdrawn';

/** A choice in the campaign's words. */
export function choiceLabel({ view, campaign }: Confirmed, choice: Shown): string {
  if (choice === 'withdrawn') return view.t('requestTakeBack');
  return view.own(campaign.doc.choices.find((candidate) => candidate.id === choice)?.label);
}

/** The chosen contracts as a summary list; `changeUrl` adds a link to change each choice. */
export function choiceList(
  visit: Confirmed,
  choices: Map<number, Shown>,
  changeUrl?: (contract: PageContract) => string,
): Html {
  const chosen = visit.customer.contracts.filter((contract) => choices.has(contract.id));
  if (chosen.length > PER_PAGE) return compactList(visit, chosen, choices);
  const { view } = visit;
  return html`<dl class="summary">
    ${chosen.map((contract) => {
      const name = contractName(visit, contract);
      return html`<div>
        <dt>${name}<span>${contractTail(visit, contract)}</span></dt>
        <dd>${choiceLabel(visit, choices.get(contract.id)!)}</dd>
        ${
          changeUrl &&
          html`<dd class="change">
            <a href="${changeUrl(contract)}">
              ${view.t('change')}<span class="unseen"> ${name} ${contract.tail}</span></a
            >
          </dd>`
        }
      </div>`;
    })}
  </dl>`;
}

/** For many contracts: the number of each choice, then one short line each. */
function compactList(visit: Confirmed, chosen: PageContract[], choices: Map<number, Shown>): Html {
  const { view, campaign } = visit;
  const kinds: Shown[] = [...campaign.doc.choices.map(({ id }) => id), 'withdrawn'];
  return html`${kinds.map((id) => {
    const own = chosen.filter((contract) => choices.get(contract.id) === id);
    const title = view.t('checkCount', { choice: choiceLabel(visit, id), count: own.length });
    return (
      own.length > 0 &&
      html`<section>
        <h3>${title}</h3>
        <ul class="many">
          ${own.map((contract) => html`<li>${contract.product} ${contract.tail}</li>`)}
        </ul>
      </section>`
    );
  })}`;
}

/** Tells a customer whose answer was passed on that a change is asked of the company; nothing for others. */
export function passedOnNote({ view, declared, until }: Confirmed): Html | false {
  return declared.takenOver.length > 0 && html`<p class="note">${view.t('passedOn', { date: view.day(until) })}</p>`;
}

/** The changes that the company was asked for and has not decided; nothing if there are none. */
export function requestedChanges(visit: Confirmed): Html | false {
  const { view, declared } = visit;
  if (declared.requested.size === 0) return false;
  const choices = new Map([...declared.requested].map(([contract, { choice }]) => [contract, choice]));
  const receipts = [...new Set([...declared.requested.values()].map(({ receipt }) => receipt))];
  return html`<section data-requested>
    <h2>${view.t('requestTitle')}</h2>
    <p>${view.t('requestBody')}</p>
    <p>${view.t('receiptNumber')}<br /><b>${receipts.join(' / ')}</b></p>
    ${choiceList(visit, choices)}
  </section>`;
}
