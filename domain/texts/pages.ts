import { type Language } from '../campaigns/campaign';
import { pagesEn } from './pages-en';
import { pagesJa, type PageText } from './pages-ja';

/** A text in one language with `{name}` filled in; an unknown name stays visible. */
export function pageText(key: PageText, language: Language, values: Record<string, string | number> = {}): string {
  const text = (language === 'ja' ? pagesJa : pagesEn)[key];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
