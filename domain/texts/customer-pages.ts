import { type Language } from '../campaigns/campaign';
import { fill } from './catalogue';
import { pagesEn } from './en/customer-pages';
import { pagesJa } from './ja/customer-pages';

export type PageText = keyof typeof pagesJa;

/** A text of the customer pages. A name without a value stays visible. */
export const pageText = (key: PageText, language: Language, values: Record<string, string | number> = {}): string =>
  fill((language === 'ja' ? pagesJa : pagesEn)[key], values);
