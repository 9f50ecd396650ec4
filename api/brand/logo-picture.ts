import sharp from 'sharp';
import { type NewLogo } from '../../db/brand/brands';
import { AppError } from '../../domain/errors';
import { svgFault } from '../../domain/brand/svg';

/** Box in pixels that a logo is fitted into: 60 × 24 mm at 500 dpi on paper, 180 × 48 dots of a fine screen. */
const PAPER = { width: 1200, height: 480 };
const SCREEN = { width: 360, height: 96 };
/** Fewer pixels than these would be seen on paper. */
const LEAST = { width: 240, height: 80 };
const MAX_PIXELS = 4_000 * 4_000;
/** Each mail carries the picture for screens. */
const MAX_SCREEN_BYTES = 40_000;
const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/**
 * A logo's pictures from a PNG or an SVG, known by its contents: drawn on white without transparency, so that it
 * can be seen on every ground. Throws logo_unreadable, logo_too_small, and logo_not_a_drawing for an SVG that does more
 * than draw.
 */
export async function logoPictures(bytes: Buffer): Promise<NewLogo> {
  const source = bytes.subarray(0, PNG.length).equals(PNG) ? pngOf(bytes) : await svgOf(bytes);
  const { width = 0, height = 0 } = await readable(source.metadata());
  if (width < LEAST.width && height < LEAST.height) {
    throw new AppError('logo_too_small', { width, height, minWidth: LEAST.width, minHeight: LEAST.height });
  }
  const flat = (box: { width: number; height: number }) =>
    source.clone().resize({ ...box, fit: 'inside', withoutEnlargement: true }).flatten({ background: '#ffffff' }).toColourspace('srgb').removeAlpha(); // prettier-ignore
  const paper = await readable(flat(PAPER).png({ compressionLevel: 9 }).toBuffer({ resolveWithObject: true }));
  const screen = await readable(flat(SCREEN).png({ palette: true, colours: 64, effort: 10 }).toBuffer());
  if (screen.length > MAX_SCREEN_BYTES) throw new AppError('logo_unreadable');
  return { paper: paper.data, screen, width: paper.info.width, height: paper.info.height };
}

const pngOf = (bytes: Buffer) => sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'warning' }).timeout({ seconds: 8 }); // prettier-ignore

/** A drawing has no size in pixels, so it is drawn as large as paper takes it. */
async function svgOf(bytes: Buffer) {
  const text = textOf(bytes);
  const fault = svgFault(text);
  if (fault?.what === 'not_svg') throw new AppError('logo_unreadable');
  if (fault) throw new AppError('logo_not_a_drawing', { what: fault.name });
  const { width = 0, height = 0 } = await readable(sharp(bytes, { limitInputPixels: MAX_PIXELS }).metadata());
  if (width === 0 || height === 0) throw new AppError('logo_unreadable');
  const scale = Math.min(PAPER.width / width, PAPER.height / height);
  const density = Math.min(100_000, Math.max(1, 72 * scale));
  return sharp(bytes, { density, limitInputPixels: MAX_PIXELS }).timeout({ seconds: 8 });
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('logo_unreadable');
  }
}

async function readable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new AppError('logo_unreadable', {}, [], { cause });
  }
}
