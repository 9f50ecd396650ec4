import { type Text } from '../domain/campaigns/campaign';
import { usePreferences } from './preferences';

type Say = (...values: never[]) => string;
/** Words of a page: a text in both languages, or a function of values that gives one. */
export type Words = Record<string, { ja: string; en: string } | { ja: Say; en: Say }>;
type Said<W extends Words> = { readonly [K in keyof W]: W[K]['ja'] | W[K]['en'] };

/** The words of a page in the reader's language. */
export function useWords<W extends Words>(words: W): Said<W> {
  const { lang } = usePreferences();
  return Object.fromEntries(Object.entries(words).map(([key, word]) => [key, word[lang]])) as Said<W>;
}

/** Gives a text of the shared catalogues, or of the API, in the reader's language; one that stands alone begins with a capital. */
export function useText(): (text: Text) => string {
  const { lang } = usePreferences();
  return (text) => text[lang].charAt(0).toUpperCase() + text[lang].slice(1);
}
