import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';
import { AppError } from '../domain/errors';

/** Pixels per inch at which a page is drawn to be read on a screen. */
const SCREEN_DPI = 110;

/** One page of a PDF of ours, from 1, as a grey PNG. Throws not_found for a page it does not have. */
export async function pageAsPng(pdf: Buffer, page: number, dpi = SCREEN_DPI): Promise<Buffer> {
  const library = await PDFiumLibrary.init();
  try {
    const document = await library.loadDocument(pdf);
    if (page < 1 || page > document.getPageCount()) throw new AppError('not_found', { what: 'page' });
    const drawn = await document.getPage(page - 1).render({ scale: dpi / 72, colorSpace: 'Gray', render: 'bitmap' });
    const { data, width, height } = drawn;
    return await sharp(data, { raw: { width, height, channels: 1 } })
      .png({ palette: true, colours: 16 })
      .toBuffer();
  } finally {
    library.destroy();
  }
}
