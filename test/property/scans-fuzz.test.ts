import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import sharp from 'sharp';
import { readScanApart } from '../../api/returns/scan-decoder';
import { readScan } from '../../activities/scans/scan-reader';
import { AppError } from '../../domain/errors';
import { mutated } from './mutations';
import { FUZZ_MS, runs } from './runs';

async function readable(bytes: Buffer): Promise<string[]> {
  const read = readScan({ bytes }).then(({ texts }) => texts);
  return read.catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe('scan_unreadable');
    return [error.code];
  });
}

const png = () => QRCode.toBuffer('7K2M9QX4TB1C', { width: 200 });
async function pdfOf(pages: number, size: [number, number] = [200, 200]): Promise<Buffer> {
  const image = await png();
  const document = new PDFDocument({ autoFirstPage: false, compress: false });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise((resolve) => document.on('end', resolve));
  for (let i = 0; i < pages; i++) document.addPage({ size, margin: 0 }).image(image, 0, 0, { width: 150 });
  document.end();
  await done;
  return Buffer.concat(chunks);
}

/** A PNG of few bytes that says it is `side` pixels wide and high. */
function claims(side: number): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([1, 0, 0, 0, 0], 8); // one bit, grey
  const rows = deflateSync(Buffer.alloc(Math.ceil(side / 8) * 100), { level: 9 });
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

it(
  'any damage to an image or a PDF is read or unreadable, and never the end',
  async () => {
    const originals: Buffer[] = [
      await png(),
      await sharp(await png())
        .jpeg()
        .toBuffer(),
      await sharp(await png())
        .tiff()
        .toBuffer(),
      await pdfOf(1),
    ];
    const file = fc.constantFrom(...originals).chain(mutated);
    await fc.assert(
      fc.asyncProperty(file, async (bytes) => void (await readable(bytes))),
      runs(16),
    );
    expect(await readable(originals[3]!)).toEqual(['7K2M9QX4TB1C']); // it still works afterwards
  },
  FUZZ_MS,
);

const svg = (side: number) => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"/>`);
const webp = () =>
  sharp({ create: { width: 9, height: 9, channels: 3, background: 'white' } })
    .webp()
    .toBuffer();
const gif = () =>
  sharp({ create: { width: 9, height: 9, channels: 3, background: 'white' } })
    .gif()
    .toBuffer();

it.each<[string, () => Buffer | Promise<Buffer>]>([
  ['an image of 3.6 thousand million pixels in a few bytes', () => claims(60_000)],
  ['a PDF of 21 pages', () => pdfOf(21)],
  ['no image', () => Buffer.from('=1+1')],
  ['an empty PDF', () => Buffer.from('%PDF-1.7\n%%EOF')],
  ['a small SVG', () => svg(200)],
  ['a large SVG', () => svg(99_999)],
  ['an SVG after a byte order mark', () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), svg(200)])],
  ['an SVG that calls itself a PDF', () => Buffer.concat([Buffer.from('<!-- %PDF-1.7 -->'), svg(200)])],
  ['a WebP', webp],
  ['a GIF', gif],
  ['a PPM', () => Buffer.from('P5 1 1 255\n0')],
])(
  '%s is refused',
  async (_, make) => {
    const bytes = await make();
    expect(await readable(bytes)).toEqual(['scan_unreadable']);
    await expect(readScanApart({ bytes })).rejects.toMatchObject({ code: 'scan_unreadable' });
  },
  FUZZ_MS,
);

it(
  'a sheet of paper as large as a house is drawn no larger than any other',
  async () => {
    const large = await pdfOf(1, [14_400, 14_400]);
    const before = process.memoryUsage.rss();
    await readable(large);
    expect(process.memoryUsage.rss() - before).toBeLessThan(600 * 1024 * 1024);
  },
  FUZZ_MS,
);
