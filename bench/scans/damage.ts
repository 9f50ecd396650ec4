import sharp, { type Sharp } from 'sharp';
import { isPieceCode } from '../../db/journeys/step-writes';
import { FORM } from '../../domain/returns/form-layout';

/** A repeatable source of numbers from 0 to below 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const CHARACTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const pick = (random: () => number): string => CHARACTERS[Math.floor(random() * CHARACTERS.length)]!;

/** A piece code; the same numbers give the same code. */
export function codeFrom(random: () => number): string {
  for (;;) {
    const body = Array.from({ length: 11 }, () => pick(random)).join('');
    const code = [...CHARACTERS].map((last) => `${body}${last}`).find(isPieceCode);
    if (code) return code;
  }
}

export interface Page {
  png: Buffer;
  dpi: number;
  random: () => number;
}

export type Damage = (page: Page) => Promise<Buffer>;

const between = (random: () => number, from: number, to: number): number => from + random() * (to - from);
const png = (image: Sharp): Promise<Buffer> => image.png({ compressionLevel: 1 }).toBuffer();
const turned = (page: Buffer, degrees: number): Promise<Buffer> =>
  png(sharp(page).rotate(degrees, { background: '#f4f4f2' }));

/** Noise of a worn scanner: every pixel up to so many grey levels lighter or darker. */
async function noisy(page: Buffer, strength: number, random: () => number): Promise<Buffer> {
  const { data, info } = await sharp(page).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  for (let at = 0; at < data.length; at++) {
    data[at] = Math.min(255, Math.max(0, data[at]! + (random() - 0.5) * 2 * strength));
  }
  return png(sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } }));
}

/** A red date stamp somewhere over the code. Ink mixes with what is under it. */
async function stamped({ png: page, dpi, random }: Page): Promise<Buffer> {
  const mm = dpi / 25.4;
  const { x, y, size } = FORM.qr;
  const r = between(random, 9, 15) * mm;
  const cx = (x + size * between(random, 0.3, 0.7)) * mm;
  const cy = (y + size * between(random, 0.3, 0.7)) * mm;
  const { width, height } = await sharp(page).metadata();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><g fill="none" stroke="#d02030"
    stroke-width="${between(random, 0.8, 1.5) * mm}"><circle cx="${cx}" cy="${cy}" r="${r}"/>
    <path d="M${cx - r} ${cy - r * 0.3} h${2 * r} M${cx - r} ${cy + r * 0.3} h${2 * r}"/></g><text x="${cx - r * 0.7}" y="${cy + r * 0.15}"
    fill="#d02030" font-size="${r * 0.45}">27. 2.15</text></svg>`;
  return png(sharp(page).composite([{ input: Buffer.from(svg), blend: 'multiply' }]));
}

/** A shadow from one side, as of paper that does not lie flat. */
async function shaded(page: Buffer): Promise<Buffer> {
  const { width, height } = await sharp(page).metadata();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><linearGradient id="g">
    <stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#777"/></linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#g)"/></svg>`;
  return png(sharp(page).composite([{ input: Buffer.from(svg), blend: 'multiply' }]));
}

/** What happens to paper on its way through a desk and a scanner, by name, with the resolution it is scanned at. */
export const DAMAGE: { name: string; dpi: number; spoil: Damage }[] = [
  { name: 'upside down', dpi: 200, spoil: ({ png, random }) => turned(png, 180 + between(random, -3, 3)) },
  { name: 'at any angle', dpi: 150, spoil: ({ png, random }) => turned(png, between(random, 0, 360)) },
  {
    name: 'sideways and noisy',
    dpi: 200,
    spoil: async ({ png, random }) => noisy(await turned(png, random() < 0.5 ? 90 : 270), 45, random),
  },
  { name: 'noisy', dpi: 150, spoil: ({ png, random }) => noisy(png, between(random, 40, 90), random) },
  { name: 'blurred', dpi: 150, spoil: ({ png: page, random }) => png(sharp(page).blur(between(random, 0.8, 1.8))) },
  {
    name: 'faint',
    dpi: 150,
    spoil: ({ png: page, random }) => png(sharp(page).linear(between(random, 0.12, 0.3), 185)),
  },
  { name: '100 dpi, tilted', dpi: 100, spoil: ({ png, random }) => turned(png, between(random, -8, 8)) },
  {
    name: '100 dpi, at any angle and noisy',
    dpi: 100,
    spoil: async ({ png, random }) => noisy(await turned(png, between(random, 0, 360)), 35, random),
  },
  { name: 'poor JPEG', dpi: 150, spoil: ({ png: page }) => sharp(page).jpeg({ quality: 20 }).toBuffer() },
  { name: 'stamped in red', dpi: 150, spoil: stamped },
  {
    name: 'stamped in red, tilted and noisy',
    dpi: 200,
    spoil: async (page) => noisy(await turned(await stamped(page), between(page.random, -10, 10)), 30, page.random),
  },
  { name: 'stamped in red, 100 dpi', dpi: 100, spoil: stamped },
  { name: 'in a shadow', dpi: 150, spoil: ({ png }) => shaded(png) },
];
