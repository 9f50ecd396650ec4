import { type Language } from '../campaigns/campaign';
import { fill } from './catalogue';
import { outcomesEn, terminalEn } from './en/terminal';
import { outcomesJa, terminalJa } from './ja/terminal';

/** Outcomes of a contract in one language. */
export const outcomeNames = (language: Language): Record<keyof typeof outcomesJa, string> =>
  language === 'ja' ? outcomesJa : outcomesEn;

/** One line of output of the command line. */
export const terminalText = (
  language: Language,
  code: keyof typeof terminalJa,
  values: Record<string, string | number> = {},
): string => fill((language === 'ja' ? terminalJa : terminalEn)[code], values, '');
