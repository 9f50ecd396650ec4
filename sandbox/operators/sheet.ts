import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { type Area, FORM, type Square } from '../../domain/returns/form-layout';

interface Point {
  x: number;
  y: number;
}

/** A scanned page in greyscale. */
export interface Scan {
  width: number;
  height: number;
  data: Uint8Array;
}

const DARK = 128;
const QUIET_CELLS = 4;
/** Maximum displacement of a box's frame, mm. */
const SEARCH = 3;
/** Minimum share of dark pixels of a frame. */
const FRAME = 0.7;

let ready = false;

/** Reads an image into grey values. Throws when it is not an image. */
export async function readScan(image: Buffer): Promise<Scan> {
  const { data, info } = await sharp(image).flatten({ background: '#fff' }).greyscale().raw().toBuffer({
    resolveWithObject: true,
  });
  return { width: info.width, height: info.height, data };
}

/** A form page located on the scan, so that positions in millimetres can be examined. */
export class Sheet {
  private constructor(
    private readonly scan: Scan,
    private readonly origin: Point,
    /** Pixels per millimetre to the right; a millimetre down is the same vector, rotated by a right angle. */
    private readonly step: Point,
    readonly code: string,
  ) {}

  /** Locates the form by its QR code; undefined when there is none. `boxes`: frames used to measure the rotation. */
  static async find(scan: Scan, boxes: Square[]): Promise<Sheet | undefined> {
    const [found] = await readCodes(scan);
    if (!found) return undefined;
    const { topLeft, topRight, bottomLeft } = found.position;
    const cells = Math.round(codeCells(found.version));
    const cell = FORM.qr.size / (cells + 2 * QUIET_CELLS);
    const side = cells * cell;
    const step = {
      x: (topRight.x - topLeft.x + bottomLeft.y - topLeft.y) / (2 * side),
      y: (topRight.y - topLeft.y - bottomLeft.x + topLeft.x) / (2 * side),
    };
    const middle = { x: (topRight.x + bottomLeft.x) / 2, y: (topRight.y + bottomLeft.y) / 2 };
    const anchor = { x: FORM.qr.x + FORM.qr.size / 2, y: FORM.qr.y + FORM.qr.size / 2 };
    const rough = new Sheet(scan, originOf(anchor, middle, step), step, found.text);
    return rough.measured(anchor, middle, boxes);
  }

  /** Share of dark pixels in an area. */
  darkness({ x, y, width, height }: Area): number {
    let dark = 0;
    let seen = 0;
    const pitch = 1 / Math.hypot(this.step.x, this.step.y);
    for (let down = y; down < y + height; down += pitch) {
      for (let across = x; across < x + width; across += pitch) {
        dark += this.isDark(across, down) ? 1 : 0;
        seen += 1;
      }
    }
    return seen === 0 ? 0 : dark / seen;
  }

  /** The QR code gives the rotation only roughly; the frame of the farthest box gives it precisely. */
  private measured(anchor: Point, middle: Point, boxes: Square[]): Sheet {
    for (const far of [...boxes].reverse()) {
      const { share, x, y } = this.searchFrame(far);
      if (share < FRAME) continue; // fewer contracts on the sheet than expected
      const corner = this.at(x, y);
      const [fromX, fromY] = [far.x - anchor.x, far.y - anchor.y];
      const [toX, toY] = [corner.x - middle.x, corner.y - middle.y];
      const length = fromX ** 2 + fromY ** 2;
      const step = { x: (toX * fromX + toY * fromY) / length, y: (toY * fromX - toX * fromY) / length };
      return new Sheet(this.scan, originOf(anchor, middle, step), step, this.code);
    }
    return this;
  }

  /** Finds the position near the expected one where the frame of a box is darkest, and its share of dark pixels. */
  private searchFrame({ x, y, size }: Square): { share: number; x: number; y: number } {
    let best = { share: -1, x, y };
    for (let asideX = -SEARCH; asideX <= SEARCH; asideX += 0.2) {
      for (let asideY = -SEARCH; asideY <= SEARCH; asideY += 0.2) {
        const share = this.frameShare({ x: x + asideX, y: y + asideY, size });
        if (share > best.share) best = { share, x: x + asideX, y: y + asideY };
      }
    }
    return best;
  }

  private frameShare({ x, y, size }: Square): number {
    let dark = 0;
    let seen = 0;
    for (let along = 0; along <= size; along += 0.3) {
      const edge: [number, number][] = [
        [x + along, y],
        [x + along, y + size],
        [x, y + along],
        [x + size, y + along],
      ];
      dark += edge.filter(([across, down]) => this.isDark(across, down)).length;
      seen += edge.length;
    }
    return dark / seen;
  }

  private at(x: number, y: number): Point {
    const { origin, step } = this;
    return { x: origin.x + x * step.x - y * step.y, y: origin.y + x * step.y + y * step.x };
  }

  private isDark(x: number, y: number): boolean {
    const point = this.at(x, y);
    const [column, row] = [Math.round(point.x), Math.round(point.y)];
    const { width, height, data } = this.scan;
    return column >= 0 && row >= 0 && column < width && row < height && data[row * width + column]! < DARK;
  }
}

/** Position of the sheet's corner, given one point on both. */
const originOf = (sheet: Point, scan: Point, step: Point): Point => ({
  x: scan.x - (sheet.x * step.x - sheet.y * step.y),
  y: scan.y - (sheet.x * step.y + sheet.y * step.x),
});

const codeCells = (version: string): number => 17 + 4 * (Number(version) || 1);

async function readCodes({ width, height, data }: Scan) {
  if (!ready) {
    // otherwise it would be downloaded
    const bytes = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
    const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    prepareZXingModule({ overrides: { wasmBinary } });
    ready = true;
  }
  const image = Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]);
  const found = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 });
  return found.filter(({ isValid }) => isValid);
}
