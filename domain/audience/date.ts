import { parseBirthDate } from '../customers/birth-date';

export type DateReading = { date: string } | { problem: 'unreadable' | 'impossible' | 'dummy' };

const ERA = '[MTSHR明大昭平令]|明治|大正|昭和|平成|令和';
/** The most common format; avoids Unicode folding. */
const USUAL = /^(\d{4})\/(\d{2})\/(\d{2})$/;
const SHAPES = [
  /^(\d{4})(\d{2})(\d{2})$/,
  new RegExp(`^((?:${ERA})\\d{2})(\\d{2})(\\d{2})$`),
  new RegExp(`^(\\d{4}|(?:${ERA})\\.?(?:\\d{1,2}|元))[年/.-](\\d{1,2})[月/.-](\\d{1,2})日?$`),
];
/** Placeholder dates that systems write when the date is not known. */
const DUMMIES = new Set(['1900-01-01', '1901-01-01', '1111-11-11', '9999-12-31', '0001-01-01']);
const OLDEST_YEARS = 120;

/**
 * Reads a date in the formats of common exports: 1972/07/26, 1972年7月26日, 19720726, S470726, S47.7.26, 昭和47年7月26日, half
 * or full width, with or without a time of day. Dates after `notAfter` (local ISO date) are impossible.
 */
export function readDate(text: string, notAfter: string): DateReading {
  const usual = USUAL.exec(text);
  if (usual) return known(usual.slice(1), notAfter);
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?\s*$/, '')
    .replace(/\s+/g, '');
  if (/^(\d)\1{7}$/.test(plain.replace(/[/.-]/g, ''))) return { problem: 'dummy' };
  const match = SHAPES.map((shape) => shape.exec(plain)).find((found) => found !== null);
  if (!match) return { problem: 'unreadable' };
  return known(match.slice(1), notAfter);
}

function known([year = '', month = '', day = '']: string[], notAfter: string): DateReading {
  if (DUMMIES.has(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)) return { problem: 'dummy' };
  const read = parseBirthDate({ year, month, day }, notAfter);
  return 'date' in read ? read : { problem: 'impossible' };
}

/** Like `readDate`, for a birth date: not in the future and at most 120 years ago. */
export function readBirthDate(text: string, today: string): DateReading {
  const read = readDate(text, today);
  if (!('date' in read)) return read;
  const oldest = `${Number(today.slice(0, 4)) - OLDEST_YEARS}${today.slice(4)}`;
  return read.date < oldest ? { problem: 'impossible' } : read;
}
