import { type Language } from '../../domain/campaigns/campaign';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Escapes a text for HTML, including quoted attributes. */
export const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
export const number = (value: number): string => value.toLocaleString('en-US');

/** An ISO instant as local date and time in Japan. */
export function instant(iso: string): string {
  const format = { timeZone: 'Asia/Tokyo', dateStyle: 'short', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat('sv-SE', format).format(new Date(iso));
}

/** A path of the same page as an attribute value; keeps the language and omits empty parameters. */
export function address(path: string, language: Language, query: Record<string, string> = {}): string {
  const all = new URLSearchParams(Object.entries({ ...query, ...(language === 'en' && { lang: 'en' }) }));
  for (const [name, value] of [...all]) if (value === '') all.delete(name);
  return escape(all.size > 0 ? `${path}?${all}` : path);
}

export interface Frame {
  language: Language;
  /** Title of the browser's tab. */
  title: string;
  heading: string;
  about: string;
  path: string;
  query: Record<string, string>;
  body: string;
  /** Loads /script.js, which shows that new items have arrived. */
  live?: boolean;
}

/** The page frame of a stand-in, with its heading and a link to the other language. */
export function frame({ language, title, heading, about, path, query, body, live = false }: Frame): string {
  const other: Language = language === 'en' ? 'ja' : 'en';
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title><link rel="stylesheet" href="/style.css"><link rel="icon" href="data:,"></head>
<body><header><div class="wide head"><h1><a href="${address('/', language)}">${heading}</a></h1>
<p class="about">${about}</p>
<a href="${address(path, other, query)}" lang="${other}">${other === 'en' ? 'English' : '日本語'}</a></div></header>
<main class="wide">${body}</main>${live ? '<script src="/script.js" defer></script>' : ''}</body></html>`;
}
