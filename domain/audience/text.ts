const BREAKS = /\r\n|[\r\n\u2028\u2029]/g;
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff]/g;

const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/;
/** ASCII without spaces; folding does not change it. */
const PLAIN = /^[!-~]*$/;

/**
 * As given by the client, fit for one printed line: line breaks become spaces, control characters are removed, the text
 * is trimmed.
 */
export function asGiven(value: string): string {
  if (!UNPRINTABLE.test(value)) return value.trim();
  return value.replace(BREAKS, ' ').replace(CONTROLS, '').trim();
}

/** For parsing and comparing: NFKC, and runs of spaces become one. */
export function tidy(value: string): string {
  return PLAIN.test(value) ? value : value.normalize('NFKC').replace(/\s+/g, ' ').trim();
}

/** For comparing names and numbers: like `tidy`, without any spaces. */
export function squeeze(value: string): string {
  return PLAIN.test(value) ? value : value.normalize('NFKC').replace(/\s+/g, '');
}

export const hasLineBreak = (value: string): boolean => /[\r\n\u2028\u2029]/.test(value);

/**
 * Whether a spreadsheet would evaluate the text as a formula: = @ tab, or + - before anything but a number (also full
 * width, which Japanese Excel accepts). See OWASP, "CSV Injection".
 */
export function isFormulaLike(value: string): boolean {
  if (!/^ *[=@\t\r+\-＝＠＋－]/.test(value)) return false;
  return !/^[+-][\d\s().-]*$/.test(value.normalize('NFKC').trim());
}
