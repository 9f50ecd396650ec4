/** Contrast of text that WCAG 2.2 asks for (1.4.3, level AA). */
export const MIN_CONTRAST = 4.5;

const WHITE = '#ffffff';
const BLACK = '#000000';
/** Ground of mails and pages in dark mode. */
export const DARK_GROUND = '#1a1e22';

/** Colours made from a brand colour. Each pair that carries text has a contrast of MIN_CONTRAST at the least. */
export interface Palette {
  /** Areas such as a button or a bar: the brand colour itself. */
  fill: string;
  /** Text on `fill`: white where that can be read, otherwise black. */
  onFill: string;
  /** Text and lines on white: the brand colour, darkened as far as needed. */
  ink: string;
  /** Text and lines on DARK_GROUND: the brand colour, lightened as far as needed. */
  inkOnDark: string;
}

/** The palette of a brand colour `#rrggbb`. */
export function paletteOf(accent: string): Palette {
  const onFill = contrastOf(accent, WHITE) >= MIN_CONTRAST ? WHITE : BLACK;
  return {
    fill: accent,
    onFill,
    ink: readable(accent, { on: WHITE, towards: BLACK }),
    inkOnDark: readable(accent, { on: DARK_GROUND, towards: WHITE }),
  };
}

/** Contrast of two colours `#rrggbb`, from 1 to 21, as WCAG 2.2 defines it. */
export function contrastOf(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** A colour with so much (0 to 1) of another one in it. */
export function mixed(colour: string, other: string, share: number): string {
  const [from, to] = [channels(colour), channels(other)];
  return `#${from
    .map((value, i) => Math.round(value + (to[i]! - value) * share))
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')}`;
}

const STEPS = 50;

function readable(colour: string, { on, towards }: { on: string; towards: string }): string {
  for (let step = 0; step < STEPS; step++) {
    const tried = mixed(colour, towards, step / STEPS);
    if (contrastOf(tried, on) >= MIN_CONTRAST) return tried;
  }
  return towards;
}

const channels = (colour: string): number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

function luminance(colour: string): number {
  const [r, g, b] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
