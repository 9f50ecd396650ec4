import { squeeze } from './text';

export type PostalProblem =
  'postal_code_missing' | 'postal_code_invalid' | 'postal_code_unknown' | 'prefecture_mismatch';

/** Extracts seven digits from 105-6422, 〒105-6422 or １０５６４２２; null for anything else. */
export function readPostalCode(text: string): string | null {
  const digits = squeeze(text)
    .replace(/^〒/, '')
    .replace(/[-‐‑–—―−ー]/, '');
  return /^\d{7}$/.test(digits) ? digits : null;
}

/**
 * Checks a postal code against the prefecture in the same row. `prefectureOf` returns null for an unknown code. With a
 * problem the postal code counts as missing, since it is not known which of the two is wrong.
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
