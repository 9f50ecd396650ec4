/** A day named in a text; without a year it may be that day of any year. */
export interface Day {
  year?: number;
  month: number;
  day: number;
  weekday: boolean;
  written: string;
  index: number;
}

/** A sum of money in yen. */
export interface Amount {
  yen: number;
  written: string;
  index: number;
}

const ERAS: Record<string, number> = { 令和: 2018, 平成: 1988, 昭和: 1925 };
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?';
const WEEKDAY = '((?:Sun|Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?)(?:day)?,?\\s+)?';
const YEAR = '(?:,?\\s+(\\d{4}))?(?![\\d,]*\\d)';

const JA =
  /(?:(\d{4})年\s*|(令和|平成|昭和)(\d{1,2}|元)年\s*)?(\d{1,2})月\s*(\d{1,2})日(\s*\((?:祝・)?[日月火水木金土])?/g;
const NUMERIC = /(?<![\d-])(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?![\d-])(\s*\([日月火水木金土])?/g;
const DAY_MONTH = new RegExp(`${WEEKDAY}\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+${MONTH}${YEAR}`, 'g');
const MONTH_DAY = new RegExp(`${WEEKDAY}\\b${MONTH}\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b${YEAR}`, 'g');

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));
const monthOf = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** The days that a text names, of one width (see plainOf), in the order of the text. */
export function daysIn(text: string): Day[] {
  const found: Day[] = [];
  const add = (match: RegExpExecArray, year: number | undefined, month: number, day: number, weekday: boolean) => {
    const { 0: written, index } = match;
    found.push({ ...(year !== undefined && { year }), month, day, weekday, written: written.trim(), index });
  };
  for (const match of text.matchAll(JA)) {
    const [, year, era, of, month, day, weekday] = match;
    const known = era ? ERAS[era]! + (of === '元' ? 1 : Number(of)) : numberOf(year);
    add(match, known, Number(month), Number(day), weekday !== undefined);
  }
  for (const match of text.matchAll(NUMERIC)) {
    add(match, Number(match[1]), Number(match[2]), Number(match[3]), match[4] !== undefined);
  }
  for (const match of text.matchAll(DAY_MONTH)) {
    add(match, numberOf(match[4]), monthOf(match[3]!), Number(match[2]), match[1] !== undefined);
  }
  for (const match of text.matchAll(MONTH_DAY)) {
    const isTaken = found.some(({ index, written }) => match.index >= index && match.index < index + written.length);
    if (!isTaken) add(match, numberOf(match[4]), monthOf(match[2]!), Number(match[3]), match[1] !== undefined);
  }
  const possible = found.filter(({ month, day }) => month >= 1 && month <= 12 && day >= 1 && day <= 31);
  return possible.toSorted((a, b) => a.index - b.index);
}

const UNITS: Record<string, number> = { 千: 1_000, 万: 10_000, 億: 100_000_000 };
const AMOUNT = /[¥]\s*(\d[\d,]*)|(\d[\d,]*(?:\.\d+)?)\s*([千万億])?円|\bJPY\s*(\d[\d,]*)|(\d[\d,]*)\s*(?:yen|JPY)\b/gi;

/** The sums of money that a text names, of one width. Nothing to pay (0) is no sum. */
export function amountsIn(text: string): Amount[] {
  return [...text.matchAll(AMOUNT)].flatMap((match) => {
    const [written, sign, japanese, unit, code, english] = match;
    const digits = sign ?? japanese ?? code ?? english ?? '';
    const yen = Number(digits.replace(/,/g, '')) * (unit ? UNITS[unit]! : 1);
    return yen === 0 ? [] : [{ yen, written: written.trim(), index: match.index }];
  });
}

/** Whether two texts may mean the same day. */
export const isSameDay = (a: Pick<Day, 'year' | 'month' | 'day'>, b: Pick<Day, 'year' | 'month' | 'day'>): boolean =>
  a.month === b.month && a.day === b.day && (a.year === undefined || b.year === undefined || a.year === b.year);
