import { type Language } from '../../campaigns/campaign';
import { type KnownSource, SOURCES } from '../../rehearsals/default-behaviour';
import { fill } from '../catalogue';
import { rehearsalWordsEn } from './en';
import { rehearsalWordsJa } from './ja';

export type RehearsalWord = keyof typeof rehearsalWordsJa;

/** A word or sentence about a rehearsal's result in one language. */
export const rehearsalWord = (
  language: Language,
  word: RehearsalWord,
  values: Record<string, string | number> = {},
): string => fill((language === 'ja' ? rehearsalWordsJa : rehearsalWordsEn)[word], values, '');

const isKnown = (source: string): source is KnownSource => (SOURCES as readonly string[]).includes(source);

/** Where a rate or price is from: in words where a default names it, otherwise as the behaviour file says. */
export const sourceText = (source: string, language: Language): string =>
  isKnown(source) ? rehearsalWord(language, `source_${source}`) : source;
