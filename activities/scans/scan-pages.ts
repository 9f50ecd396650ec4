import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp, { type Sharp } from 'sharp';
import { AppError } from '../../domain/errors';
import { onlyJpegOf } from './pdf-jpeg';
import { scanTypeOf } from './scan-type';

/** A greyscale page, one byte per pixel. */
export interface Grey {
  data: Uint8Array;
  width: number;
  height: number;
}

/** How a page is rendered for reading: scaled into a square of `box` pixels, optionally enlarged and smoothed. */
export interface Pass {
  box: number;
  /** Only the red channel: red ink of a stamp or pen is white there. */
  red?: boolean;
  enlarge?: boolean;
  smooth?: boolean;
}

/** The pages of a scan, by number from 0. */
export interface ScanPages {
  readonly count: number;
  /** A page for reading codes. */
  grey(page: number, pass: Pass): Promise<Grey>;
  /** A page as a person sees it: upright, in its colours, scaled into a square of `box` pixels, never enlarged. */
  picture(page: number, box: number): Promise<Sharp>;
  /** The JPEG that a scanner made of a page, as it is; null when the page is anything but one upright JPEG. */
  jpeg(page: number): Promise<Buffer | null>;
}

/** Of an envelope that is scanned alone, and of the image of an item. */
export const MAX_PAGES = 20;
const MAX_PIXELS = 120_000_000; // A4 at 1,200 dpi has 139 million, more than any form needs

/**
 * Opens a scan for `use`; what decodes it is decided by its contents. Throws scan_unreadable if it is no PNG, JPEG, TIFF or
 * PDF, is damaged or has more than `most` pages.
 */
export async function withPages<Result>(
  bytes: Buffer,
  use: (pages: ScanPages) => Promise<Result>,
  most = MAX_PAGES,
): Promise<Result> {
  const type = scanTypeOf(bytes);
  if (!type) throw new AppError('scan_unreadable');
  const pages = type === 'application/pdf' ? new PdfPages(bytes) : new ImagePages(bytes);
  try {
    await unlessBroken(pages.open());
    if (pages.count < 1 || pages.count > most) throw new AppError('scan_unreadable', { pages: pages.count });
    return await use(pages);
  } finally {
    pages.close();
  }
}

/** What a library says of a damaged scan, in our words. Throws scan_unreadable. */
export async function unlessBroken<T>(work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    throw new AppError('scan_unreadable', {}, [], { cause });
  });
}

class ImagePages implements ScanPages {
  count = 0;

  constructor(private readonly bytes: Buffer) {}

  async open(): Promise<void> {
    this.count = (await this.image(0).metadata()).pages ?? 1;
  }

  async grey(page: number, pass: Pass): Promise<Grey> {
    return scaled(this.upright(page), pass);
  }

  async picture(page: number, box: number): Promise<Sharp> {
    return within(this.upright(page), box);
  }

  async jpeg(): Promise<Buffer | null> {
    return scanTypeOf(this.bytes) === 'image/jpeg' && (await isPlain(this.bytes)) ? this.bytes : null;
  }

  close(): void {}

  private upright(page: number): Sharp {
    return this.image(page).autoOrient().flatten({ background: 'white' });
  }

  private image(page: number) {
    return sharp(this.bytes, { page, limitInputPixels: MAX_PIXELS, failOn: 'error' });
  }
}

type Document = Awaited<ReturnType<PDFiumLibrary['loadDocument']>>;
let library: Promise<PDFiumLibrary> | undefined;

class PdfPages implements ScanPages {
  count = 0;
  private document?: Document;

  constructor(private readonly bytes: Buffer) {}

  async open(): Promise<void> {
    library ??= PDFiumLibrary.init();
    this.document = await (await library).loadDocument(this.bytes);
    this.count = this.document.getPageCount();
  }

  /** A PDF page is rendered for each pass, at up to twice 200 dpi. */
  async grey(page: number, pass: Pass): Promise<Grey> {
    const { data, width, height } = await this.bitmap(page, pass.box, pass.red ? 'BGRA' : 'Gray');
    const channels = pass.red ? 4 : 1;
    const raw = sharp(data, { raw: { width, height, channels } });
    if (pass.red) return scaled(raw, pass); // the library turns the bytes round: red is the first channel
    return pass.smooth ? scaled(raw, pass) : { data, width, height };
  }

  async picture(page: number, box: number): Promise<Sharp> {
    const { data, width, height } = await this.bitmap(page, box, 'BGRA');
    return sharp(data, { raw: { width, height, channels: 4 } }).flatten({ background: 'white' });
  }

  async jpeg(page: number): Promise<Buffer | null> {
    const bytes = await onlyJpegOf(this.document!.getPage(page));
    return bytes && (await isPlain(bytes)) ? bytes : null;
  }

  close(): void {
    this.document?.destroy();
  }

  private async bitmap(page: number, box: number, colorSpace: 'BGRA' | 'Gray') {
    const sheet = this.document!.getPage(page);
    const { originalWidth, originalHeight } = sheet.getOriginalSize();
    const scale = Math.min(400 / 72, box / Math.max(originalWidth, originalHeight, 1));
    return sheet.render({ scale, render: 'bitmap', colorSpace });
  }
}

/** Whether any program shows a JPEG in the same way: grey or RGB, and not to be turned. */
async function isPlain(jpeg: Buffer): Promise<boolean> {
  const { channels, space, orientation = 1 } = await sharp(jpeg, { limitInputPixels: MAX_PIXELS }).metadata();
  return orientation === 1 && space !== 'cmyk' && (channels === 1 || channels === 3);
}

/** An image scaled into a square of `box` pixels, never enlarged. */
export const within = (image: Sharp, box: number): Sharp =>
  image.resize({ width: box, height: box, fit: 'inside', withoutEnlargement: true });

/** An image as a pass wants it. */
export async function scaled(image: Sharp, pass: Pass): Promise<Grey> {
  const { box, enlarge, smooth, red } = pass;
  const grey = red ? image.toColourspace('srgb').extractChannel(0) : image.toColourspace('b-w');
  let pipeline = grey.resize({ width: box, height: box, fit: 'inside', withoutEnlargement: !enlarge });
  if (smooth) pipeline = pipeline.median(3).normalise();
  const { data, info } = await pipeline.raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
