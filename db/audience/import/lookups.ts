import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { getAddress } from 'yubin';
import { type Lookups } from '../../../domain/audience/row';

const MOBILE = /^0[789]0[1-9]\d{7}$/;
/** Ten digits. No finer: the numbering plan's table lacks exchanges that exist, and a wrong refusal costs a customer. */
const LANDLINE = /^0[1-9][1-9]\d{7}$/;

/** Numbering plan and postal codes, both offline. An extension (内線12) is dropped before the number is read. */
export const lookups: Lookups = {
  phone(text) {
    // the two shapes nearly all rows have are spared the parser
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
