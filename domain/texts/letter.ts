import { type Language } from '../campaigns/campaign';
import { letterEn } from './en/letter';
import { letterJa } from './ja/letter';

/** A fixed text of letters and forms with its value. */
export const letterText = (key: keyof typeof letterJa, language: Language, value = ''): string =>
  (language === 'ja' ? letterJa : letterEn)[key].replace('{}', value);
