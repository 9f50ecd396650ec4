import { localDate } from '../campaigns/calendar';
import { parseBirthDate } from '../customers/birth-date';
import { squeeze } from './text';

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

/** A time of day with what may follow it: half of the day, offset from UTC or the name of UTC. */
const TIME =
  /(?:[T\s]+|(?<=\d))(?:(AM|PM|午前|午後)\s*)?(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?\s*(AM|PM)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/;
/** As written by systems in the United States; certain only with AM or PM behind it. */
const MONTH_FIRST = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

/**
 * Reads a date in the formats of common exports: 1972/07/26, 1972年7月26日, 19720726, S470726, S47.7.26, 昭和47年7月26日, half
 * or full width, with or without a time of day. An instant (1972-07-25T15:00:00Z) is the local day in `zone`. Dates after
 * `notAfter` (local ISO date) are impossible.
 */
export function readDate(text: string, notAfter: string, zone = 'Asia/Tokyo'): DateReading {
  const usual = USUAL.exec(text);
  if (usual) return known(usual.slice(1), notAfter);
  const whole = text.normalize('NFKC').toUpperCase().trim();
  const time = TIME.exec(whole);
  const plain = squeeze(time ? whole.slice(0, time.index) : whole).toUpperCase();
  if (/^(\d)\1{7}$/.test(plain.replace(/[/.-]/g, ''))) return { problem: 'dummy' };
  const us = time?.[5] ? MONTH_FIRST.exec(plain) : null;
  const match = us
    ? [us[3], us[1], us[2]]
    : SHAPES.map((shape) => shape.exec(plain))
        .find(Boolean)
        ?.slice(1);
  if (!match) return { problem: 'unreadable' };
  const read = known(match as string[], notAfter);
  return time?.[6] && ('date' in read || read.problem === 'impossible')
    ? inZone(match as string[], time, notAfter, zone)
    : read;
}

/** The local day of an instant given as a date, a time and an offset. */
function inZone(date: string[], time: RegExpExecArray, notAfter: string, zone: string): DateReading {
  const read = known(date, '9999-12-30');
  if (!('date' in read)) return read;
  const [, before, hour = '', minute = '', second = '0', after, offset = 'Z'] = time;
  const half = before ?? after;
  const hours = half ? (Number(hour) % 12) + (/PM|午後/.test(half) ? 12 : 0) : Number(hour);
  const east = /^([+-])(\d{2}):?(\d{2})$/.exec(offset);
  const minutes = east ? Number(`${east[1]}1`) * (Number(east[2]) * 60 + Number(east[3])) : 0;
  const at =
    Date.parse(`${read.date}T00:00:00Z`) + ((hours * 60 + Number(minute) - minutes) * 60 + parseFloat(second)) * 1000;
  return known(localDate(at, zone).split('-'), notAfter);
}

function known([year = '', month = '', day = '']: string[], notAfter: string): DateReading {
  if (DUMMIES.has(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)) return { problem: 'dummy' };
  const read = parseBirthDate({ year, month, day }, notAfter);
  return 'date' in read ? read : { problem: 'impossible' };
}

/** Like `readDate`, for a birth date: not in the future and at most 120 years ago. */
export function readBirthDate(text: string, today: string, zone?: string): DateReading {
  const read = readDate(text, today, zone);
  if (!('date' in read)) return read;
  const oldest = `${Number(today.slice(0, 4)) - OLDEST_YEARS}${today.slice(4)}`;
  return read.date < oldest ? { problem: 'impossible' } : read;
}
