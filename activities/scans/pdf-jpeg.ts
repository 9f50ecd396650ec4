import { type PDFiumPage } from '@hyzyla/pdfium';

/** Functions of PDFium that the types of the library leave out. */
interface Opened {
  pageIdx: number;
  module: {
    HEAPU8: Uint8Array;
    wasmExports: { malloc(bytes: number): number; free(at: number): void };
    _FPDFPage_GetRotation(page: number): number;
    _FPDFPage_GetAnnotCount(page: number): number;
    _FPDFPageObj_GetMatrix(object: number, at: number): number;
  };
}

/** By how much of the page its image may be smaller or larger. */
const SLACK = 0.02;

/**
 * The image of a PDF page, as the scanner made it, if the page is nothing but one upright JPEG that covers it: drawing
 * such a page and compressing it again costs ten times as much as reading its image. Null for any other page.
 */
export async function onlyJpegOf(page: PDFiumPage): Promise<Buffer | null> {
  const { module, pageIdx } = page as unknown as Opened;
  if (page.getObjectCount() !== 1 || module._FPDFPage_GetRotation(pageIdx) !== 0) return null;
  const image = page.getObject(0);
  if (image.type !== 'image' || module._FPDFPage_GetAnnotCount(pageIdx) > 0) return null;
  if (!covers(page, (image as unknown as { objectIdx: number }).objectIdx)) return null;
  const { filters, data, width, height } = await image.getImageDataRaw();
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const stretched = (width / height) * (originalHeight / originalWidth);
  return filters.join() === 'DCTDecode' && Math.abs(stretched - 1) < SLACK ? Buffer.from(data) : null;
}

/** Whether an object is neither turned nor mirrored, and goes from edge to edge. */
function covers(page: PDFiumPage, object: number): boolean {
  const { module } = page as unknown as Opened;
  const at = module.wasmExports.malloc(MATRIX * Float32Array.BYTES_PER_ELEMENT);
  try {
    if (!module._FPDFPageObj_GetMatrix(object, at)) return false;
    const [a, b, c, d, x, y] = new Float32Array(module.HEAPU8.buffer, at, MATRIX) as unknown as Matrix;
    const { originalWidth: width, originalHeight: height } = page.getOriginalSize();
    const near = (value: number, to: number, of: number) => Math.abs(value - to) < of * SLACK;
    return (
      near(a, width, width) &&
      near(d, height, height) &&
      near(b, 0, width) &&
      near(c, 0, height) &&
      near(x, 0, width) &&
      near(y, 0, height)
    );
  } finally {
    module.wasmExports.free(at);
  }
}

const MATRIX = 6;
type Matrix = [number, number, number, number, number, number];
