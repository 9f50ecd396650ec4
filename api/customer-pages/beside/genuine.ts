import { newestLetter } from '../../../db/customers/page-requests/newest-letter';
import { type Html, html } from '../html';
import { type PageParts } from '../layout';
import { type Confirmed, type Reply, type Visit } from '../visit';

/** How to check where the notice comes from; before the second factor without what concerns the customer. */
export const showGenuine = async (visit: Visit): Promise<Reply> => ({ page: genuinePage(visit) });

/** The same, with the number printed on the customer's newest letter. */
export async function showGenuineWithLetter(visit: Confirmed): Promise<Reply> {
  return { page: genuinePage(visit, await newestLetter(visit.deps.db, visit.link)) };
}

function genuinePage({ view, campaign, deps }: Visit, letter?: { code: string; at: number }): PageParts {
  const { sender } = campaign.doc;
  const site = URL.canParse(sender.site) ? new URL(sender.site).host : sender.site;
  const row = (name: string, value: string | Html, hint?: string) =>
    html`<div>
      <dt>${name}</dt>
      <dd>${value}${hint && html`<span class="hint">${hint}</span>`}</dd>
    </div>`;
  const never = ['genuineNeverPin', 'genuineNeverCard', 'genuineNeverCode', 'genuineNeverMoney'] as const;
  const body = html`<div class="first">
      <h1>${view.t('genuineHeading')}</h1>
      <p>${view.t('genuineLead')}</p>
    </div>
    <section>
      <h2>${view.t('genuineWho')}</h2>
      <dl class="summary">
        ${row(view.t('genuineName'), view.senderName)} ${row(view.t('genuineAddress'), sender.address)}
        ${row(view.t('genuinePhone'), sender.phone, view.own(sender.hours))} ${row(view.t('genuineSite'), site)}
        ${row(view.t('genuinePage'), new URL(deps.config.PUBLIC_URL).host, view.t('genuinePageHint'))}
        ${
          letter &&
          row(
            view.t('genuineLetter'),
            html`<span data-letter>${letter.code}</span>`,
            view.t('genuineLetterHint', { date: view.shortDay(letter.at) }),
          )
        }
      </dl>
    </section>
    <section>
      <h2>${view.t('genuineNever')}</h2>
      <ul class="dots">
        ${never.map((key) => html`<li>${view.t(key)}</li>`)}
      </ul>
    </section>
    <section>
      <h2>${view.t('genuineDoubt')}</h2>
      <p>${view.t('genuineDoubtBody')}</p>
    </section>`;
  return { name: 'genuine', title: view.t('genuineTitle'), body, back: view.url() };
}
