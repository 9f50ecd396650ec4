import { squeeze } from './text';

export type PostalProblem =
  'postal_code_missing' | 'postal_code_invalid' | 'postal_code_unknown' | 'prefecture_mismatch';

/** Seven digits out of 105-6422, 〒105-6422, １０５６４２２; null when it is no such thing. */
export function readPostalCode(text: string): string | null {
  const digits = squeeze(text)
    .replace(/^〒/, '')
    .replace(/[-‐‑–—―−ー]/, '');
  return /^\d{7}$/.test(digits) ? digits : null;
}

/**
 * Checks a postal code against the prefecture written beside it. `prefectureOf` answers null for a code that does not
 * exist. With a problem the code counts as missing: which of the two is wrong cannot be told.
 */
export function checkPostalCode(
  text: string,
  prefecture: string,
  prefectureOf: (code: string) => string | null,
): { code: string } | { problem: PostalProblem } {
  if (squeeze(text) === '') return { problem: 'postal_code_missing' };
  const code = readPostalCode(text);
  if (code === null) return { problem: 'postal_code_invalid' };
  const expected = prefectureOf(code);
  if (expected === null) return { problem: 'postal_code_unknown' };
  const given = squeeze(prefecture);
  return given === '' || given === expected ? { code } : { problem: 'prefecture_mismatch' };
}
