import { parseBirthDate } from '../../domain/customers/birth-date';

/** What is read from the field for the date on a form: a day, that there is none to read, or why it is unclear. */
export type WrittenDate = { date: string } | { none: true } | { problem: 'missing' | 'unreadable' | 'after_receipt' };

/** Typed for a form without a legible date. */
const NONE = /^[0-]$/;
const SHORT = /^(?:(\d{1,2})[/.\-月](\d{1,2})日?|(\d{1,2})(\d{2}))$/;
const FULL = /^(\d{4}|(?:令和|令|R)\.?(?:\d{1,2}|元))[/.\-年](\d{1,2})[/.\-月](\d{1,2})日?$/;
const DIGITS = /^(\d{4})(\d{2})(\d{2})$/;
const LATEST = '9999-12-31';
/** A day farther ahead than this belongs to the year before, as on forms of the turn of the year. */
const HALF_A_YEAR_MS = 183 * 86_400_000;

/**
 * Reads what an operator types from a form: 0210 or 2/10 (such a day up to `receivedOn`), 20270210, 2027/2/10,
 * R9.2.10, 令和9年2月10日, half or full width; 0 says that there is none. A day in full is taken as written, also one after
 * the receipt; without a year such a day is a slip of the finger or of the pen, and is asked in full.
 */
export function readWrittenDate(text: string, receivedOn: string): WrittenDate {
  const plain = text.normalize('NFKC').replace(/\s/g, '').replace(/[ー−‐]/g, '-').toUpperCase(); // prettier-ignore
  if (plain === '') return { problem: 'missing' };
  if (NONE.test(plain)) return { none: true };
  const full = FULL.exec(plain) ?? DIGITS.exec(plain);
  if (full) return dayOf(full[1]!, full[2]!, full[3]!);
  const short = SHORT.exec(plain);
  if (!short) return { problem: 'unreadable' };
  const month = short[1] ?? short[3]!;
  const day = short[2] ?? short[4]!;
  const year = Number(receivedOn.slice(0, 4));
  const own = dayOf(String(year), month, day);
  if (!('date' in own) || own.date <= receivedOn) return 'date' in own ? own : dayOf(String(year - 1), month, day);
  const ahead = Date.parse(own.date) - Date.parse(receivedOn);
  return ahead > HALF_A_YEAR_MS ? dayOf(String(year - 1), month, day) : { problem: 'after_receipt' };
}

function dayOf(year: string, month: string, day: string): WrittenDate {
  const read = parseBirthDate({ year, month, day }, LATEST);
  return 'date' in read ? read : { problem: 'unreadable' };
}
