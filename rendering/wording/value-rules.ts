import { localDate } from '../../domain/campaigns/calendar';
import { type CampaignDoc, channelsOf, type Language, noticeFor } from '../../domain/campaigns/campaign';
import { at, bodyOf, type WordingFinding } from './finding';
import { renderedOf } from './rendered';
import { plainOf, statementsOf, textsOfNotice, type Typed } from './texts';
import { type Amount, amountsIn, type Day, daysIn, isSameDay } from './values';

const DAY_MS = 86_400_000;
const OTHER: Record<Language, Language> = { ja: 'en', en: 'ja' };

interface Values {
  days: Day[];
  amounts: Amount[];
}
const valuesIn = (text: string): Values => ({ days: daysIn(text), amounts: amountsIn(text) });

/** Dates and amounts: in the facts, with their weekday, and the same in both languages and on every channel. */
export function valueFindings(doc: CampaignDoc): WordingFinding[] {
  const statements = statementsOf(doc);
  const known = statements.map(({ source }) => valuesIn(plainOf(source)));
  const dates = campaignDays(doc);
  const approved: Values = {
    days: [...dates, ...known.flatMap(({ days }) => days)],
    amounts: known.flatMap(({ amounts }) => amounts),
  };
  const notices = Object.keys(doc.notices);
  return [
    ...statements.flatMap((text) => [
      ...missingWeekdays(doc, text),
      ...differing(text, statements.find(({ path }) => path === inOtherLanguage(text))?.source ?? ''),
    ]),
    ...notices.flatMap((notice) =>
      textsOfNotice(doc, notice).flatMap((text) => {
        const other = doc.notices[notice]!.body[OTHER[text.language]]
          ? renderedOf(doc, notice, OTHER[text.language])
          : '';
        return [...unknown(text, approved), ...missingWeekdays(doc, text), ...differing(text, other)];
      }),
    ),
    ...notices.flatMap((notice) => wrongDeadline(doc, notice)),
    ...acrossChannels(doc),
  ];
}

const inOtherLanguage = ({ path, language }: Typed): string => path.replace(/\.\w+$/, `.${OTHER[language]}`);

/** The days of the campaign's dates. */
function campaignDays({ dates, zone, waves = [] }: CampaignDoc): Day[] {
  const { applyByRule: _, ...instants } = dates;
  const known = [...Object.values(instants), ...waves.map(({ begins }) => begins)].filter((one) => one !== null);
  return known.flatMap((instant) => daysIn(localDate(instant, zone)));
}

function unknown(text: Typed, approved: Values): WordingFinding[] {
  const { days, amounts } = valuesIn(plainOf(text.source));
  const isApproved = (day: Day) => approved.days.some((one) => isSameDay(one, day));
  return [
    ...days
      .filter((day) => !isApproved(day))
      .map(({ written, index }) => at(text, 'date_not_in_facts', { index, values: { value: written } })),
    ...amounts
      .filter(({ yen }) => !approved.amounts.some((one) => one.yen === yen))
      .map(({ written, index }) => at(text, 'amount_not_in_facts', { index, values: { value: written } })),
  ];
}

/** Hand-typed values that the other language does not say; nothing when there is no other language. */
function differing(text: Typed, other: string): WordingFinding[] {
  if (other === '') return [];
  const own = valuesIn(plainOf(text.source));
  const theirs = valuesIn(plainOf(other));
  const code = 'value_differs_by_language';
  return [
    ...own.days.filter((day) => !theirs.days.some((one) => isSameDay(one, day))),
    ...own.amounts.filter(({ yen }) => !theirs.amounts.some((one) => one.yen === yen)),
  ].map(({ written, index }) => at(text, code, { index, values: { value: written } }));
}

/** Days of the campaign's time that are typed without their weekday. */
function missingWeekdays(doc: CampaignDoc, text: Typed): WordingFinding[] {
  const { firstDispatch, endOfService, claimsUntil, graceUntil } = doc.dates;
  const from = firstDispatch - DAY_MS;
  const until = Math.max(endOfService, claimsUntil ?? 0, graceUntil ?? 0) + DAY_MS;
  const years = [from, until].map((instant) => Number(localDate(instant, doc.zone).slice(0, 4)));
  const isAhead = ({ year, month, day }: Day) =>
    (year === undefined ? years : [year]).some((one) => {
      const noon = Date.UTC(one, month - 1, day, 3);
      return noon >= from && noon <= until;
    });
  return daysIn(plainOf(text.source))
    .filter((day) => !day.weekday && isAhead(day))
    .map(({ written, index }) => at(text, 'weekday_missing', { index, values: { value: written } }));
}

/** A day that a text calls the time limit for answering, and that is not the apply-by date. */
function wrongDeadline(doc: CampaignDoc, notice: string): WordingFinding[] {
  const [applyBy] = daysIn(localDate(doc.dates.applyBy, doc.zone));
  const named = [...renderedOf(doc, notice, 'ja').matchAll(DEADLINE)].flatMap(([found]) => daysIn(found));
  const day = named.find((one) => !isSameDay(one, applyBy!));
  if (!day || !applyBy) return [];
  const text = bodyOf(doc, notice, 'ja');
  const index = /期限|締切|締め切り/.exec(text.source)?.index;
  const values = { value: day.written, applyBy: applyBy.written };
  return [at(text, 'deadline_differs', { ...(index !== undefined && { index }), values })];
}
const DEADLINE =
  /(?:(?:お?手続き?|お?申し?込み?|ご?回答|ご?返送)の?(?:期限|締切|締め切り))[はが:：、\s]{0,3}(?:\d{4}年|令和\d+年)?\s*\d{1,2}月\d{1,2}日/g;

/** What a step says on one channel and leaves out on another: the last days, which a letter has in a box, and sums. */
function acrossChannels(doc: CampaignDoc): WordingFinding[] {
  const found = new Map<string, WordingFinding>();
  for (const step of doc.plan.steps) {
    const notices = channelsOf(step).flatMap((channel) => noticeFor(step, channel) ?? []);
    const texts = [...new Set(notices)].map((notice) => ({ notice, text: renderedOf(doc, notice, 'ja') }));
    for (const date of ['applyBy', 'endOfService'] as const) {
      const [day] = daysIn(localDate(doc.dates[date], doc.zone));
      const says = texts.filter(({ text }) => daysIn(text).some((one) => isSameDay(one, day!)));
      if (says.length === 0) continue;
      const silent = texts.filter((one) => !says.includes(one) && doc.notices[one.notice]?.channel !== 'post');
      for (const { notice } of silent) {
        const finding = at(bodyOf(doc, notice, 'ja'), 'date_missing_on_channel', {
          values: { other: says[0]!.notice, placeholder: `{{ dates.${date} }}` },
        });
        found.set(`${notice} ${date}`, finding);
      }
    }
    const priced = texts.map(({ notice, text }) => ({ notice, amounts: amountsIn(text) }));
    const [first, ...others] = priced.filter(({ amounts }) => amounts.length > 0);
    for (const { notice, amounts } of others) {
      const extra = amounts.find(({ yen }) => !first!.amounts.some((one) => one.yen === yen));
      if (!extra) continue;
      const values = { value: extra.written, other: first!.notice };
      found.set(`${notice} amount`, at(bodyOf(doc, notice, 'ja'), 'amount_differs_by_channel', { values }));
    }
  }
  return [...found.values()];
}
