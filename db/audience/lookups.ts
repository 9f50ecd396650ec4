import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { type PhoneReading } from '../../domain/audience/phone';
import { type Lookups } from '../../domain/audience/row';
import { tidy } from '../../domain/audience/text';
import { type LetterFonts, printability } from '../../domain/print/letter-characters';
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

const NOTHING = { missing: [], common: [] };

/** Fonts are read only for what is not in every Japanese font. */
const fonts: LetterFonts = (codePoint, selector) =>
  selector === undefined && isUsual(codePoint) ? 'as_given' : letterFonts(codePoint, selector);

function readLetter(text: string): { missing: string[]; common: string[] } {
  for (let at = 0; at < text.length; at++) {
    if (!isUsual(text.charCodeAt(at))) return printability(text, fonts);
  }
  return NOTHING;
}

let usual: Uint8Array | undefined;

/** Whether a code point is ASCII or one of CP932, which the fonts of letters have, other than the mark for a lost one. */
function isUsual(codePoint: number): boolean {
  usual ??= usualCharacters();
  return usual[codePoint] === 1;
}

function usualCharacters(): Uint8Array {
  const found = new Uint8Array(0x10000);
  for (let ascii = 0x20; ascii < 0x7f; ascii++) found[ascii] = 1;
  const decoder = new TextDecoder('shift_jis');
  for (const [first, last] of LEAD_BYTES) {
    for (let lead = first; lead <= last; lead++) {
      const pairs = Array.from({ length: 0xbd }, (_, at) => [lead, 0x40 + at]).filter(([, trail]) => trail !== 0x7f);
      for (const unit of decoder.decode(Uint8Array.from(pairs.flat()))) {
        if (!/[\ufffd\u3013\u0080-\u00a0]/.test(unit)) found[unit.charCodeAt(0)] = 1;
      }
    }
  }
  return found;
}

/** Lead bytes of the characters of CP932, without the private ones. */
const LEAD_BYTES = [
  [0x81, 0x9f],
  [0xe0, 0xea],
  [0xed, 0xee],
  [0xfa, 0xfc],
] as const;

/** A stored number as people in Japan write it: with hyphens, and the country code abroad only. */
export function phoneText(number: string): string {
  const read = parsePhoneNumberFromString(number);
  if (!read) return number;
  return read.country === 'JP' ? read.formatNational() : read.formatInternational();
}
