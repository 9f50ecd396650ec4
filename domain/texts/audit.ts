import { type Language, type Text } from '../campaigns/campaign';
import { fill } from './catalogue';
import { auditEn } from './en/audit';
import { auditJa } from './ja/audit';

/** One line of output of `tsunagi audit`. */
export const auditText = (
  language: Language,
  code: keyof typeof auditJa,
  values: Record<string, string | number> = {},
): string => fill((language === 'ja' ? auditJa : auditEn)[code], values, '');

/** What is wrong with an entry, a row or a signed statement; the code itself where it has no text. */
export const faultText = (code: string, values: Record<string, string | number> = {}): Text => {
  if (!Object.hasOwn(auditJa, code)) return { ja: code, en: code };
  const known = code as keyof typeof auditJa;
  return { ja: auditText('ja', known, values), en: auditText('en', known, values) };
};

/** What a table of evidence is called; its name in the database where it has none. */
export const tableText = (table: string): Text => {
  const known = `table_${table}`;
  return Object.hasOwn(auditJa, known) ? faultText(known) : { ja: table, en: table };
};
