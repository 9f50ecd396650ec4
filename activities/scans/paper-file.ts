import { createHash } from 'node:crypto';
import PDFDocument from 'pdfkit';

/** A page's long side in a bound file, in points: that of A4. */
const LONG = 842;

/** The pages of one item as one file: a single page as it is, several as a PDF. The same pages always have the same hash. */
export async function bindPages(jpegs: Buffer[]) {
  const hash = createHash('sha256');
  for (const jpeg of jpegs) hash.update(jpeg);
  const identity = { hash: hash.digest('hex'), pages: jpegs.length };
  if (jpegs.length === 1) return { ...identity, type: 'image/jpeg', bytes: jpegs[0]! };
  return { ...identity, type: 'application/pdf', bytes: await pdfOf(jpegs) };
}

/** Missing in the types of the library. */
interface Opened {
  openImage(image: Buffer): { width: number; height: number };
}

async function pdfOf(jpegs: Buffer[]): Promise<Buffer> {
  const document = new PDFDocument({ autoFirstPage: false, margin: 0 });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise((resolve, reject) => document.on('end', resolve).on('error', reject));
  for (const jpeg of jpegs) {
    const { width, height } = (document as unknown as Opened).openImage(jpeg);
    const scale = LONG / Math.max(width, height);
    const size: [number, number] = [width * scale, height * scale];
    document.addPage({ size, margin: 0 }).image(jpeg, 0, 0, { width: size[0], height: size[1] });
  }
  document.end();
  await done;
  return Buffer.concat(chunks);
}
