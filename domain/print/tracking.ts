/** Japan Post's numbers: 11 digits for registered and recorded letters, 12 for parcels and packets. */
const LENGTHS = [11, 12];

/** The digits of a number as people write it: full width, with hyphens or spaces. */
export const trackingDigits = (text: string): string => text.normalize('NFKC').replace(/[\s\p{Pd}ー−]/gu, '');

/** Remainder by 7 of a number of any length, digit by digit. */
const remainder = (digits: string): number => [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 7, 0);

/** The check digit (last place) for the digits before it: the whole number modulo 7. */
export const trackingCheckDigit = (digits: string): string => String(remainder(digits));

/** What is wrong with the digits of a tracking number; null: nothing. */
export function trackingFault(digits: string): 'tracking_no_invalid' | 'tracking_check_digit' | null {
  if (!/^\d+$/.test(digits) || !LENGTHS.includes(digits.length)) return 'tracking_no_invalid';
  return trackingCheckDigit(digits.slice(0, -1)) === digits.at(-1) ? null : 'tracking_check_digit';
}

/** As printed on receipts: 131-12-38385-2, 1234-5678-9012. */
export const printedTracking = (digits: string): string =>
  digits.length === 11
    ? digits.replace(/^(\d{3})(\d{2})(\d{5})(\d)$/, '$1-$2-$3-$4')
    : digits.replace(/(\d{4})(?=\d)/g, '$1-');
