import { askOnPage, inquiriesOfWriter, type OwnInquiry } from '../../../db/customers/inquiries/web';
import { inquiryNamed, inquiryNumber, rulesOf } from '../../../domain/customers/inquiries/inquiry';
import { defaultReasons, reasonText } from '../../../domain/customers/inquiries/reasons';
import { LONGEST_QUESTION } from '../../../domain/customers/inquiries/web';
import { renderFaqs } from '../../../rendering/faq';
import { sentKey } from '../draft';
import { field } from '../forms';
import { type Html, html } from '../html';
import { errorSummary, type PageParts, paragraphs } from '../layout';
import { type Confirmed, type Reply } from '../visit';
import { keyField } from './callback';

/** Approved answers to read first, and the form to write to the desk; what was written before, so that it is not twice. */
export async function showAsk(visit: Confirmed): Promise<Reply> {
  const { view, deps, link, campaign } = visit;
  if (!rulesOf(campaign.doc).web) return { to: view.url() };
  return { page: askPage(visit, await inquiriesOfWriter(deps.db, link)) };
}

/** Takes what was written as an inquiry, once for each form. */
export async function takeQuestion(visit: Confirmed): Promise<Reply> {
  const { view, deps, link, fields, campaign } = visit;
  const rules = rulesOf(campaign.doc);
  const key = sentKey(visit);
  if (!rules.web || !key) return { to: view.url('/ask') };
  const text = field(fields, 'text').replace(/\r\n?/g, '\n').replace(CONTROL, '').trim();
  const code = field(fields, 'reason');
  const entry = { text, reason: reasonText(code, rules.reasons) ? code : null };
  const again = async (problem: 'askProblem' | 'askTooLong' | 'askTooOften', status: number): Promise<Reply> => {
    const known = await inquiriesOfWriter(deps.db, link);
    return { page: askPage(visit, known, { ...entry, problem: view.t(problem, { n: LONGEST }) }), status };
  };
  if (text === '') return again('askProblem', 422);
  if (text.length > LONGEST_QUESTION) return again('askTooLong', 422);
  const question = { ...entry, named: inquiryNamed(text), dedupe: key.nonce };
  if (!(await askOnPage(deps.db, deps.vault, link, question))) return again('askTooOften', 429);
  return { to: view.url('/asked') };
}

/** The number of what was written last. */
export async function showAsked(visit: Confirmed): Promise<Reply> {
  const { view, deps, link } = visit;
  const [newest] = await inquiriesOfWriter(deps.db, link);
  if (!newest) return { to: view.url('/ask') };
  const title = view.t('askedTitle');
  const body = html`<div class="panel first" role="status">
      <h1>${title}</h1>
      <p>${view.t('askedNumber')}<br /><b data-receipt>${inquiryNumber(newest.id)}</b></p>
    </div>
    <div class="text">
      <p>${view.t('receiptAt', { time: view.moment(newest.at) })}</p>
      <p>${view.t('askedThen', { sender: view.senderName })}</p>
      <p>${view.t('askedNoAnswer')}</p>
    </div>
    <a class="btn" href="${view.url()}">${view.t('askedBack')}</a>`;
  return { page: { name: 'asked', title, body } };
}

/** For people: `2,000`. */
const LONGEST = LONGEST_QUESTION.toLocaleString('en');

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

interface Entered {
  text: string;
  reason: string | null;
  problem: string;
}

function askPage(visit: Confirmed, known: OwnInquiry[], entered?: Entered): PageParts {
  const { view } = visit;
  const problem = entered?.problem;
  const body = html`${problem !== undefined && errorSummary(view, [{ field: 'text', text: problem }])}
    <div class="first">
      <h1>${view.t('askHeading')}</h1>
      <p>${view.t('askLead', { sender: view.senderName })}</p>
    </div>
    ${faqs(visit)} ${known.length > 0 && before(visit, known)}
    <form class="col" method="post" action="${view.url('/ask')}" novalidate>
      ${keyField(visit)}
      <div class="ask">
        <label class="legend" for="reason">${view.t('askReason')}</label>
        ${reasons(visit, entered?.reason ?? null)}
      </div>
      <div class="ask${problem !== undefined && ' wrong'}">
        <label class="legend" for="text">${view.t('askText')}</label>
        <p class="hint" id="text-hint">${view.t('askTextHint', { n: LONGEST })}</p>
        ${problem !== undefined && html`<p class="err" id="text-error">${problem}</p>`}
        <textarea
          class="in"
          id="text"
          name="text"
          rows="8"
          aria-describedby="text-hint${problem !== undefined && ' text-error'}"
          ${problem !== undefined && html` aria-invalid="true"`}
        >
${entered?.text}</textarea>
      </div>
      <button class="btn pri" type="submit">${view.t('askSend')}</button>
    </form>`;
  return { name: 'ask', title: view.t('askTitle'), body, back: view.url(), error: problem !== undefined };
}

function reasons({ view, campaign }: Confirmed, chosen: string | null): Html {
  const groups = Object.entries(rulesOf(campaign.doc).reasons ?? defaultReasons);
  return html`<select class="in" id="reason" name="reason">
    <option value="">${view.t('askReasonNone')}</option>
    ${groups.map(
      ([group, { name, parts }]) =>
        html`<optgroup label="${view.own(name)}">
          ${Object.entries(parts).map(([part, words]) => {
            const code = `${group}.${part}`;
            return html`<option value="${code}" ${code === chosen && html`selected`}>${view.own(words)}</option>`;
          })}
        </optgroup>`,
    )}
  </select>`;
}

/** Characters of all answers on the page together: it stays small on a slow line. */
const MOST_WORDS = 6_000;

function faqs({ view, campaign }: Confirmed): Html | false {
  let room = MOST_WORDS;
  const shown = renderFaqs(campaign.doc).filter(({ question, answer }) => {
    room -= view.own(question).length + view.own(answer).length;
    return room >= 0;
  });
  if (shown.length === 0) return false;
  return html`<section>
    <h2>${view.t('askFaq')}</h2>
    ${shown.map(
      ({ question, answer }) =>
        html`<details class="faq">
          <summary>${view.own(question)}</summary>
          <div class="text">${paragraphs(view.own(answer))}</div>
        </details>`,
    )}
  </section>`;
}

function before({ view }: Confirmed, known: OwnInquiry[]): Html {
  return html`<section data-asked="${known.length}">
    <h2>${view.t('askBefore')}</h2>
    <p>${view.t('askBeforeHint')}</p>
    <ul class="dots">
      ${known.map(
        ({ id, status, at }) =>
          html`<li>
            ${inquiryNumber(id)} ${view.t(`askStatus_${status}`)}<span class="hint">${view.moment(at)}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}
