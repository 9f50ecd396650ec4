import sharp, { type Sharp } from 'sharp';
import { inkOf, type PageInk } from './page-ink';
import { type Pass, scaled, type ScanPages, unlessBroken, withPages, within } from './scan-pages';
import { codesOn } from './scan-reader';

/** Pages `from` (from 0) of a file, at most `count` of them. */
export interface StackQuestion {
  bytes: Uint8Array;
  from: number;
  count: number;
}

/** A page of a stack as read. */
export interface ReadPage {
  /** Texts of the QR codes on it. */
  texts: string[];
  /** How it looks; null: it has a code. */
  ink: PageInk | null;
  /** The page in its colours as JPEG, at about 200 dpi. */
  jpeg: Uint8Array;
}

export interface ReadPart {
  /** Pages of the whole file. */
  pages: number;
  read: ReadPage[];
}

/** More pages than a scanner's feeder takes. */
const MAX_PAGES = 1_000;
/** A4 at about 200 dpi. */
const BOX = 2_400;
/** Nearly every code is read at about 100 dpi: of an A4 page of 200 dpi, only half as many pixels are decoded each way. */
const QUICK: Pass = { box: 1_160 };
const LARGE: Pass = { box: 5_000 };
/** How else a page is read, until a code is found: in most ways if it looks as if it had one. */
const FURTHER: Record<PageInk, Pass[]> = {
  blank: [],
  other: [{ box: BOX }],
  square: [
    { ...QUICK, red: true },
    { ...QUICK, smooth: true },
    { box: BOX },
    { box: BOX, red: true },
    { box: BOX, smooth: true },
    { box: BOX, red: true, smooth: true },
    { box: BOX, enlarge: true, smooth: true },
    LARGE,
  ],
};

/** Reads some pages of a stack. Throws scan_unreadable for a file or page that is damaged, or too many pages. */
export function readPart({ bytes, from, count }: StackQuestion): Promise<ReadPart> {
  const read = async (pages: ScanPages): Promise<ReadPart> => {
    const part: ReadPart = { pages: pages.count, read: [] };
    for (let page = from; page < Math.min(from + count, pages.count); page++) {
      part.read.push(await unlessBroken(readPage(pages, page)));
    }
    return part;
  };
  return withPages(Buffer.from(bytes), read, MAX_PAGES);
}

async function readPage(pages: ScanPages, page: number): Promise<ReadPage> {
  const { image, jpeg } = await pictureOf(pages, page);
  const coarse = await scaled(image(), QUICK);
  const first = await codesOn(coarse);
  if (first.length > 0) return { texts: distinct(first), ink: null, jpeg };
  const ink = await inkOf(coarse);
  for (const pass of FURTHER[ink]) {
    const texts = await codesOn(pass === LARGE ? await pages.grey(page, pass) : await scaled(image(), pass));
    if (texts.length > 0) return { texts: distinct(texts), ink: null, jpeg };
  }
  return { texts: [], ink, jpeg };
}

/** A page for reading, as often as needed, and as it is kept: a scanner's own JPEG when it is not too large. */
async function pictureOf(pages: ScanPages, page: number) {
  const own = await pages.jpeg(page);
  if (own) {
    const image = (): Sharp => sharp(own, { failOn: 'error' });
    const { width, height } = await image().metadata();
    return { image, jpeg: Math.max(width, height) <= BOX ? own : await asJpeg(within(image(), BOX)) };
  }
  const picture = (await pages.picture(page, BOX)).removeAlpha().toColourspace('srgb');
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  const image = (): Sharp => sharp(data, { raw: info });
  return { image, jpeg: await asJpeg(image()) };
}

const asJpeg = (image: Sharp): Promise<Buffer> => image.jpeg({ quality: 80 }).toBuffer();
const distinct = (texts: string[]): string[] => [...new Set(texts)];
