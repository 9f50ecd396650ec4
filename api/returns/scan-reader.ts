import { readFileSync } from 'node:fs';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp, { type Sharp } from 'sharp';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { AppError } from '../../domain/errors';

/** A page in shades of grey, one byte a pixel. */
interface Grey {
  data: Uint8Array;
  width: number;
  height: number;
}

/** How a page is looked at: scaled into a square of `box` pixels, enlarged if need be, smoothed if need be. */
interface AccessRecord {
  box: number;
  enlarge?: boolean;
  smooth?: boolean;
}

const MAX_PAGES = 20;
const MAX_PIXELS = 120_000_000; // A4 at 1,200 dpi has 139 million: nobody needs that to read a form
/** A4 at 200 dpi is enough for most; the further looks cost time and come only when the first has found nothing. */
const FIRST: AccessRecord = { box: 2400 };
/** Further looks go to so many pages: a person types the code sooner than a machine gives up on twenty. */
const MAX_FURTHER = 4;
const FURTHER: AccessRecord[] = [
  { box: 2400, smooth: true },
  { box: 2400, enlarge: true, smooth: true },
  { box: 5000 },
];

/**
 * The texts of all QR codes on all pages of a scan, each once, in the order of the pages: turned, tilted, noisy and
 * coarse (75 dpi) ones too. Throws scan_unreadable for a file that is not what it says or has too many pages.
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

  /** A PDF has no pixels of its own: it is drawn for each look, at most twice as fine as 200 dpi. */
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

/** Given the module's bytes, since it would fetch them from the network else. */
function prepared(): Promise<unknown> {
  const wasm = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength);
  return Promise.resolve(prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true }));
}

async function codesOn({ data, width, height }: Grey): Promise<string[]> {
  await (ready ??= prepared());
  // As a PGM file: a quarter of the bytes of an image in colours, and so much quicker.
  const image = Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]);
  const found = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 20 });
  return found.filter((code) => code.isValid && code.text !== '').map((code) => code.text);
}
