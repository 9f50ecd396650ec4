import { type Declared, type PageCampaign } from '../../db/customers/page';
import { html } from './html';
import { type PageParts } from './layout';
import { type View } from './view';

interface LateVisit {
  view: View;
  campaign: PageCampaign;
  declared: Declared;
  cutOff: number;
}

/** After the cut-off: what is still possible, and what was received before. */
export function latePage({ view, campaign, declared, cutOff }: LateVisit): PageParts {
  const { dates, facts, sender } = campaign.doc;
  const over = campaign.now > dates.endOfService;
  const phone = view.t('latePhoneHint', { phone: sender.phone, hours: view.own(sender.hours) });
  const claims = dates.claimsUntil !== null && campaign.now <= dates.claimsUntil ? dates.claimsUntil : null;
  const body = html`<div class="first"><h1>${view.t('lateTitle')}</h1></div>
    <p>${view.t('lateBody', { date: view.day(cutOff) })}</p>
    <section>
      <h2>${view.t('lateStill')}</h2>
      <ul class="dots">
        <li>${view.t('latePhone')}<span class="hint">${phone}</span></li>
        <li>${view.t(over ? 'lateServiceOver' : 'lateService', { date: view.day(dates.endOfService) })}</li>
        ${claims !== null && html`<li>${view.t('lateClaims', { date: view.day(claims) })}<span class="hint">${view.own(facts.refund)}</span></li>`}
      </ul>
    </section>
    ${declared.last !== null && html`<a class="btn" href="${view.url('/receipt')}">${view.t('answeredShow')}</a>`}`;
  return { name: 'late', title: view.t('lateTitle'), body };
}

/** For a stopped campaign: the customer need not do anything any more. */
export function stoppedPage(view: View): PageParts {
  const body = html`<div class="first"><h1>${view.t('stoppedTitle')}</h1></div>
    <p>${view.t('stoppedBody')}</p>`;
  return { name: 'stopped', title: view.t('stoppedTitle'), body };
}

/** For customers whose contracts are all excluded. */
export function nothingPage(view: View): PageParts {
  const body = html`<div class="first"><h1>${view.t('nothingTitle')}</h1></div>
    <p>${view.t('nothingBody')}</p>`;
  return { name: 'nothing', title: view.t('nothingTitle'), body };
}

/** There is an answer already; a new one goes through "change". `sent`: the customer has just submitted something. */
export function answeredPage(view: View, sent: boolean): PageParts {
  const body = html`<div class="first"><h1>${view.t('answeredTitle')}</h1></div>
    <div class="text">
      <p>${view.t('answeredBody')}</p>
      ${sent && html`<p>${view.t('answeredNotTaken')}</p>`}
      <p>${view.t('answeredChange')}</p>
    </div>
    <a class="btn pri" href="${view.url('/receipt')}">${view.t('answeredShow')}</a>`;
  return { name: 'answered', title: view.t('answeredTitle'), body };
}

/** A failure on our side; submitting again is harmless. */
export function failedPage(view: View): PageParts {
  const body = html`<div class="first"><h1>${view.t('failedTitle')}</h1></div>
    <p>${view.t('failedBody')}</p>`;
  return { name: 'failed', title: view.t('failedTitle'), body };
}
