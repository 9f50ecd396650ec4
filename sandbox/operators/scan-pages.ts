import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';

const DPI = 150;

/** The pages of a scan as images. Throws when it is neither an image nor a PDF. */
export async function pagesOf({ bytes, type }: { bytes: Buffer; type: string }): Promise<Buffer[]> {
  if (type !== 'application/pdf') return [bytes];
  const library = await PDFiumLibrary.init();
  try {
    const document = await library.loadDocument(bytes);
    const pages: Buffer[] = [];
    for (const page of document.pages()) {
      const { data, width, height } = await page.render({ scale: DPI / 72, colorSpace: 'Gray', render: 'bitmap' });
      pages.push(
        await sharp(data, { raw: { width, height, channels: 1 } })
          .png()
          .toBuffer(),
      );
    }
    document.destroy();
    return pages;
  } finally {
    library.destroy();
  }
}
