import sharp, { type Sharp } from 'sharp';
import { inkOf, type PageInk } from './page-ink';
import { type Pass, scaled, type ScanPages, unlessBroken, withPages } from './scan-pages';
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
/** Nearly every code is read at about 140 dpi, in half the time. */
const QUICK: Pass = { box: 1_600 };
/** A page that looks as if it had a code is read in each of these ways until one finds it. */
const FURTHER: Pass[] = [
  { box: BOX },
  { box: BOX, smooth: true },
  { box: BOX, red: true },
  { box: BOX, red: true, smooth: true },
  { box: BOX, enlarge: true, smooth: true },
];
const LARGE: Pass = { box: 5_000 };

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
  const picture = await pages.picture(page, BOX);
  const { data, info } = await picture.removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const image = (): Sharp => sharp(data, { raw: { width, height, channels } });
  const jpeg = await image().jpeg({ quality: 80 }).toBuffer();
  const first = await codesOn(await scaled(image(), QUICK));
  if (first.length > 0) return { texts: distinct(first), ink: null, jpeg };
  const ink = await inkOf(image());
  const passes = ink === 'square' ? FURTHER : ink === 'other' ? FURTHER.slice(0, 2) : [];
  for (const pass of passes) {
    const texts = await codesOn(await scaled(image(), pass));
    if (texts.length > 0) return { texts: distinct(texts), ink: null, jpeg };
  }
  const last = ink === 'square' ? await codesOn(await pages.grey(page, LARGE)) : [];
  return last.length > 0 ? { texts: distinct(last), ink: null, jpeg } : { texts: [], ink, jpeg };
}

const distinct = (texts: string[]): string[] => [...new Set(texts)];
