import { PDFiumLibrary } from '@hyzyla/pdfium';
import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import sharp from 'sharp';
import { readScan } from '../../activities/scans/scan-reader';
import { CODE as PRINTED, LINK, print, sampleContent } from '../print/letter-fixture';

const CODE = '7K2M9QX4TB1C';
const A4 = { width: 827, height: 1169 }; // 100 dpi
const MM = 100 / 25.4;

/** A form page at 100 dpi: lines as of text, boxes, and the code where the form has it. */
async function page(codes: string[] = [CODE]): Promise<Buffer> {
  const lines = Array.from(
    { length: 30 },
    (_, i) => `<rect x="60" y="${350 + i * 22}" width="${450 + ((i * 49) % 200)}" height="7"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${A4.width}" height="${A4.height}">${lines.join('')}</svg>`;
  const squares = await Promise.all(
    codes.map(async (code, i) => ({
      input: await QRCode.toBuffer(code, { margin: 4, width: Math.round(38 * MM), errorCorrectionLevel: 'M' }),
      left: Math.round(157 * MM),
      top: Math.round((12 + i * 60) * MM),
    })),
  );
  const blank = sharp({ create: { ...A4, channels: 3, background: 'white' } });
  return blank
    .composite([{ input: Buffer.from(svg) }, ...squares])
    .png()
    .toBuffer();
}

/** Noise as of a worn scanner; the same each time. */
async function noisy(png: Buffer, strength: number): Promise<Buffer> {
  const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
  let seed = 1;
  for (let i = 0; i < data.length; i++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    data[i] = Math.min(255, Math.max(0, data[i]! + (seed / 2 ** 32 - 0.5) * 2 * strength));
  }
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 1 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
}

async function pdf(pages: Buffer[]): Promise<Buffer> {
  const document = new PDFDocument({ autoFirstPage: false });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise((resolve) => document.on('end', resolve));
  for (const image of pages) document.addPage({ size: 'A4', margin: 0 }).image(image, 0, 0, { width: 595 });
  document.end();
  await done;
  return Buffer.concat(chunks);
}

const white = '#fff';
const damage: [string, (png: Buffer) => Promise<Buffer>][] = [
  ['as scanned', async (png) => png],
  ['upside down', (png) => sharp(png).rotate(180).png().toBuffer()],
  ['sideways', (png) => sharp(png).rotate(90).png().toBuffer()],
  [
    'tilted by 7 degrees, noisy and blurred',
    async (png) => noisy(await sharp(png).rotate(7, { background: white }).blur(0.6).png().toBuffer(), 50),
  ],
  ['tilted by 20 degrees', (png) => sharp(png).rotate(20, { background: white }).png().toBuffer()],
  ['75 dpi, as from a fax', (png) => sharp(png).resize(620).png().toBuffer()],
  [
    '75 dpi, upside down and noisy',
    async (png) => noisy(await sharp(png).resize(620).rotate(180).png().toBuffer(), 40),
  ],
  ['pale', (png) => sharp(png).linear(0.15, 190).png().toBuffer()],
  ['600 dpi', (png) => sharp(png).resize(4960).png({ compressionLevel: 1 }).toBuffer()],
  ['salt and pepper', (png) => noisy(png, 140)],
];

it.each(damage)('reads the code of a page %s', async (_name, spoil) => {
  expect((await readScan({ bytes: await spoil(await page()) })).texts).toEqual([CODE]);
});

it('reads JPEG of poor quality and TIFF', async () => {
  const png = await page();
  expect((await readScan({ bytes: await sharp(png).jpeg({ quality: 25 }).toBuffer() })).texts).toEqual([CODE]);
  expect((await readScan({ bytes: await sharp(png).tiff().toBuffer() })).texts).toEqual([CODE]);
});

it('reads all pages of a PDF, each code once', async () => {
  const [form, letter] = await Promise.all([page(), page(['https://minato.example/p/x'])]);
  expect((await readScan({ bytes: await pdf([letter, form, form]) })).texts).toEqual([
    'https://minato.example/p/x',
    CODE,
  ]);
});

it('finds nothing where there is nothing', async () => {
  expect((await readScan({ bytes: await page([]) })).texts).toEqual([]);
});

it.each([
  ['image', Buffer.from('no image')],
  ['PNG', Buffer.from('\x89PNG\r\n\x1a\n broken', 'latin1')],
  ['PDF', Buffer.from('%PDF-1.7 broken')],
  ['file without a byte', Buffer.alloc(0)],
])('refuses a broken %s', async (_, bytes) => {
  await expect(readScan({ bytes })).rejects.toMatchObject({ code: 'scan_unreadable' });
});

describe('a letter as it was printed', () => {
  let letter: Buffer;
  beforeAll(async () => {
    letter = await print([sampleContent()]);
  });

  it('gives the link of the page and the code of the form', async () => {
    expect((await readScan({ bytes: letter })).texts).toEqual([LINK, PRINTED]);
  });

  it.each([75, 100, 200, 300])('is read from paper at %d dpi, upside down and noisy', async (dpi) => {
    const library = await PDFiumLibrary.init();
    const document = await library.loadDocument(letter);
    const form = document.getPage(document.getPageCount() - 1);
    const { data, width, height } = await form.render({ scale: dpi / 72, colorSpace: 'Gray', render: 'bitmap' });
    document.destroy();
    library.destroy();
    const paper = sharp(data, { raw: { width, height, channels: 1 } }).rotate(178, { background: white });
    const bytes = await noisy(await paper.png().toBuffer(), 40);
    expect((await readScan({ bytes })).texts).toEqual([PRINTED]);
  });
});
