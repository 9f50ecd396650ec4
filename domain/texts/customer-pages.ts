import { type Language } from '../campaigns/campaign';
import { fill } from './catalogue';
import { pagesEn } from './en/customer-pages/pages';
import { requestsEn } from './en/customer-pages/requests';
import { pagesJa } from './ja/customer-pages/pages';
import { requestsJa } from './ja/customer-pages/requests';

const TEXTS = { ja: { ...pagesJa, ...requestsJa }, en: { ...pagesEn, ...requestsEn } };
export type PageText = keyof (typeof TEXTS)['ja'];

/** A text of the customer pages. A name without a value stays visible. */
export const pageText = (key: PageText, language: Language, values: Record<string, string | number> = {}): string =>
  fill(TEXTS[language][key], values);
