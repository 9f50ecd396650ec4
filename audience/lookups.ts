import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { getAddress } from 'yubin';
import { type Lookups } from '../domain/normalise/row';

/** The one shape most rows have; spares them the parser. */
const MOBILE = /^0[789]0(?:-[1-9]\d{3}-|[1-9]\d{3})\d{4}$/;

/** Numbering plan and postal codes, both offline. An extension (内線12) is dropped before the number is read. */
export const lookups: Lookups = {
  phone(text) {
    if (MOBILE.test(text)) return { number: `+81${text.replaceAll('-', '').slice(1)}`, mobile: true };
    const plain = text.normalize('NFKC').replace(/\s*(内線|内|ext\.?|#).*$/i, '');
    const read = parsePhoneNumberFromString(plain, 'JP');
    return read?.isValid() ? { number: read.number, mobile: read.getType() === 'MOBILE' } : null;
  },
  prefectureOf: (code) => getAddress(code)?.prefecture ?? null,
};
