import { type RequestHandler, Router } from 'express';
import { readLogo } from '../../db/brand/brands';
import { FONT_FAMILY, type Brand, type Typeface, TYPEFACES } from '../../domain/brand/brand';
import { DARK_GROUND, mixed, paletteOf } from '../../domain/brand/palette';
import { type AppDeps } from '../http/deps';

/** Address of the style sheet with a client's colour and typeface; undefined for pages of a client without a brand. */
export const brandPath = ({ version, accent, typeface }: Brand): string | undefined =>
  version === 0 ? undefined : `/m/brand-${accent.slice(1)}-${typeface}.css`;

/** Address of a logo's picture. */
export const logoPath = (hash: string): string => `/m/logo-${hash}.png`;

const KEPT = 'public, max-age=31536000, immutable';

/** Serves what belongs to a brand: its address says all of it, so that browsers may keep it for ever. */
export function brandRouter(deps: AppDeps): Router {
  const router = Router();
  router.get(new RegExp(`^/m/brand-([0-9a-f]{6})-(${TYPEFACES.join('|')})\\.css$`), (req, res) => {
    const [accent, typeface] = [req.params[0]!, req.params[1] as Typeface];
    res
      .set('Cache-Control', KEPT)
      .type('css')
      .send(brandStyles(`#${accent}`, typeface));
  });
  const sendLogo: RequestHandler = async (req, res) => {
    const { screen } = await readLogo(deps.db, req.params[0] as string);
    res.set('Cache-Control', KEPT).type('png').send(screen);
  };
  router.get(/^\/m\/logo-([0-9a-f]{64})\.png$/, sendLogo);
  return router;
}

/** What pages.css leaves to the client: its colour in light and dark mode, and its typeface. */
export function brandStyles(accent: string, typeface: Typeface): string {
  const { ink, inkOnDark } = paletteOf(accent);
  const light = variables(ink, { hover: mixed(ink, '#000000', 0.25), ground: '#ffffff', onAccent: '#ffffff' });
  const dark = variables(inkOnDark, {
    hover: mixed(inkOnDark, '#ffffff', 0.3),
    ground: DARK_GROUND,
    onAccent: '#0b0d0f',
  });
  return [
    `:root{--font:${FONT_FAMILY[typeface]};${light}--sign:${ink}}`,
    `@media (prefers-color-scheme:dark){:root{${dark}}}\n`,
  ].join('\n');
}

function variables(accent: string, { hover, ground, onAccent }: { hover: string; ground: string; onAccent: string }) {
  const weak = mixed(accent, ground, 0.9);
  const line = mixed(accent, ground, 0.6);
  return `--accent:${accent};--accent-hover:${hover};--accent-weak:${weak};--accent-line:${line};--on-accent:${onAccent};`;
}
