import { usePreferences } from './preferences';

/** Campaigns run in Japan: every time on screen is in this zone, whatever the browser's. */
export const ZONE = 'Asia/Tokyo';
const LOCALES = { ja: 'ja-JP', en: 'en-GB' } as const;

export interface Formats {
  /** 1,234 */
  number(value: number): string;
  /** +64, -188 or ±0: what a figure has changed by. */
  change(value: number): string;
  /** 45.5%; a dash without a base. */
  percent(part: number, base: number): string;
  /** 80% of 0.8: a share that is a round one. */
  wholePercent(share: number): string;
  /** 2027年2月15日(月) of a local day or an instant. */
  day(value: string): string;
  /** 2/15(月), where the year is plain. */
  shortDay(value: string): string;
  /** 2/15, beside other days. */
  date(value: string): string;
  /** 15: among days that follow each other. */
  dayNumber(value: string): string;
  /** 月 */
  weekday(value: string): string;
  /** 14:30 */
  time(value: string | number): string;
  /** 2027年2月15日(月) 14:30, where the year matters: evidence, accounts. */
  fullTime(value: string | number): string;
  /** 2月15日(月) 14:30 */
  dayTime(value: string | number): string;
}

/** A local day is shown as it is: as noon of that day, no zone moves it. */
const asDate = (value: string | number): Date =>
  new Date(typeof value === 'string' && value.length === 10 ? `${value}T12:00:00+09:00` : value);

const made = new Map<string, Formats>();

/** Numbers, days and times in one language. */
export function formatsIn(lang: 'ja' | 'en'): Formats {
  const known = made.get(lang);
  if (known) return known;
  const locale = LOCALES[lang];
  const date = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options });
    return (value: string | number) => format.format(asDate(value));
  };
  const numbers = new Intl.NumberFormat(locale);
  const changes = new Intl.NumberFormat(locale, { signDisplay: 'always' });
  const percents = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const wholePercents = new Intl.NumberFormat(locale, { style: 'percent' });
  const formats: Formats = {
    number: (value) => numbers.format(value),
    change: (value) => (value === 0 ? '±0' : changes.format(value)),
    wholePercent: (share) => wholePercents.format(share),
    percent: (part, base) => (base === 0 ? '—' : percents.format(part / base)),
    day: date({ year: 'numeric', month: lang === 'ja' ? 'long' : 'short', day: 'numeric', weekday: 'short' }),
    shortDay: date({ month: lang === 'ja' ? 'numeric' : 'short', day: 'numeric', weekday: 'short' }),
    fullTime: date({
      year: 'numeric',
      month: lang === 'ja' ? 'long' : 'short',
      day: 'numeric',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
    date: date({ month: 'numeric', day: 'numeric' }),
    dayNumber: (value) => String(Number(localDay(value).slice(8))),
    weekday: date({ weekday: 'narrow' }),
    time: date({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    dayTime: date({
      month: lang === 'ja' ? 'long' : 'short',
      day: 'numeric',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
  };
  made.set(lang, formats);
  return formats;
}

export const useFormat = (): Formats => formatsIn(usePreferences().lang);

/** The local day of a time, as YYYY-MM-DD. */
export const localDay = (at: number | string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(asDate(at));
