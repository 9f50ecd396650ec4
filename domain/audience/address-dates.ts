const MONTHS = 'Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec';
/** Dates as spreadsheets show them. A year with hyphens counts only with leading zeros: 2001-2-3 can be a house number. */
const DATES = [
  /(?<!\d)\d{1,2}月\d{1,2}日/,
  /(?:\d{2,4}|元)年\d{1,2}月(?!\d*丁目)/,
  /^(?:19|20)?\d{2}\/\d{1,2}\/\d{1,2}(?!\d)/,
  /^\d{1,2}\/\d{1,2}\/(?:19|20)\d{2}(?!\d)/,
  /(?<!\d)(?:19|20)\d{2}\/\d{1,2}(?:\/\d{1,2})?(?: |$)/,
  /^(?:19|20)\d{2}-(?:0\d-\d{2}|\d{2}-0\d)(?:[ T]|$)/,
  /(?:^|\s|[^A-Za-z0-9\s-])\d{1,2}-(?:MONTHS)(?:-\d{2,4})?(?![A-Za-z0-9])/i,
  /(?:^|[^A-Za-z0-9\s-])(?:MONTHS)-\d{1,4}(?![A-Za-z0-9-])/i,
  /^[MTSHR]\d{1,2}[./]\d{1,2}[./]\d{1,2}$/i,
].map((pattern) => new RegExp(pattern.source.replace('MONTHS', MONTHS), pattern.flags));

/** Whether a part of an address is a date that a spreadsheet made from a house number (1-2 → 1月2日, 2-3 → 2-Mar). */
export function looksLikeDate(part: string): boolean {
  if (!/[月/／年]|[A-Za-zＡ-Ｚａ-ｚ]|[-－‐−]0/.test(part)) return false;
  const plain = part
    .normalize('NFKC')
    .replace(/[‐‑‒–−]/g, '-')
    .trim();
  return DATES.some((pattern) => pattern.test(plain));
}
