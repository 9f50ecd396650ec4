/**
 * Start of a formula for spreadsheets, also in full width, with or without quotes added by `escapeFormula`. Spaces and
 * invisible characters before it do not count: spreadsheets and the tools before them trim them.
 */
const FORMULA = /^'*(?:[\t\r\n]|[\s\p{C}]*[=+\-@＝＋－＠])/u;

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const cell = (value: string | number | null): string =>
  typeof value === 'number' ? String(value) : quoted(escapeFormula(value ?? ''));

/** One CSV line (RFC 4180) for a program: every text as it is. */
export const programCsvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map((value) => quoted(String(value ?? ''))).join(',')}\r\n`;

/**
 * One CSV line (RFC 4180) for people. Texts that a spreadsheet would evaluate are escaped (see escapeFormula); numbers are not.
 */
export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(cell).join(',')}\r\n`;

/**
 * Prefixes text that a spreadsheet would evaluate with a quote (OWASP, "CSV Injection"). Lossless: texts that already
 * begin with such quotes get one more, and unescapeFormula removes one.
 */
export const escapeFormula = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/**
 * Inverse of escapeFormula: removes one quote from a cell that begins with quotes followed by = + - @ (or full width),
 * with spaces before them or not, or by tab CR LF.
 */
export const unescapeFormula = (text: string): string =>
  text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;

/** Byte order mark for UTF-8. Without it Excel misreads Japanese. */
export const CSV_BOM = '\uFEFF';
