import { PASSWORD_LENGTH, type PasswordProblem } from '../access/sign-in';
import { type Language, type Text } from '../campaigns/campaign';
import { bilingual, fill } from './catalogue';
import { accessLinesEn, decisionsEn, passwordsEn } from './en/access';
import { accessLinesJa, decisionsJa, passwordsJa } from './ja/access';

/** What is wrong with a new password. */
export const passwordText = (problem: PasswordProblem): Text => ({
  ja: fill(passwordsJa[problem], PASSWORD_LENGTH),
  en: fill(passwordsEn[problem], PASSWORD_LENGTH),
});

/** What waits for a decision: by kind, and a request by what it asks for. */
export const decisionTexts = bilingual(decisionsJa, decisionsEn);

export type AccessLine = keyof typeof accessLinesJa;

/** One line of output of the commands for accounts and API keys. A missing value is shown as `-`. */
export const accessLine = (
  language: Language,
  line: AccessLine,
  values: Record<string, string | number | boolean | null>,
): string => fill((language === 'ja' ? accessLinesJa : accessLinesEn)[line], values, '-');
