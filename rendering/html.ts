import { type Language } from '../domain/campaigns/campaign';

interface MailText {
  subject: string;
  ja: string;
  en: string | undefined;
  /** Web addresses that become links; any other, as in a customer's name, stays text. */
  links: readonly string[];
}

/** A mail's text as simple HTML: paragraphs, our own links, and each language marked for screen readers. */
export function mailHtml({ subject, ja, en, links }: MailText): string {
  const half = (language: Language, body: string) => `<div lang="${language}">\n${paragraphs(body, links)}\n</div>`;
  const style =
    'font-family:sans-serif;font-size:16px;line-height:1.7;color:#1a1a1a;max-width:40em;margin:0 auto;padding:16px';
  return [
    '<!doctype html>',
    '<html lang="ja"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escapeHtml(subject)}</title></head>`,
    `<body style="${style}">`,
    half('ja', ja),
    ...(en === undefined ? [] : ['<hr>', half('en', en)]),
    '</body></html>\n',
  ].join('\n');
}

function paragraphs(body: string, links: readonly string[]): string {
  const blocks = body.split(/\n{2,}/).map((block) => linked(block, links).replaceAll('\n', '<br>\n'));
  return blocks.map((block) => `<p>${block}</p>`).join('\n');
}

/** Escapes text and turns our addresses into links. Splitting at a capturing pattern puts addresses at odd indexes. */
function linked(text: string, links: readonly string[]): string {
  const parts = text.split(/(https?:\/\/[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]+[A-Za-z0-9/_-])/);
  return parts
    .map((part, i) =>
      i % 2 && links.includes(part) ? `<a href="${escapeHtml(part)}">${escapeHtml(part)}</a>` : escapeHtml(part),
    )
    .join('');
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]!);
