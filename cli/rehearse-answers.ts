import { type Language } from '../domain/campaigns/campaign';
import { LOADS, type Milestone, type Range, type RehearsalResult } from '../domain/rehearsals/result';
import { channelTexts } from '../domain/texts/names/delivery';
import { defectTexts } from '../domain/texts/names/desks';
import { outcomeTexts } from '../domain/texts/names/journeys';
import { limitsSay } from '../domain/texts/rehearsals/limits';
import { savingSays } from '../domain/texts/rehearsals/saving';
import { type RehearsalWord, rehearsalWord } from '../domain/texts/rehearsals/words';
import { reasonText } from '../domain/texts/timeline';

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 0 });

/** A rehearsal's answers as lines for people. */
export function answersOf(result: RehearsalResult, lang: Language): string[] {
  const word = (name: RehearsalWord, values = {}) => rehearsalWord(lang, name, values);
  const range = ({ low, likely, high }: Range) =>
    `${percent(likely)} (${word('rangeOf', { low: percent(low), high: percent(high) })})`;
  const { audience, contracts, sample, cost } = result;
  return [
    word('title'),
    word('notReal'),
    '',
    `${word('people')}: ${word('peopleOf', { audience: number(audience), contracts: number(contracts), sample: number(sample) })}`,
    `${word('seed')}: ${word('seedOf', { seed: result.seed })}`,
    `${word('completedKey')}: ${range(result.completed)}`,
    ...result.milestones.map((one) => `${word('reachedKey', { share: `${one.share * 100}%` })}: ${reached(one, lang)}`),
    ...limitsSay(result, lang),
    ...headed(word('loadsHead'), LOADS.map((load) => loadLine(result, load, lang))), // prettier-ignore
    ...headed(
      word('outcomesHead'),
      Object.entries(result.outcomes).map(
        ([name, count]) => `${outcomeTexts[name as keyof typeof outcomeTexts][lang]}: ${number(count)}`,
      ),
    ),
    ...headed(
      word('leftoversHead'),
      result.leftovers.map(
        ({ outcome, segment, why, count }) =>
          `${outcomeTexts[outcome][lang]}・${segment || word('noSegment')}・${reasonText(why)[lang]}: ${number(count)}`,
      ),
    ),
    ...headed(
      word('defectsHead'),
      (result.defects ?? []).map(
        ({ defect, channel, count }) =>
          `${defectTexts[defect][lang]}・${channel === null ? word('noAnswer') : channelTexts[channel][lang]}: ${number(count)}`,
      ),
    ),
    ...headed(
      word('notMadeHead'),
      result.notMade.map(
        ({ why, reason, step, channel, count, later }) =>
          `${word(`cause_${why}`)}・${reasonText(reason)[lang]}・${[step || word('anyStep'), channel && channelTexts[channel][lang]].filter(Boolean).join('・')}: ${number(count)} (${word(later ? 'later' : 'notAtAll')})`,
      ),
    ),
    '',
    `${word('costKey')}: ${word('yen', { yen: number(cost.total) })}`,
    ...(cost.perCompleted === null ? [] : [word('perCompleted', { yen: number(cost.perCompleted) })]),
    ...(cost.savingPerCompleted === null ? [] : [`${word('savingKey')}: ${percent(-cost.savingPerCompleted)}`]),
    ...savingSays(result, lang),
    ...headed(
      word('addsNothing'),
      result.steps.filter(({ addsNothing }) => addsNothing).map(({ step }) => step),
    ),
  ];
}

/** A heading with its lines below it; nothing without lines. */
const headed = (head: string, lines: string[]): string[] =>
  lines.length === 0 ? [] : ['', head, ...lines.map((line) => `  ${line}`)];

function reached({ low, likely, high }: Milestone, lang: Language): string {
  if (likely === null) return rehearsalWord(lang, 'never');
  const first = high ?? likely;
  return `${likely} (${low === null ? rehearsalWord(lang, 'reachedMaybe', { high: first }) : rehearsalWord(lang, 'reachedRange', { low, high: first })})`;
}

function loadLine(
  { days, capacity, overloads }: RehearsalResult,
  load: (typeof LOADS)[number],
  lang: Language,
): string {
  const due = days.map((day) => day.due[load]);
  const sum = due.reduce((total, count) => total + count, 0);
  const name = rehearsalWord(lang, `load_${load}`);
  if (sum === 0) return `${name}: ${rehearsalWord(lang, 'loadNone')}`;
  const peak = Math.max(...due);
  const unit = rehearsalWord(lang, `unit_${load}`);
  const values = { total: number(sum), unit, peak: number(peak), day: days[due.indexOf(peak)]!.day };
  const limit = capacity[load];
  const over = overloads.filter((one) => one.load === load).length;
  const limited = [
    ...(limit === undefined ? [] : [rehearsalWord(lang, 'capacityOf', { capacity: number(limit), unit })]),
    ...(over === 0 ? [] : [`${rehearsalWord(lang, 'overloadKey')} ${rehearsalWord(lang, 'overloadDays', { count: over })}`]), // prettier-ignore
  ];
  return [`${name}: ${rehearsalWord(lang, 'loadSum', values)}`, ...limited].join(' / ');
}
