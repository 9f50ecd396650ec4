import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { type PhoneReading } from '../../domain/audience/phone';
import { type Lookups } from '../../domain/audience/row';
import { tidy } from '../../domain/audience/text';
import { printability } from '../../domain/print/letter-characters';
import { letterFonts } from './letter-fonts';
import { postalLookups } from './postal-codes';

const MOBILE = /^0[6789]0[1-9]\d{7}$/;
/**
 * Ten digits, without a finer check: the numbering plan's table lacks existing exchanges, and a wrong refusal loses a
 * customer.
 */
const LANDLINE = /^0[1-9][1-9]\d{7}$/;
/**
 * Numbers that belong to no customer (Japan's numbering plan): freephone 0120 and 0800, navigation dial 0570, premium rate
 * 0990, mass calls 0180, message services 0170 and 0910, machines and pagers 020.
 */
const SERVICE = /^0(?:120|800|570|990|180|170|910|20)\d/;

/** Offline numbering plan and postal codes. An extension (内線12) is removed before the number is parsed. */
export const lookups: Lookups = { phone: readPhone, letter: readLetter, ...postalLookups };

function readPhone(text: string): PhoneReading {
  // the two shapes of nearly all rows need no parser
  const digits = /^0[\d-]{9,13}$/.test(text) ? text.replaceAll('-', '') : '';
  if (SERVICE.test(digits)) return 'service';
  if (MOBILE.test(digits)) return { number: `+81${digits.slice(1)}`, mobile: true };
  if (LANDLINE.test(digits)) return { number: `+81${digits.slice(1)}`, mobile: false };
  const read = parsePhoneNumberFromString(tidy(text).replace(/\s*(内線|内|ext\.?|#).*$/i, ''), 'JP');
  if (read?.countryCallingCode === '81' && SERVICE.test(`0${read.nationalNumber}`)) return 'service';
  if (read?.isValid()) return { number: read.number, mobile: read.getType() === 'MOBILE' };
  const landline = read?.countryCallingCode === '81' && LANDLINE.test(`0${read.nationalNumber}`);
  return landline ? { number: read.number, mobile: false } : null;
}

/** Whether letters print a UTF-16 unit by itself, as far as it has been asked: nearly all texts need no further look. */
const printed = new Map<string, boolean>();
const NOTHING = { missing: [], common: [] };

function readLetter(text: string): { missing: string[]; common: string[] } {
  for (const unit of text) {
    if (!isPrinted(unit)) return printability(text, letterFonts);
  }
  return NOTHING;
}

function isPrinted(character: string): boolean {
  const known = printed.get(character);
  if (known !== undefined) return known;
  const { missing } = printability(character, letterFonts);
  const alone = missing.length === 0 && !/\p{M}|[\ufe00-\ufe0f]/u.test(character);
  printed.set(character, alone);
  return alone;
}
