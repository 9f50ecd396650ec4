import { type Language } from '../campaigns/campaign';
import { fill } from './catalogue';
import { terminalEn } from './en/terminal';
import { terminalJa } from './ja/terminal';

/** One line of output of the command line. */
export const terminalText = (
  language: Language,
  code: keyof typeof terminalJa,
  values: Record<string, string | number> = {},
): string => fill((language === 'ja' ? terminalJa : terminalEn)[code], values, '');
