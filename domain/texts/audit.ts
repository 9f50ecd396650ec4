import { type Language } from '../campaigns/campaign';
import { fill } from './catalogue';
import { auditEn } from './en/audit';
import { auditJa } from './ja/audit';

/** One line of output of `tsunagi audit`. */
export const auditText = (
  language: Language,
  code: keyof typeof auditJa,
  values: Record<string, string | number> = {},
): string => fill((language === 'ja' ? auditJa : auditEn)[code], values, '');
