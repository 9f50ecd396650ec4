/** A birth date as typed into three fields: western or Japanese era, half or full width. */
export interface BirthDateFields {
  year: string;
  month: string;
  day: string;
}

/**
 * The field that cannot be read; `date` when the fields are readable but the day does not exist or is in the future.
 */
export type BirthDateProblem = 'missing' | 'year' | 'month' | 'day' | 'date';

/** First and last western year of each era. Lenient, since documents issued late continue to count the old era. */
const ERAS: { names: string[]; first: number; last: number }[] = [
  { names: ['明治', '明', 'M'], first: 1868, last: 1912 },
  { names: ['大正', '大', 'T'], first: 1912, last: 1926 },
  { names: ['昭和', '昭', 'S'], first: 1926, last: 1989 },
  { names: ['平成', '平', 'H'], first: 1989, last: 2019 },
  { names: ['令和', '令', 'R'], first: 2019, last: 2999 },
];

/**
 * Reads a birth date into `YYYY-MM-DD`. Accepts 1948, 昭和23, S23, 昭和元 and full-width forms, with or without 年月日. A
 * two-digit year without an era is refused: 48 may be 1948 or 昭和48. `today` is a local ISO date.
 */
export function parseBirthDate(
  fields: BirthDateFields,
  today: string,
): { date: string } | { problem: BirthDateProblem } {
  const year = plain(fields.year, '年');
  const month = plain(fields.month, '月');
  const day = plain(fields.day, '日');
  if (year === '' || month === '' || day === '') return { problem: 'missing' };
  const y = yearOf(year);
  if (y === undefined) return { problem: 'year' };
  const m = numberUpTo(month, 12);
  if (m === undefined) return { problem: 'month' };
  const d = numberUpTo(day, 31);
  if (d === undefined) return { problem: 'day' };
  const date = `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
  return d <= daysIn(y, m) && date <= today ? { date } : { problem: 'date' };
}

/** Half width, upper case, without spaces and without the field's unit. */
function plain(text: string, unit: string): string {
  const folded = text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  return folded.endsWith(unit) ? folded.slice(0, -1) : folded;
}

function yearOf(text: string): number | undefined {
  if (/^\d{4}$/.test(text)) return Number(text) >= 1868 ? Number(text) : undefined;
  const match = /^(\D{1,2}?)\.?(元|\d{1,2})$/.exec(text);
  const era = ERAS.find(({ names }) => names.includes(match?.[1] ?? ''));
  if (!match || !era) return undefined;
  const year = era.first - 1 + (match[2] === '元' ? 1 : Number(match[2]));
  return year >= era.first && year <= era.last ? year : undefined;
}

function numberUpTo(text: string, max: number): number | undefined {
  const value = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= max ? value : undefined;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
