import { readFileSync } from 'node:fs';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp, { type Sharp } from 'sharp';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { AppError } from '../../domain/errors';
import { scanTypeOf } from './scan-type';

/** A greyscale page, one byte per pixel. */
interface Grey {
  data: Uint8Array;
  width: number;
  height: number;
}

/** How a page is rendered for reading: scaled into a square of `box` pixels, optionally enlarged and smoothed. */
interface Pass {
  box: number;
  /** Only the red channel: red ink of a stamp or pen is white there. */
  red?: boolean;
  enlarge?: boolean;
  smooth?: boolean;
}

const MAX_PAGES = 20;
const MAX_PIXELS = 120_000_000; // A4 at 1,200 dpi has 139 million, more than any form needs
/** A4 at 200 dpi is usually enough; the slower passes run only if the first finds nothing. */
const FIRST: Pass = { box: 2400 };
/** Maximum number of pages for further passes; typing the code is faster than many failed passes. */
const MAX_FURTHER = 4;
const FURTHER: Pass[] = [
  { box: 2400, red: true },
  { box: 2400, smooth: true },
  { box: 2400, red: true, smooth: true },
  { box: 2400, enlarge: true, smooth: true },
  { box: 5000 },
];

/**
 * Texts of all distinct QR codes on all pages of a scan, in page order; also rotated, tilted, noisy or coarse (75 dpi)
 * ones. What decodes it is decided by its contents. Throws scan_unreadable if it is no PNG, JPEG, TIFF or PDF, is damaged
 * or has too many pages.
 */
export async function readScan({ bytes }: { bytes: Buffer }): Promise<string[]> {
  const type = scanTypeOf(bytes);
  if (!type) throw new AppError('scan_unreadable');
  const pages = type === 'application/pdf' ? new PdfPages(bytes) : new ImagePages(bytes);
  try {
    const count = await unlessBroken(pages.open());
    if (count < 1 || count > MAX_PAGES) throw new AppError('scan_unreadable', { pages: count });
    for (const pass of [FIRST, ...FURTHER]) {
      const found = new Set<string>();
      const last = pass === FIRST ? count : Math.min(count, MAX_FURTHER);
      for (let page = 0; page < last; page++) {
        for (const text of await codesOn(await unlessBroken(pages.grey(page, pass)))) found.add(text);
      }
      if (found.size > 0) return [...found];
    }
    return [];
  } finally {
    pages.close();
  }
}

async function unlessBroken<T>(work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    throw new AppError('scan_unreadable', {}, [], { cause });
  });
}

class ImagePages {
  constructor(private readonly bytes: Buffer) {}

  async open(): Promise<number> {
    return (await this.image(0).metadata()).pages ?? 1;
  }

  async grey(page: number, pass: Pass): Promise<Grey> {
    const upright = this.image(page).autoOrient().flatten({ background: 'white' });
    return scaled(upright, pass);
  }

  close(): void {}

  private image(page: number) {
    return sharp(this.bytes, { page, limitInputPixels: MAX_PIXELS, failOn: 'error' });
  }
}

type Document = Awaited<ReturnType<PDFiumLibrary['loadDocument']>>;
let library: Promise<PDFiumLibrary> | undefined;

class PdfPages {
  private document?: Document;

  constructor(private readonly bytes: Buffer) {}

  async open(): Promise<number> {
    library ??= PDFiumLibrary.init();
    this.document = await (await library).loadDocument(this.bytes);
    return this.document.getPageCount();
  }

  /** A PDF page is rendered for each pass, at up to twice 200 dpi. */
  async grey(page: number, pass: Pass): Promise<Grey> {
    const sheet = this.document!.getPage(page);
    const { originalWidth, originalHeight } = sheet.getOriginalSize();
    const scale = Math.min(400 / 72, pass.box / Math.max(originalWidth, originalHeight, 1));
    const { data, width, height } = await sheet.render({
      scale,
      render: 'bitmap',
      colorSpace: pass.red ? 'BGRA' : 'Gray',
    });
    const channels = pass.red ? 4 : 1;
    const raw = sharp(data, { raw: { width, height, channels } });
    if (pass.red) return scaled(raw, pass); // the library turns the bytes round: red is the first channel
    return pass.smooth ? scaled(raw, pass) : { data, width, height };
  }

  close(): void {
    this.document?.destroy();
  }
}

async function scaled(image: Sharp, pass: Pass): Promise<Grey> {
  const { box, enlarge, smooth, red } = pass;
  const grey = red ? image.toColourspace('srgb').extractChannel(0) : image.toColourspace('b-w');
  let pipeline = grey.resize({ width: box, height: box, fit: 'inside', withoutEnlargement: !enlarge });
  if (smooth) pipeline = pipeline.median(3).normalise();
  const { data, info } = await pipeline.raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

let ready: Promise<unknown> | undefined;

/** Passes the module's bytes, which it would otherwise fetch from the network. */
function prepared(): Promise<unknown> {
  const wasm = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength);
  return Promise.resolve(prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true }));
}

async function codesOn({ data, width, height }: Grey): Promise<string[]> {
  await (ready ??= prepared());
  // A PGM file has a quarter of a colour image's bytes and is faster.
  const image = Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]);
  const found = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 20 });
  return found.filter((code) => code.isValid && code.text !== '').map((code) => code.text);
}
