import { askCallback, openOffer, withdrawCallback } from '../../../db/calls/ask-callback';
import { type Callback, isOpen, loadCallback } from '../../../db/calls/callbacks';
import { type CallWindow, type NoCallback } from '../../../domain/calls/callback';
import { sentKey } from '../draft';
import { field } from '../forms';
import { type Html, html } from '../html';
import { errorSummary, type PageParts } from '../layout';
import { encryptKey, newKey } from '../session';
import { type Confirmed, type Reply } from '../visit';

/** The day and hours to call at: what is agreed, or what can be chosen, or why there is nothing to choose. */
export async function showCallback(visit: Confirmed): Promise<Reply> {
  const callback = await loadCallback(visit.deps.db, visit.link);
  if (isOpen(callback)) return { page: agreedPage(visit, callback) };
  return { page: choicePage(visit, { offer: await openOffer(visit.deps.db, visit.link), before: callback }) };
}

/** Agrees one of the offered times, once for each form. */
export async function takeCallback(visit: Confirmed): Promise<Reply> {
  const { view, deps, link, fields } = visit;
  const key = sentKey(visit);
  if (!key) return { to: view.url('/callback') };
  const [day, hour] = [field(fields, 'day'), field(fields, 'time')];
  const offer = await openOffer(deps.db, link);
  const offered = Array.isArray(offer) ? offer : [];
  const chosen = offered.find((one) => one.day === day && view.hour(one.from) === hour);
  const dedupe = `callback:${key.nonce}`;
  const asked = await askCallback(deps.db, link, { day, from: chosen?.from ?? 0, dedupe });
  if (asked === 'agreed') return { to: view.url('/callback') };
  if (asked === 'open') {
    const callback = await loadCallback(deps.db, link);
    return isOpen(callback)
      ? { page: agreedPage(visit, callback, view.t('callbackOpenNote')), status: 409 }
      : { to: view.url('/callback') };
  }
  if (asked !== 'unfit') return { page: choicePage(visit, { offer: asked, before: null }), status: 409 };
  const problems = problemsOf(visit, offered, { day, hour });
  return { page: choicePage(visit, { offer, before: null, chosen: { day, hour }, problems }), status: 422 };
}

/** Takes the agreed call back. */
export async function dropCallback(visit: Confirmed): Promise<Reply> {
  const { view, deps, link } = visit;
  if (sentKey(visit)) await withdrawCallback(deps.db, link);
  return { to: view.url('/callback') };
}

interface Problem {
  field: string;
  text: string;
}

function problemsOf({ view }: Confirmed, offered: CallWindow[], { day, hour }: { day: string; hour: string }) {
  const problems: Problem[] = [];
  const [first] = offered;
  const knownDay = offered.some((one) => one.day === day);
  const knownHour = offered.some(({ from }) => view.hour(from) === hour);
  if (!knownDay) problems.push({ field: `day-${first?.day}`, text: view.t('callbackDayProblem') });
  const time = `time-${first && view.hour(first.from)}`;
  if (!knownHour) problems.push({ field: time, text: view.t('callbackTimeProblem') });
  if (knownDay && knownHour) problems.push({ field: time, text: view.t('callbackUnfit') });
  return problems;
}

function agreedPage(visit: Confirmed, callback: Callback, note?: string): PageParts {
  const { view, campaign } = visit;
  const late = callback.state === 'agreed' && callback.until <= campaign.now;
  const name = view.t('callbackAgreedTitle');
  const body = html`<div class="panel first" role="status">
      <h1>${name}</h1>
      <p>
        <b data-callback>${view.shortDay(callback.from)}<br />${hours(visit, callback)}</b>
      </p>
    </div>
    ${note && html`<p class="note" role="alert">${note}</p>`}
    ${late && html`<p class="note">${view.t('callbackLate')}</p>`}
    ${callback.state === 'tried' && html`<p class="note">${view.t('callbackTried', { date: view.shortDay(callback.nextAt) })}</p>`}
    <div class="text">
      <p>${view.t('callbackAgreed', { sender: view.senderName })}</p>
      <p>${view.t('callbackSafe')}</p>
    </div>
    <form method="post" action="${view.url('/callback/withdraw')}">
      ${keyField(visit)}<button class="btn dan" type="submit">${view.t('callbackWithdraw')}</button>
    </form>`;
  return { name: 'callback', title: name, body, back: view.url() };
}

const hours = ({ view }: Confirmed, { from, until }: { from: number; until: number }): string =>
  view.t('callbackHours', { from: view.hour(from), until: view.hour(until) });

interface Choice {
  offer: CallWindow[] | NoCallback;
  /** The request before, which is over. */
  before: Callback | null;
  chosen?: { day: string; hour: string };
  problems?: Problem[];
}

function choicePage(visit: Confirmed, { offer, before, chosen, problems = [] }: Choice): PageParts {
  const { view } = visit;
  const back = view.url();
  if (!Array.isArray(offer)) {
    const title = view.t('callbackNone');
    const body = html`${overNote(visit, before)}
      <div class="first"><h1>${title}</h1></div>
      <p data-none="${offer}">${view.t(`callbackNone_${offer}`)}</p>
      ${offer === 'refused' && html`<a class="btn" href="${view.url('/settings')}">${view.t('waySettings')}</a>`}`;
    return { name: 'callback', title, body, back };
  }
  const days = [...new Set(offer.map(({ day }) => day))].map((day) => ({ value: day, text: view.dayOf(day) }));
  const times = [...new Map(offer.map((one) => [view.hour(one.from), one])).values()]
    .map((one) => ({ value: view.hour(one.from), text: hours(visit, one) }))
    .sort((a, b) => a.value.localeCompare(b.value));
  const about = (name: string) => problems.find((problem) => problem.field.startsWith(`${name}-`))?.text;
  const body = html`${errorSummary(view, problems)}${overNote(visit, before)}
    <div>
      <h1>${view.t('callbackHeading')}</h1>
      <p>${view.t('callbackLead')}</p>
    </div>
    <form class="col" method="post" action="${view.url('/callback')}">
      ${keyField(visit)}
      ${choices({ name: 'day', legend: view.t('callbackDay'), list: days, chosen: chosen?.day, problem: about('day') })}
      ${choices({
        ...{ name: 'time', legend: view.t('callbackTime'), hint: view.t('callbackTimeHint'), list: times },
        ...{ chosen: chosen?.hour, problem: about('time') },
      })}
      <button class="btn pri" type="submit">${view.t('callbackSend')}</button>
    </form>`;
  return { name: 'callback', title: view.t('callbackTitle'), body, back, error: problems.length > 0 };
}

function overNote({ view }: Confirmed, before: Callback | null): Html | false {
  if (before?.state === 'withdrawn') {
    const planned = before.plannedAt !== null && view.t('callbackWithdrawnPlanned');
    return html`<p class="note" role="status">${view.t('callbackWithdrawn')} ${planned}</p>`;
  }
  return before?.state === 'ended' && html`<p class="note" role="status">${view.t('callbackEnded')}</p>`;
}

interface Choices {
  name: 'day' | 'time';
  legend: string;
  hint?: string;
  list: { value: string; text: string }[];
  chosen: string | undefined;
  problem: string | undefined;
}

function choices({ name, legend, hint, list, chosen, problem }: Choices): Html {
  const error = problem && `error-${name}`;
  return html`<fieldset class="ask${problem && ' wrong'}">
    <legend>${legend} ${hint && html`<span class="hint">${hint}</span>`}</legend>
    ${problem && html`<p class="err" id="${error}">${problem}</p>`}
    <div class="radios two">
      ${list.map(
        ({ value, text }) =>
          html`<label>
            <input
              type="radio"
              id="${name}-${value}"
              name="${name}"
              value="${value}"
              ${chosen === value && html` checked`}${error && html` aria-describedby="${error}"`}
            />
            <b>${text}</b>
          </label>`,
      )}
    </div>
  </fieldset>`;
}

/** A form's one-time key. */
export const keyField = ({ deps, link, declared }: Confirmed): Html =>
  html`<input type="hidden" name="key" value="${encryptKey(deps.vault, link, newKey(declared.basis))}" />`;
