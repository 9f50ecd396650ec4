import { performance } from 'node:perf_hooks';
import PDFDocument from 'pdfkit';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';
import { readScan } from '../../activities/scans/scan-reader';
import { readScanApart } from '../../api/returns/scan-decoder';
import { FORM } from '../../domain/returns/form-layout';
import { CODE, print, sampleContent } from '../print/letter-fixture';
import { nestedForms } from '../support/hostile-inputs';

const DPI = 150;
const MM = DPI / 25.4;

/** The form as it was printed, in colour. */
let form: Buffer;
beforeAll(async () => {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(await print([sampleContent()]));
  const page = document.getPage(document.getPageCount() - 1);
  const { data, width, height } = await page.render({ scale: DPI / 72, render: 'bitmap' });
  form = await sharp(Buffer.from(data), { raw: { width, height, channels: 4 } })
    .flatten({ background: 'white' })
    .png()
    .toBuffer();
  document.destroy();
  library.destroy();
});

const { x, y, size } = FORM.qr;
const at = { x: (x + size / 2) * MM, y: (y + size / 2) * MM, r: size * MM * 0.36 };
const STAMP = `<g fill="none" stroke="#d02030" stroke-width="${1.4 * MM}"><circle cx="${at.x}" cy="${at.y}" r="${at.r}"/>
  <path d="M${at.x - at.r} ${at.y - 12} h${2 * at.r} M${at.x - at.r} ${at.y + 12} h${2 * at.r}"/></g>`;
const PEN = `<path d="M${at.x - at.r} ${at.y - at.r} l${2 * at.r} ${2 * at.r} m0 ${-2 * at.r} l${-2 * at.r} ${2 * at.r}"
  fill="none" stroke="#d81830" stroke-width="${0.8 * MM}"/>`;
const CORNER = `<rect x="${(x + size * 0.56) * MM}" y="${(y + size * 0.56) * MM}" width="${size * 0.17 * MM}" height="${size * 0.17 * MM}" fill="#fff"/>`;

/** Ink mixes with what is under it (multiply); correction fluid or a sticker covers it (over). */
async function inked(mark: string, blend: 'multiply' | 'over'): Promise<Buffer> {
  const { width, height } = await sharp(form).metadata();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${mark}</svg>`;
  return sharp(form)
    .composite([{ input: Buffer.from(svg), blend }])
    .png()
    .toBuffer();
}

it.each([
  ['a red received stamp', STAMP, 'multiply'],
  ['crossed out with a red pen', PEN, 'multiply'],
  ['a sticker on its free corner', CORNER, 'over'],
] as const)('reads our form through %s, from an image and from a PDF', async (_, mark, blend) => {
  const bytes = await inked(mark, blend);
  expect((await readScan({ bytes })).texts).toEqual([CODE]);
  expect((await readScan({ bytes: await pdf([bytes]) })).texts).toEqual([CODE]);
});

it.each<[string, (png: Buffer) => Promise<Buffer>]>([
  ['a JPEG in CMYK', (png) => sharp(png).toColourspace('cmyk').jpeg().toBuffer()],
  ['a negative', (png) => sharp(png).negate({ alpha: false }).png().toBuffer()],
  ['16 bits', (png) => sharp(png).toColourspace('rgb16').png().toBuffer()],
  ['a palette', (png) => sharp(png).png({ palette: true, colours: 4 }).toBuffer()],
  ['an alpha channel', (png) => sharp(png).ensureAlpha(0.9).png().toBuffer()],
])('reads %s', async (_, make) => {
  expect((await readScan({ bytes: await make(form) })).texts).toEqual([CODE]);
});

it('refuses an image that was cut off, so that it is scanned again', async () => {
  const whole = await sharp(form).jpeg().toBuffer();
  const bytes = whole.subarray(0, Math.round(whole.length * 0.6));
  await expect(readScan({ bytes })).rejects.toMatchObject({ code: 'scan_unreadable' });
});

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

describe('a scan is read apart', () => {
  let blank: Buffer;
  beforeAll(async () => {
    const page = await sharp({ create: { width: 1240, height: 1754, channels: 3, background: 'white' } })
      .png()
      .toBuffer();
    blank = await pdf(Array<Buffer>(20).fill(page));
  });

  it('so that others are answered while twenty pages without a code are read', async () => {
    const gaps: number[] = [];
    let before = performance.now();
    const tick = setInterval(() => {
      gaps.push(performance.now() - before);
      before = performance.now();
    }, 20);
    expect(await readScanApart({ bytes: blank }, 60_000)).toMatchObject({ type: 'application/pdf', texts: [] });
    clearInterval(tick);
    expect(gaps.length).toBeGreaterThan(10);
    expect(Math.max(...gaps)).toBeLessThan(1500);
  });

  it('and given to a person after a while; the next one is read all the same', async () => {
    const late = readScanApart({ bytes: blank }, 50);
    const next = readScanApart({ bytes: form });
    expect(await late).toMatchObject({ type: 'application/pdf', texts: [] });
    expect(await next).toEqual({ type: 'image/png', texts: [CODE], pages: 1 });
  });

  it('and refused as it would be here', async () => {
    const broken = { bytes: Buffer.from('%PDF-1.7 broken') };
    await expect(readScanApart(broken)).rejects.toMatchObject({ code: 'scan_unreadable' });
  });

  it('by what it is, whatever it was sent as', async () => {
    const sent = { type: 'image/png', bytes: await pdf([form]) };
    expect(await readScanApart(sent)).toEqual({ type: 'application/pdf', texts: [CODE], pages: 1 });
  });

  it('in a process that is thrown away after a PDF that takes too much memory: the next one is read', async () => {
    await expect(readScanApart({ bytes: nestedForms() }, 60_000)).rejects.toMatchObject({
      code: 'scan_unreadable',
      cause: { why: 'memory' },
    });
    expect(await readScanApart({ bytes: await pdf([form]) })).toEqual({
      type: 'application/pdf',
      texts: [CODE],
      pages: 1,
    });
  });
});
