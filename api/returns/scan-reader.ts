import { readFileSync } from 'node:fs';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp, { type Sharp } from 'sharp';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { AppError } from '../../domain/errors';

/** A greyscale page, one byte per pixel. */
interface Grey {
  data: Uint8Array;
  width: number;
  height: number;
}

/** How a page is rendered for reading: scaled into a square of `box` pixels, optionally enlarged and smoothed. */
interface AccessRecord {
  box: number;
  enlarge?: boolean;
  smooth?: boolean;
}

const MAX_PAGES = 20;
const MAX_PIXELS = 120_000_000; // A4 at 1,200 dpi has 139 million, more than any form needs
/** A4 at 200 dpi is usually enough; the slower passes run only if the first finds nothing. */
const FIRST: AccessRecord = { box: 2400 };
/** Maximum number of pages for further passes; typing the code is faster than many failed passes. */
const MAX_FURTHER = 4;
const FURTHER: AccessRecord[] = [
  { box: 2400, smooth: true },
  { box: 2400, enlarge: true, smooth: true },
  { box: 5000 },
];

/**
 * Texts of all distinct QR codes on all pages of a scan, in page order; also rotated, tilted, noisy or coarse (75 dpi)
 * ones. Throws scan_unreadable if the file is not of its declared type or has too many pages.
 */
export async function readScan(file: { type: string; bytes: Buffer }): Promise<string[]> {
  const pages = file.type === 'application/pdf' ? new PdfPages(file.bytes) : new ImagePages(file.bytes);
  try {
    const count = await unlessBroken(pages.open());
    if (count < 1 || count > MAX_PAGES) throw new AppError('scan_unreadable', { pages: count });
    for (const access of [FIRST, ...FURTHER]) {
      const found = new Set<string>();
      const last = access === FIRST ? count : Math.min(count, MAX_FURTHER);
      for (let page = 0; page < last; page++) {
        for (const text of await codesOn(await unlessBroken(pages.grey(page, access)))) found.add(text);
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

  async grey(page: number, access: AccessRecord): Promise<Grey> {
    const upright = this.image(page).autoOrient().flatten({ background: 'white' });
    return scaled(upright, access);
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
  async grey(page: number, access: AccessRecord): Promise<Grey> {
    const sheet = this.document!.getPage(page);
    const { originalWidth, originalHeight } = sheet.getOriginalSize();
    const scale = Math.min(400 / 72, access.box / Math.max(originalWidth, originalHeight, 1));
    const { data, width, height } = await sheet.render({ scale, render: 'bitmap', colorSpace: 'Gray' });
    const raw = sharp(data, { raw: { width, height, channels: 1 } });
    return access.smooth ? scaled(raw, access) : { data, width, height };
  }

  close(): void {
    this.document?.destroy();
  }
}

async function scaled(image: Sharp, access: AccessRecord): Promise<Grey> {
  const { box, enlarge, smooth } = access;
  let pipeline = image
    .toColourspace('b-w')
    .resize({ width: box, height: box, fit: 'inside', withoutEnlargement: !enlarge });
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
