import { composed } from '../print/letter-characters';

const BREAKS = /\r\n|[\r\n\u2028\u2029]/g;
const CONTROLS = '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f';
/**
 * Characters that show nothing by themselves (Unicode category Cf, and fillers): zero-width and direction marks, the
 * soft hyphen, tags. Written as UTF-16, so that one pass without the `u` flag finds them.
 */
const INVISIBLE =
  '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0' +
  '\\ufff9-\\ufffb';
const TAGS = '\\udb40[\\udc00-\\udc7f]';
/** Which form of the preceding character is meant: printed where the font has it, ignored in comparing. */
const SELECTORS = '[\\u180b-\\u180d\\u180f\\ufe00-\\ufe0f]|\\udb40[\\udc80-\\udfff]';
const ODD_SPACES = '\\t\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f';
/** Characters that can be part of a decomposed sequence. Kana and kanji are not among them. */
const COMBINING =
  '\\u0300-\\u036f\\u0590-\\u0fff\\u1100-\\u11ff\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\u3099\\u309a';

const HIDDEN = new RegExp(`[${INVISIBLE}]|${TAGS}`, 'g');
const hidden = new RegExp(`[${INVISIBLE}]|${TAGS}`);
const oddSpace = new RegExp(`[${ODD_SPACES}]`, 'g');
const control = new RegExp(`[${CONTROLS}]`, 'g');
const needsCare = new RegExp(`[${CONTROLS}${INVISIBLE}${ODD_SPACES}${COMBINING}\\r\\n\\u2028\\u2029\\udb40]`);
const needsFolding = new RegExp(
  `[${CONTROLS}${INVISIBLE}\\u180b-\\u180f\\ufe00-\\ufe0f\\udb40\\u2010-\\u2016\\u2212\\u223c\\u301c]`,
);
const IGNORED = new RegExp(`[${CONTROLS}${INVISIBLE}]|${TAGS}|${SELECTORS}`, 'g');

/** ASCII without spaces; folding does not change it. */
const PLAIN = /^[!-~]*$/;

/**
 * As given by the client, fit for one printed line: line breaks, tabs and special spaces become plain spaces, invisible
 * and control characters are removed, decomposed characters composed, the text trimmed. Variation selectors stay.
 */
export function asGiven(value: string): string {
  if (!needsCare.test(value)) return value.trim();
  const plain = value.replace(BREAKS, ' ').replace(oddSpace, ' ').replace(control, '').replace(HIDDEN, '');
  return composed(plain).trim();
}

/** Whether a text has invisible characters, which are removed. */
export const hasInvisible = (value: string): boolean => hidden.test(value);

/** For parsing and comparing: folded, and runs of spaces become one. */
export function tidy(value: string): string {
  return PLAIN.test(value) ? value : folded(value).replace(/\s+/g, ' ').trim();
}

/** For comparing names and numbers: like `tidy`, without any spaces. */
export function squeeze(value: string): string {
  return PLAIN.test(value) ? value : folded(value).replace(/\s+/g, '');
}

/**
 * NFKC; without invisible characters and variation selectors; and with one form for each pair of characters that CP932
 * and Unicode convert differently (～〜, ∥‖, －−, ―—) and for the hyphens.
 */
function folded(value: string): string {
  const text = value.normalize('NFKC');
  if (!needsFolding.test(text)) return text;
  return text
    .replace(IGNORED, '')
    .replace(/[\u2010-\u2013\u2212]/g, '-')
    .replaceAll('\u2014', '\u2015')
    .replaceAll('\u2016', '\u2225')
    .replace(/[\u301c\u223c]/g, '~')
    .normalize('NFKC'); // what was apart may be one character now
}

export const hasLineBreak = (value: string): boolean => /[\r\n\u2028\u2029]/.test(value);

/**
 * Whether a spreadsheet would evaluate the text as a formula: = @ tab, or + - before anything but a number (also full
 * width, which Japanese Excel accepts), with spaces before them or not. See OWASP, "CSV Injection".
 */
export function isFormulaLike(value: string): boolean {
  if (!/^(?:[\t\r]|[\s\p{C}]*[=@+\-＝＠＋－])/u.test(value)) return false;
  return !/^[+-][\d\s().-]*$/.test(value.normalize('NFKC').trim());
}
