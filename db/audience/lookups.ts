import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { getAddress } from 'yubin';
import { type Lookups } from '../../domain/audience/row';

const MOBILE = /^0[789]0[1-9]\d{7}$/;
/**
 * Ten digits, without a finer check: the numbering plan's table lacks existing exchanges, and a wrong refusal loses a
 * customer.
 */
const LANDLINE = /^0[1-9][1-9]\d{7}$/;

/** Offline numbering plan and postal codes. An extension (内線12) is removed before the number is parsed. */
export const lookups: Lookups = {
  phone(text) {
    // the two shapes of nearly all rows need no parser
    const digits = /^0[\d-]{9,12}$/.test(text) ? text.replaceAll('-', '') : '';
    if (MOBILE.test(digits)) return { number: `+81${digits.slice(1)}`, mobile: true };
    if (LANDLINE.test(digits)) return { number: `+81${digits.slice(1)}`, mobile: false };
    const read = parsePhoneNumberFromString(text.normalize('NFKC').replace(/\s*(内線|内|ext\.?|#).*$/i, ''), 'JP');
    if (read?.isValid()) return { number: read.number, mobile: read.getType() === 'MOBILE' };
    const landline = read?.countryCallingCode === '81' && LANDLINE.test(`0${read.nationalNumber}`);
    return landline ? { number: read.number, mobile: false } : null;
  },
  prefectureOf: (code) => getAddress(code)?.prefecture ?? null,
};
