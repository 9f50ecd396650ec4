/** What a spreadsheet takes for the beginning of a formula, also in full width; quotes before it may be our own. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;

const cell = (value: string | number | null): string => {
  const text = typeof value === 'number' ? String(value) : escapeFormula(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** One CSV line (RFC 4180). Texts that a spreadsheet would run are escaped (see escapeFormula), numbers are not. */
export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(cell).join(',')}\r\n`;

/**
 * Puts a quote before what a spreadsheet would run (OWASP, "CSV Injection"). A program that reads our files takes it
 * away again by unescapeFormula; nothing is lost, since a text that has such quotes of its own gets one more.
 */
export const escapeFormula = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** The way back: a cell that begins with quotes and then one of = + - @ tab CR LF (or full width) loses one quote. */
export const unescapeFormula = (text: string): string =>
  text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;

/** UTF-8 with a byte order mark, without which Excel takes Japanese for another encoding. */
export const CSV_BOM = '\uFEFF';
