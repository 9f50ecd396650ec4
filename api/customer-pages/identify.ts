import { type FactorKind, factorsOf, lockedUntil, tryFactor } from '../../db/customers/second-factor';
import { type PageText } from '../../domain/texts/customer-pages';
import { limitsOf } from '../http/rate-limit';
import { stoppedPage } from './closed';
import { field, readFactor } from './forms';
import { byPhoneOnly } from './kept';
import { type Html, html } from './html';
import { errorSummary, type PageParts } from './layout';
import { type View } from './view';
import { type Reply, startSession, type Visit } from './visit';

interface Entry {
  kind: FactorKind;
  /** The customer's input, shown again. */
  fields: Record<string, unknown>;
  error?: { field: string; text: string };
  note?: string;
}

/** Asks for the second factor. The page shows the sender and nothing about the customer. */
export async function showIdentify(visit: Visit, note?: PageText): Promise<Reply> {
  const { view, deps, link, req } = visit;
  if (visit.campaign.status === 'stopped') return { page: stoppedPage(view) };
  const until = await lockedUntil(deps.db, link);
  if (until !== null) return { page: lockedPage(view, until), status: 429 };
  const kinds = await factorsOf(deps.db, link);
  const kind = kinds.find((candidate) => candidate === req.query.by) ?? kinds[0] ?? 'code';
  const entry = { kind, fields: {}, ...(note && { note: view.t(note) }) };
  return { page: identifyPage(view, entry, kinds), ...(note && { status: 403 }) };
}

/** Asks for the second factor again, for a form sent after the session had expired. */
export const askAgain = (visit: Visit): Promise<Reply> => showIdentify(visit, 'sessionExpired');

/** Checks the entry. An unreadable one does not count as an attempt; the fifth wrong one locks the link. */
export async function takeFactor(visit: Visit): Promise<Reply> {
  const { view, deps, link, fields, campaign } = visit;
  if (campaign.status === 'stopped') return { page: stoppedPage(view), status: 409 };
  await limitsOf(deps).take('factor', { account: `${link.clientId}/${link.customerId}` }, visit);
  const given = readFactor(fields, view.today(campaign.now));
  const kinds = await factorsOf(deps.db, link);
  if ('problem' in given) {
    const until = await lockedUntil(deps.db, link);
    if (until !== null) return { page: lockedPage(view, until), status: 429 };
    const error = { field: given.field, text: view.t(given.problem) };
    return { page: identifyPage(view, { kind: given.kind, fields, error }, kinds), status: 422 };
  }
  const result = await tryFactor(deps.db, deps.vault, link, given);
  if (result.right) {
    startSession(visit);
    return { to: view.url(byPhoneOnly(visit) ? '/ask' : '') };
  }
  if (result.lockedUntil !== null) {
    deps.log.warn(
      { campaignId: link.campaignId, customerId: link.customerId },
      'page locked after wrong second factors',
    );
    return { page: lockedPage(view, result.lockedUntil), status: 429 };
  }
  const error = { field: firstField(given.kind), text: view.t(`${given.kind}Wrong`, { left: result.triesLeft }) };
  return { page: identifyPage(view, { kind: given.kind, fields, error }, kinds), status: 403 };
}

const firstField = (kind: FactorKind): string => (kind === 'birth' ? 'birthYear' : kind);

function identifyPage(view: View, entry: Entry, kinds: FactorKind[]): PageParts {
  const others = kinds.filter((kind) => kind !== entry.kind);
  const instead = { birth: 'insteadBirth', phone4: 'insteadPhone4', code: 'insteadCode' } as const;
  const body = html`${entry.error ? errorSummary(view, [entry.error]) : html`<div class="first"></div>`}
    ${entry.note && html`<p class="note" role="status">${entry.note}</p>`}
    <div>
      <h1>${view.t('identifyTitle')}</h1>
      <p>${view.t('identifyLead')}</p>
    </div>
    <form class="col" method="post" action="${view.url()}" novalidate>
      ${entry.kind === 'birth' ? birthFields(view, entry) : numberField(view, entry, entry.kind)}
      <button class="btn pri" type="submit">${view.t('next')}</button>
      ${others.map((kind) => html`<a class="other" href="${view.url('', { by: kind })}">${view.t(instead[kind])}</a>`)}
    </form>
    ${safeNote(view)}`;
  return { name: 'identify', title: view.t('identifyTitle'), body, error: entry.error !== undefined };
}

function birthFields(view: View, { fields, error }: Entry): Html {
  const inputs = [
    { name: 'birthYear', label: 'birthYear', token: 'bday-year' },
    { name: 'birthMonth', label: 'birthMonth', token: 'bday-month' },
    { name: 'birthDay', label: 'birthDay', token: 'bday-day' },
  ] as const;
  const described = error ? 'factor-hint factor-error' : 'factor-hint';
  return html`<fieldset class="ask${error && ' wrong'}">
    <legend>${view.t('birthLegend')}</legend>
    <p class="hint" id="factor-hint">${view.t('birthHint')}</p>
    ${error && html`<p class="err" id="factor-error">${error.text}</p>`}
    <div class="date">
      ${inputs.map(
        ({ name, label, token }) =>
          html`<label>
            ${view.t(label)}<input
              class="in${name === 'birthYear' && ' year'}"
              id="${name}"
              name="${name}"
              type="text"
              ${name !== 'birthYear' && html` inputmode="numeric"`}
              autocomplete="${token}"
              maxlength="12"
              value="${field(fields, name)}"
              aria-describedby="${described}"
              ${error && html` aria-invalid="true"`}
          /></label>`,
      )}
    </div>
  </fieldset>`;
}

function numberField(view: View, { fields, error }: Entry, kind: 'phone4' | 'code'): Html {
  const hint = view.t(`${kind}Hint`, { sender: view.senderName });
  const described = error ? 'factor-hint factor-error' : 'factor-hint';
  const complete = kind === 'code' ? 'one-time-code' : 'off';
  return html`<div class="ask${error && ' wrong'}">
    <label class="legend" for="${kind}">${view.t(`${kind}Legend`)}</label>
    <p class="hint" id="factor-hint">${hint}</p>
    ${error && html`<p class="err" id="factor-error">${error.text}</p>`}
    <input
      class="in short"
      id="${kind}"
      name="${kind}"
      type="text"
      inputmode="numeric"
      autocomplete="${complete}"
      maxlength="16"
      value="${field(fields, kind)}"
      aria-describedby="${described}"
      ${error && html` aria-invalid="true"`}
    />
  </div>`;
}

function lockedPage(view: View, until: number): PageParts {
  const body = html`<div class="first"><h1>${view.t('lockedTitle')}</h1></div>
    <p>${view.t('lockedBody', { time: view.moment(until) })}</p>
    <p>${view.t('lockedPhone')}</p>`;
  return { name: 'locked', title: view.t('lockedTitle'), body };
}

/** Warns against entering a PIN on a page that imitates this one. */
export const safeNote = (view: View): Html =>
  html`<p class="safe">
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.4"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <path d="M8 1.8l5 2v4c0 3-2.2 5.2-5 6.4-2.8-1.2-5-3.4-5-6.4v-4z" />
      <path d="M5.8 8l1.6 1.6 3-3" />
    </svg>
    <span>${view.t('safe')}</span>
  </p>`;
