import { type Html, html } from '../html';
import { type Confirmed } from '../visit';

/** When the newest answer was given, booked and registered, and by which date it counts: labels and words. */
export function receiptFacts({ view, declared, campaign, until }: Confirmed): [label: string, value: string][] {
  const last = declared.last!;
  const { applyBy } = campaign.doc.dates;
  const inTime = last.at <= applyBy;
  const counts = inTime
    ? view.t('receiptInTime', { date: view.day(applyBy) })
    : view.t('receiptInGrace', { applyBy: view.day(applyBy), date: view.day(until) });
  const entered = last.enteredAt === null ? view.t('receiptEnteredSoon') : view.moment(last.enteredAt);
  return [
    [view.t('receiptGiven'), `${view.moment(last.at)} (${view.t(`receiptVia_${last.via}`)})`],
    [view.t('receiptBooked'), view.moment(last.receivedAt)],
    [view.t('receiptEntered'), entered],
    [view.t('receiptCounts'), counts],
  ];
}

/** These facts on the page. */
export function receiptDates(visit: Confirmed): Html {
  return html`<section>
    <h2>${visit.view.t('receiptDates')}</h2>
    <dl class="summary" data-dates>
      ${receiptFacts(visit).map(
        ([label, value]) =>
          html`<div>
            <dt>${label}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}
