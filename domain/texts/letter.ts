import { type Language } from '../campaigns/campaign';
import { letterEn } from './en/letter';
import { letterJa } from './ja/letter';

/** Choices as a sentence names them: 「光へ移る」か「解約する」, or “Move” or “Cancel”. */
export const chooseBetween = (labels: string[], language: Language): string =>
  language === 'ja'
    ? labels.map((label) => `「${label}」`).join('か')
    : labels.map((label) => `“${label}”`).join(' or ');

/** A fixed text of letters and forms with its value. */
export const letterText = (key: keyof typeof letterJa, language: Language, value = ''): string =>
  (language === 'ja' ? letterJa : letterEn)[key].replace('{}', value);
