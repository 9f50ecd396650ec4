import { FONT_FAMILY, type Brand } from '../../domain/brand/brand';
import { DARK_GROUND, paletteOf } from '../../domain/brand/palette';

const INK = '#1c1e21';
const SUB = '#4b4f55';
const LINE = '#d9d6cf';

/** Styles of a mail's elements, written on each: many programs read no style sheet. */
export type MailStyle = ReturnType<typeof mailStyle>;

export function mailStyle({ accent, typeface }: Brand) {
  const { fill, onFill, ink } = paletteOf(accent);
  const font = `font-family:${FONT_FAMILY[typeface]}`;
  const text = `${font};font-size:16px;line-height:1.75;overflow-wrap:anywhere`;
  return {
    ground: 'margin:0;padding:0;background:#f3f2ef',
    sheet: `width:100%;max-width:600px;background:#ffffff;border-top:6px solid ${fill};color:${INK};text-align:left`,
    head: `padding:20px 32px 0;${font}`,
    sender: `margin:0;${font};font-size:16px;font-weight:bold;line-height:1.5`,
    logo: 'display:block;background:#ffffff;padding:4px;border:0',
    section: `padding:20px 32px 28px;${text};border-bottom:1px solid ${LINE}`,
    headline: `margin:0 0 16px;word-break:auto-phrase;${font};font-size:22px;font-weight:bold;line-height:1.5;overflow-wrap:anywhere`,
    heading: `margin:28px 0 8px;padding-left:10px;border-left:4px solid ${fill};${font};font-size:17px;font-weight:bold;line-height:1.5`,
    text: `margin:0 0 16px;${text}`,
    list: `margin:0 0 16px;padding:0 0 0 1.5em;${text}`,
    item: 'margin:0 0 6px',
    box: `margin:0 0 20px;padding:14px 18px 6px;border:2px solid ${ink};border-radius:8px`,
    dateName: `margin:0;${font};font-size:14px;line-height:1.5;color:${SUB}`,
    day: `margin:0 0 8px;${font};font-size:20px;font-weight:bold;line-height:1.5`,
    buttonRow: 'margin:20px 0 8px',
    button: `display:block;padding:14px 16px;background:${fill};color:${onFill};border-radius:8px;${font};font-size:17px;font-weight:bold;line-height:1.5;text-align:center;text-decoration:none`,
    hint: `margin:0 0 20px;${font};font-size:13px;line-height:1.6;color:${SUB};overflow-wrap:anywhere`,
    small: `margin:20px 0 0;padding-top:16px;border-top:1px solid ${LINE};${font};font-size:14px;line-height:1.7;color:${SUB};overflow-wrap:anywhere`,
    link: `color:${ink}`,
  };
}

/** What only a style sheet can say: dark mode, and narrower margins on a phone. */
export function styleSheet({ accent }: Brand): string {
  const { inkOnDark } = paletteOf(accent);
  return [
    ':root{color-scheme:light dark;supported-color-schemes:light dark}',
    '@media (max-width:480px){.pad{padding-left:18px!important;padding-right:18px!important}h1{font-size:20px!important}}',
    '@media (prefers-color-scheme:dark){',
    '.ground{background:#0c0e11!important}',
    `.sheet{background:${DARK_GROUND}!important;color:#f2f3f4!important}`,
    '.sub{color:#c5cad0!important}',
    '.line{border-color:#3a4047!important}',
    `.box{border-color:${inkOnDark}!important}`,
    `.link{color:${inkOnDark}!important}`,
    '}',
  ].join('\n');
}
