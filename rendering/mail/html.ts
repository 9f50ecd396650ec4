import { type Brand } from '../../domain/brand/brand';
import { mailText } from '../../domain/texts/names/mail';
import { type Block } from './blocks';
import { type MailSection } from './section';
import { type MailStyle, mailStyle, styleSheet } from './style';

/** Content id of the logo among a mail's parts. */
export const LOGO_CID = 'logo@tsunagi';

interface Shown {
  section: MailSection;
  sender: string;
  brand: Brand;
  /** Web addresses that become links; any other, as in a customer's name, stays text. */
  links: readonly string[];
}

/**
 * A mail as HTML: one column that fits a phone, readable in light and dark mode, without remote pictures, scripts or
 * forms. It says what the plain text says.
 */
export function mailHtml({ section, sender, brand, links }: Shown): string {
  const { style, sheet } = stylesOf(brand);
  return [
    '<!doctype html>',
    `<html lang="${section.language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    '<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">',
    `<title>${escapeHtml(section.headline)}</title>`,
    `<style>${sheet}</style></head>`,
    `<body class="ground" style="${style.ground}">`,
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:16px 8px">`,
    `<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" border="0" style="${style.sheet}">`,
    `<tr><td class="pad" style="${style.head}">${headOf(brand, sender, style)}</td></tr>`,
    sectionHtml(section, { style, links }),
    '</table></td></tr></table></body></html>\n',
  ].join('\n');
}

const made = new WeakMap<Brand, { style: MailStyle; sheet: string }>();

/** Made once for a brand: its readable shades are searched for. */
function stylesOf(brand: Brand) {
  const own = made.get(brand) ?? { style: mailStyle(brand), sheet: styleSheet(brand) };
  made.set(brand, own);
  return own;
}

/** The logo keeps its white ground: a dark one could not be seen in dark mode. */
function headOf({ logo }: Brand, sender: string, style: MailStyle): string {
  const name = escapeHtml(sender);
  if (!logo) return `<p style="${style.sender}">${name}</p>`;
  const height = Math.min(48, Math.round((180 * logo.height) / logo.width));
  const width = Math.round((height * logo.width) / logo.height);
  return `<img src="cid:${LOGO_CID}" alt="${name}" width="${width}" height="${height}" style="${style.logo}">`;
}

interface With {
  style: MailStyle;
  links: readonly string[];
}

function sectionHtml(section: MailSection, { style, links }: With): string {
  const blocks = section.paragraphs.flatMap(({ blocks: own }) => own);
  return [
    `<tr><td class="pad line" lang="${section.language}" style="${style.section}">`,
    `<h1 style="${style.headline}">${escapeHtml(section.headline)}</h1>`,
    ...blocks.map((block) => blockHtml(block, section, { style, links })),
    '</td></tr>',
  ].join('\n');
}

function blockHtml(block: Block, section: MailSection, { style, links }: With): string {
  const lined = (lines: string[]) => linked(lines.join('\n'), { style, links }).replaceAll('\n', '<br>\n');
  switch (block.kind) {
    case 'text':
      return `<p style="${style.text}">${lined(block.lines)}</p>`;
    case 'small':
      return `<p class="sub line" style="${style.small}">${lined(block.lines)}</p>`;
    case 'heading':
      return `<h2 style="${style.heading}">${escapeHtml(block.text)}</h2>`;
    case 'list': {
      const tag = block.ordered ? 'ol' : 'ul';
      const items = block.items.map((item) => `<li style="${style.item}">${lined([item])}</li>`);
      return `<${tag} style="${style.list}">${items.join('')}</${tag}>`;
    }
    case 'dates': {
      const rows = block.rows.map(
        ({ name, day }) =>
          `<p style="${style.dateName}" class="sub">${escapeHtml(name)}</p><p style="${style.day}">${escapeHtml(day)}</p>`,
      );
      return `<div class="box" style="${style.box}">${rows.join('')}</div>`;
    }
    case 'button': {
      const href = escapeHtml(block.link);
      const hint = escapeHtml(mailText('notOpening', section.language));
      return [
        `<p style="${style.buttonRow}"><a class="button" href="${href}" style="${style.button}">${escapeHtml(section.button)}</a></p>`,
        `<p class="sub" style="${style.hint}">${hint}<br>\n${linked(block.link, { style, links })}</p>`,
      ].join('\n');
    }
  }
}

/** Escapes text and turns our addresses into links. Splitting at a capturing pattern puts addresses at odd indexes. */
function linked(text: string, { style, links }: With): string {
  const parts = text.split(/(https?:\/\/[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]+[A-Za-z0-9/_-])/);
  return parts
    .map((part, i) =>
      i % 2 && links.includes(part)
        ? `<a class="link" href="${escapeHtml(part)}" style="${style.link}">${escapeHtml(part)}</a>`
        : escapeHtml(part),
    )
    .join('');
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]!);
