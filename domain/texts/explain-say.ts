import { localDate, localTime, WEEKDAYS as DAYS } from '../campaigns/calendar';
import { type Language, type Text, type Wait, type Weekday } from '../campaigns/campaign';
import { type DateReason } from '../campaigns/explain/explain';
import { dateReasonTexts, explainTexts } from './explain';
import { reasonText } from './timeline';

/** How one reader is told: the language, the campaign's zone, and what a closed day is called (null: own closed day). */
export interface Telling {
  language: Language;
  zone: string;
  holidayName: (day: string) => Text | null;
}

export type ExplainKey = keyof typeof explainTexts;

/** One text with its holes filled. */
export function say(key: ExplainKey, { language }: Telling, values: Record<string, string | number> = {}): string {
  return fill(explainTexts[key][language], values);
}

const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));

const NAMES = { ja: [...'日月火水木金土'], en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] };
const indexOfDay = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

export const weekdayName = (day: Weekday, { language }: Telling): string => NAMES[language][DAYS.indexOf(day)]!;

/** `2027-02-01(月)`, in English `Mon 2027-02-01`. */
export function dayText(at: number, { language, zone }: Telling): string {
  const day = localDate(at, zone);
  const name = NAMES[language][indexOfDay(day)]!;
  return language === 'ja' ? `${day}(${name})` : `${name} ${day}`;
}

/** Day and time of day; the last instant of a day is its 24:00. */
export function instantText(at: number, telling: Telling): string {
  const time = localTime(at, telling.zone);
  return `${dayText(at, telling)} ${time === '23:59' ? '24:00' : time}`;
}

export function waitText(wait: Wait, { language }: Telling): string {
  const [unit, n] = Object.entries(wait)[0]! as ['days' | 'businessDays' | 'minutes', number];
  const text = fill(dateReasonTexts[unit][language], { n });
  return language === 'en' && n === 1 ? text.replace(/s$/, '') : text;
}

/** Why something has its date, in a sentence; `at` is the instant that is explained. */
export function reasonOfDate(reason: DateReason, at: number, telling: Telling): string {
  const texts = dateReasonTexts;
  const word = (key: keyof typeof texts, values: Record<string, string | number> = {}) =>
    fill(texts[key][telling.language], values);
  const when = instantText(at, telling);
  const closed = 'closed' in reason ? closedText(reason.closed, telling) : '';
  switch (reason.why) {
    case 'after_wait': {
      const from = instantText(reason.from, telling);
      return word(reason.why, { base: word(reason.counts), from, wait: waitText(reason.wait, telling), closed });
    }
    case 'overdue':
      return word(reason.why, { since: instantText(reason.since, telling) });
    case 'channel_failed':
      return word(reason.why, { channel: say(reason.channel, telling) });
    case 'handler':
      return handlerReason(reason, telling);
    case 'step_failed':
      return word(reason.why, { step: reason.step });
    case 'quiet_hours':
      return word(reason.why, { at: when, from: reason.from, until: reason.until });
    case 'closed_weekday':
      return word(reason.why, { at: when, weekday: weekdayName(reason.weekday, telling) });
    case 'print_run':
      return word(reason.why, { at: when, runAt: reason.runAt, closed });
    case 'arrival':
      return word(reason.why, { days: reason.businessDays, closed });
    case 'spacing':
      return word(reason.why, { wait: waitText(reason.wait, telling), closed });
    default:
      return word(reason.why, { at: when });
  }
}

/** What a handler of the plan has brought about. */
function handlerReason({ cause, channel }: DateReason & { why: 'handler' }, telling: Telling): string {
  const [kind, what = ''] = cause.split(':');
  const said = kind === 'bounced' ? say('bounced', telling) : reasonText(what)[telling.language];
  const key = kind === 'address_changed' ? kind : channel === 'phone' ? 'call_instead' : 'sent_again';
  return fill(dateReasonTexts[key][telling.language], { channel: say(channel, telling), reason: said });
}

/** Closed days that were passed over: weekends in one word, holidays and own closed days by name. */
function closedText(days: string[], telling: Telling): string {
  const { language, holidayName } = telling;
  const named = days.flatMap((day) => {
    const weekend = [0, 6].includes(indexOfDay(day));
    const name = holidayName(day);
    if (weekend && !name) return [];
    const text = name ?? dateReasonTexts.ownClosedDay;
    return [language === 'ja' ? `${day.slice(5)}(${text.ja})` : `${day.slice(5)} (${text.en})`];
  });
  const weekends = days.some((day) => [0, 6].includes(indexOfDay(day)) && !holidayName(day));
  const all = [...(weekends ? [dateReasonTexts.weekends[language]] : []), ...named];
  if (all.length === 0) return '';
  return fill(dateReasonTexts.closedDays[language], { days: all.join(language === 'ja' ? '・' : ', ') });
}
