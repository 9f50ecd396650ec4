import sharp from 'sharp';
import { type Grey, scaled } from './scan-pages';

/**
 * How a page without a readable code looks: blank; with a square that looks like a code; or with anything else, such
 * as print or handwriting.
 */
export type PageInk = 'blank' | 'square' | 'other';

/** About a millimetre per pixel of an A4 page, at which the noise of a scanner is averaged away. */
const BOX = 300;
/** Pixels at each edge that may show the scanner's lid. */
const EDGE = 6;
/** Grey levels by which ink is darker than the paper; a pencil's thin line is about twice as dark. */
const DARKER = 22;
/** Fewer dark pixels are dust. */
const DUST = 4;
/** Side of the window in which a code is sought, in pixels: the modules of a code are wider. */
const WINDOW = 18;

/** What is to be seen on a page, at about 100 dpi: there the thin strokes of print are as dark as they are. */
export async function inkOf(fine: Grey): Promise<PageInk> {
  const ink = level(fine.data, 0.01);
  const { width, height } = fine;
  const small = await scaled(sharp(fine.data, { raw: { width, height, channels: 1 } }), { box: BOX });
  const flat = { ...small, data: withoutShadow(small) };
  const paper = level(flat.data, 0.6);
  const noise = Math.max(0, (level(flat.data, 0.9) - paper) / 1.3);
  const darker = Math.max(DARKER, 6 * noise);
  if (countDarker(flat, paper - darker) < DUST) return 'blank';
  const data = darkness(flat.data, paper, Math.max(level(fine.data, 0.6) - ink, darker));
  return hasSquare({ ...small, data }) ? 'square' : 'other';
}

/** The image as if all of its paper had one grey: that of each tile is taken as that of its lightest tenth. */
function withoutShadow({ data, width, height }: Image & { data: Uint8Array }): Uint8Array {
  const [columns, rows] = [Math.ceil(width / TILE), Math.ceil(height / TILE)];
  const paper = Array.from({ length: columns * rows }, (_, tile) => {
    const [left, top] = [(tile % columns) * TILE, Math.floor(tile / columns) * TILE];
    const lines = Array.from({ length: Math.min(TILE, height - top) }, (_line, y) =>
      data.subarray((top + y) * width + left, (top + y) * width + Math.min(left + TILE, width)),
    );
    return level(Buffer.concat(lines), 0.9);
  });
  const place = (at: number, count: number): [number, number, number] => {
    const exact = Math.min(count - 1, Math.max(0, at / TILE - 0.5));
    const low = Math.floor(exact);
    return [low, Math.min(count - 1, low + 1), exact - low];
  };
  return data.map((value, at) => {
    const [left, right, across] = place(at % width, columns);
    const [top, bottom, down] = place(Math.floor(at / width), rows);
    const mix = (row: number) => paper[row * columns + left]! * (1 - across) + paper[row * columns + right]! * across;
    return Math.min(255, Math.max(0, PAPER + value - (mix(top) * (1 - down) + mix(bottom) * down)));
  });
}
const TILE = 30;
const PAPER = 200;

/** The grey below which this share of an image is. */
function level(data: Uint8Array, share: number): number {
  const counts = new Uint32Array(256);
  for (const value of data) counts[value]! += 1;
  let seen = 0;
  for (let value = 0; value < 256; value++) {
    seen += counts[value]!;
    if (seen >= share * data.length) return value;
  }
  return 255;
}

interface Image {
  data: Uint8Array | Float32Array;
  width: number;
  height: number;
}

function countDarker({ data, width, height }: Image, limit: number): number {
  let count = 0;
  for (let y = EDGE; y < height - EDGE; y++) {
    for (let x = EDGE; x < width - EDGE; x++) if (data[y * width + x]! < limit) count += 1;
  }
  return count;
}

/** 0 is paper, 1 is ink. */
const darkness = (data: Uint8Array, paper: number, contrast: number): Float32Array =>
  Float32Array.from(data, (value) => Math.min(1, Math.max(0, (paper - value) / contrast)));

/** Whether some window is about half ink and changes often in both directions, as only a code does: its means are about 0.54, 0.3 and 0.3, those of print 0.28, 0.16
 * and 0.19. */
function hasSquare({ data, width, height }: Image): boolean {
  const ink = sums(width, height, (x, y) => data[y * width + x]!);
  const across = sums(width, height, (x, y) =>
    x === 0 ? 0 : Math.abs(data[y * width + x]! - data[y * width + x - 1]!),
  );
  const down = sums(width, height, (x, y) =>
    y === 0 ? 0 : Math.abs(data[y * width + x]! - data[(y - 1) * width + x]!),
  );
  for (let y = 0; y + WINDOW <= height; y += 2) {
    for (let x = 0; x + WINDOW <= width; x += 2) {
      const share = ink(x, y);
      if (share > 0.38 && share < 0.85 && across(x, y) > 0.2 && down(x, y) > 0.2) return true;
    }
  }
  return false;
}

/** The mean of a value over the window at a place, by sums over all pixels above and to the left. */
function sums(width: number, height: number, value: (x: number, y: number) => number) {
  const row = width + 1;
  const total = new Float64Array(row * (height + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      total[(y + 1) * row + x + 1] =
        value(x, y) + total[y * row + x + 1]! + total[(y + 1) * row + x]! - total[y * row + x]!;
    }
  }
  return (x: number, y: number): number => {
    const at = (dx: number, dy: number) => total[(y + dy) * row + x + dx]!;
    return (at(WINDOW, WINDOW) - at(WINDOW, 0) - at(0, WINDOW) + at(0, 0)) / WINDOW ** 2;
  };
}
