import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Html, html } from './html';
import { logoPath, brandPath } from '../brand/page-brand';
import { type TextSize, type View } from './view';

/** Which page a reply is; also its `<meta name="tsunagi-page">`, for programs that read the pages. */
export type PageName =
  | 'identify'
  | 'locked'
  | 'notice'
  | 'choose'
  | 'check'
  | 'receipt'
  | 'withdraw'
  | 'withdrawn'
  | 'answered'
  | 'late'
  | 'stopped'
  | 'nothing'
  | 'call'
  | 'kept'
  | 'invalid'
  | 'proof'
  | 'replaced'
  | 'failed'
  | 'callback'
  | 'ask'
  | 'asked'
  | 'settings'
  | 'genuine'
  | 'optout'
  | 'optout-done';

export interface PageParts {
  name: PageName;
  title: string;
  body: Html;
  /** Target of the "back" link; without it there is none. */
  back?: string;
  /** The page reports an error in the customer's input. */
  error?: boolean;
}

export const STYLES = readFileSync(join(__dirname, 'pages.css'), 'utf8');
/** Named by content hash, so that browsers may cache it for ever. */
export const STYLES_PATH = `/m/pages-${createHash('sha256').update(STYLES).digest('hex').slice(0, 12)}.css`;

/** The whole document: header with display switches, the page, and help in the same position on every page. */
export function layout(view: View, page: PageParts): string {
  const title = `${page.error ? view.t('errorPrefix') : ''}${page.title} – ${view.senderName}`;
  const brand = brandPath(view.brand);
  const document = html`<!doctype html>
    <html lang="${view.language}" data-text="${view.size}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="format-detection" content="telephone=no" />
        <meta name="color-scheme" content="light dark" />
        <meta name="tsunagi-page" content="${page.name}" />
        <title>${title}</title>
        <link rel="stylesheet" href="${STYLES_PATH}" />
        ${brand && html`<link rel="stylesheet" href="${brand}" />`}
      </head>
      <body>
        <a class="skip" href="#main">${view.t('skip')}</a>
        ${header(view)}
        <main id="main" class="page">
          ${page.back && html`<a class="back" href="${page.back}"><span aria-hidden="true">‹</span> ${view.t('back')}</a>`}
          ${page.body} ${help(view)}
        </main>
      </body>
    </html> `;
  return document.markup;
}

const NEXT_SIZE: Record<TextSize, TextSize> = { n: 'l', l: 'xl', xl: 'n' };

function header(view: View): Html {
  const sizeText = view.t(({ n: 'larger', l: 'largest', xl: 'normal' } as const)[view.size]);
  const other = view.language === 'ja' ? 'en' : 'ja';
  const name = view.senderName;
  const { logo } = view.brand;
  return html`<header class="head">
    <div class="bar">
      ${
        logo
          ? html`<img
              class="logo"
              src="${logoPath(logo.hash)}"
              alt="${name}"
              width="${logo.width}"
              height="${logo.height}"
            />`
          : html`<span class="sender"><span class="sign" aria-hidden="true">${[...name][0]}</span>${name}</span>`
      }
      <nav class="switches" aria-label="${view.t('settings')}">
        <a href="${view.switched({ text: NEXT_SIZE[view.size] })}">${sizeText}</a>
        <a href="${view.switched({ lang: other })}" lang="${other}" hreflang="${other}">${view.t('otherLanguage')}</a>
      </nav>
    </div>
  </header>`;
}

function help(view: View): Html | false {
  const sender = view.sender;
  if (!sender) return false;
  const site = URL.canParse(sender.site) ? new URL(sender.site) : undefined;
  return html`<section class="help" aria-labelledby="help">
    <h2 id="help">${view.t('help')}</h2>
    <a class="way" href="tel:${sender.phone.replace(/[^\d+]/g, '')}">
      <span>${view.t('helpPhone')}<span class="hint">${view.own(sender.hours)}</span></span>
      <b>${sender.phone}</b></a
    >

    ${
      site &&
      html`<a class="way" href="${site.href}" rel="noreferrer">
        <span>${view.t('helpSite')}<span class="hint">${site.host}</span></span>
        <b aria-hidden="true">›</b></a
      > `
    }
    ${view.open !== 'none' && more(view)}
  </section>`;
}

/** Pages beside the answer; how to check where this one comes from is open to everyone who has the link. */
function more(view: View): Html {
  const way = (path: string, text: string, hint?: string) =>
    html`<a class="way" href="${view.url(path)}">
      <span>${text}${hint && html`<span class="hint">${hint}</span>`}</span>
      <b aria-hidden="true">›</b></a
    >`;
  return html`${
    view.open === 'all' &&
    html`${view.asks && way('/ask', view.t('wayAsk'), view.t('wayAskHint'))}
    ${way('/callback', view.t('wayCallback'), view.t('wayCallbackHint'))}
    ${way('/settings', view.t('waySettings'), view.t('waySettingsHint'))}`
  }
  ${way('/genuine', view.t('wayGenuine'))}`;
}

/** Input errors at the top of the page, announced to screen readers; each links to its field. */
export function errorSummary(view: View, errors: { field: string; text: string }[]): Html | false {
  if (errors.length === 0) return false;
  return html`<div class="errors" role="alert" tabindex="-1" autofocus aria-labelledby="errors">
    <h2 id="errors">${view.t('errorSummary')}</h2>
    <ul>
      ${errors.map((error) => html`<li><a href="#${error.field}">${error.text}</a></li>`)}
    </ul>
  </div>`;
}

/** Lines of an approved text as paragraphs. */
export function paragraphs(text: string): Html[] {
  const lines = text.split(/\n+/).map((line) => line.trim());
  return lines.filter((line) => line !== '').map((line) => html`<p>${line}</p>`);
}
