import { fill } from '../../texts/catalogue';
import { explainEn } from '../../texts/en/campaigns/explain';
import { explainJa } from '../../texts/ja/campaigns/explain';
import { reasonText } from '../../texts/timeline';
import { addDays, type Calendar, isBusinessDay, localDate, localTime, WEEKDAYS } from '../calendar';
import { type Language, type Wait, type Weekday } from '../campaign';
import { holidayName } from '../holidays';

export type ExplainKey = keyof typeof explainJa;
export type Words = ReturnType<typeof wordsFor>;

const DAY_NAMES = { ja: [...'日月火水木金土'], en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] };
const weekdayIndex = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** The words of an explanation in one language, with instants in the time zone of the calendar. */
export function wordsFor(calendar: Calendar, language: Language) {
  const texts: Record<ExplainKey, string> = language === 'ja' ? explainJa : explainEn;
  const say = (key: ExplainKey, values: Record<string, string | number> = {}) => fill(texts[key], values);
  const list = (parts: string[]) => parts.join(language === 'ja' ? '、' : ', ');
  /** `2027-02-01(月)`, in English `Mon 2027-02-01`. */
  const day = (at: number) => {
    const date = localDate(at, calendar.zone);
    const name = DAY_NAMES[language][weekdayIndex(date)]!;
    return language === 'ja' ? `${date}(${name})` : `${name} ${date}`;
  };
  /** Day and time of day; the last instant of a day is its 24:00. */
  const instant = (at: number) => {
    const time = localTime(at, calendar.zone);
    return `${day(at)} ${time === '23:59' ? '24:00' : time}`;
  };
  const wait = (given: Wait) => {
    const [unit, n] = Object.entries(given)[0]! as ['days' | 'businessDays' | 'minutes', number];
    return language === 'en' && n === 1 ? say(unit, { n }).replace(/s$/, '') : say(unit, { n });
  };
  /** The closed days after `from` and before `to`: weekends in one word, holidays and own closed days by name. */
  const closedDays = (from: number, to: number) => {
    const names = new Set<string>();
    const last = localDate(to, calendar.zone);
    for (let date = addDays(localDate(from, calendar.zone), 1); date < last; date = addDays(date, 1)) {
      if (isBusinessDay(date, calendar)) continue;
      const holiday = holidayName(date)?.[language];
      if (!holiday && [0, 6].includes(weekdayIndex(date))) names.add(say('weekends'));
      else names.add(say('closedDay', { date: date.slice(5), name: holiday ?? say('ownClosedDay') }));
    }
    if (names.size === 0) return '';
    // weekends first, whenever they fall
    const sorted = [...names].sort((a, b) => Number(b === say('weekends')) - Number(a === say('weekends')));
    return say('closedDays', { days: sorted.join(language === 'ja' ? '・' : ', ') });
  };
  return {
    say,
    list,
    day,
    instant,
    wait,
    closedDays,
    language,
    sentences: (parts: string[]) => parts.join(language === 'ja' ? '。' : '; '),
    weekday: (name: Weekday) => DAY_NAMES[language][WEEKDAYS.indexOf(name)]!,
    reason: (code: string) => reasonText(code)[language],
  };
}
