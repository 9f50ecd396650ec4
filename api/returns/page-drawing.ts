import { AppError } from '../../domain/errors';
import { unlessBroken, withPages } from '../../activities/scans/scan-pages';

export interface PageQuestion {
  /** A PNG, JPEG, TIFF or PDF. */
  bytes: Uint8Array;
  /** From 1. */
  page: number;
  /** As in a list of pages. */
  small?: boolean;
}

/** Longest side in pixels: A4 at about 200 dpi, at which handwriting can be enlarged and read. */
const BOX = 2_200;
/** In a list: a form looks other than a letter, and nothing on it can be read. */
const SMALL = 200;

/** A page of a scan or letter as PNG, upright. Throws not_found beyond its last page, and scan_unreadable. */
export function drawPage({ bytes, page, small }: PageQuestion): Promise<Uint8Array> {
  return withPages(Buffer.from(bytes), async (pages) => {
    if (page > pages.count) throw new AppError('not_found', { what: 'page' });
    const picture = await unlessBroken(pages.picture(page - 1, small ? SMALL : BOX));
    return unlessBroken(picture.removeAlpha().png({ compressionLevel: 3 }).toBuffer());
  });
}
