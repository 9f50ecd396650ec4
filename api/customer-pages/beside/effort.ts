import { HINDRANCES, SCORES } from '../../../domain/customers/effort';
import { type Html, html } from '../html';
import { type Confirmed } from '../visit';
import { keyField } from './callback';

/** How easy it was, asked once after an answer; nothing is chosen beforehand and nothing must be. */
export function effortForm(visit: Confirmed, { given, problem }: { given: boolean; problem?: string }): Html {
  const { view } = visit;
  if (given) return html`<p class="note" role="status" data-effort="given">${view.t('effortThanks')}</p>`;
  return html`<form class="effort" method="post" action="${view.url('/effort')}" data-effort="open">
    ${keyField(visit)}
    <fieldset class="ask${problem && ' wrong'}">
      <legend>
        <h2>${view.t('effortTitle')}</h2>
        <span class="hint">${view.t('effortHint')}</span>
      </legend>
      ${problem && html`<p class="err" id="error-score">${problem}</p>`}
      <div class="scale">
        ${SCORES.map(
          (score) =>
            html`<label
              ><input
                type="radio"
                id="score-${score}"
                name="score"
                value="${score}"
                ${problem && html` aria-describedby="error-score"`}
              /><b>${score}</b>${
                score === 1
                  ? html`<span class="unseen"> ${view.t('effortLow')}</span>`
                  : score === 7 && html`<span class="unseen"> ${view.t('effortHigh')}</span>`
              }</label
            >`,
        )}
      </div>
      <p class="ends" aria-hidden="true"><span>1 ${view.t('effortLow')}</span><span>7 ${view.t('effortHigh')}</span></p>
    </fieldset>
    <fieldset class="ask">
      <legend>${view.t('effortWhy')}</legend>
      <div class="radios two">
        ${HINDRANCES.map(
          (one) =>
            html`<label
              ><input type="radio" name="hindrance" value="${one}" /><b>${view.t(`effortWhy_${one}`)}</b></label
            >`,
        )}
      </div>
    </fieldset>
    <button class="btn" type="submit">${view.t('effortSend')}</button>
  </form>`;
}
