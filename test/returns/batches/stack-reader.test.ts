import sharp from 'sharp';
import { bindPages } from '../../../activities/scans/paper-file';
import { readPartApart } from '../../../activities/scans/stack-decoder';
import { readPart } from '../../../activities/scans/stack-reader';
import { codeFrom, DAMAGE, seeded } from '../../../bench/scans/damage';
import { drawForms, sheetOf } from '../../../bench/scans/papers';
import { doc } from '../../print/letter-fixture';

const random = seeded(15);
const codes = Array.from({ length: 24 }, () => codeFrom(random));

/** The form of a code as the product prints it. */
async function form(code: string, dpi = 150): Promise<Buffer> {
  for await (const png of drawForms([code], doc, dpi)) return png;
  throw new Error('nothing was drawn');
}
const jpeg = (png: Buffer) => sharp(png).jpeg({ quality: 80 }).toBuffer();
const all = async (bytes: Buffer) => (await readPart({ bytes, from: 0, count: 100 })).read;

it.each([100, 150, 200])(
  'reads the codes of forms that were turned, stained or stamped in red, at %d dpi',
  async (dpi) => {
    const kinds = DAMAGE.filter((damage) => damage.dpi === dpi);
    const printed = codes.slice(0, kinds.length * (dpi === 200 ? 1 : 2));
    const missed: string[] = [];
    let at = 0;
    for await (const png of drawForms(printed, doc, dpi)) {
      const { name, spoil } = kinds[at % kinds.length]!;
      const { texts } = (await all(await spoil({ png, dpi, random })))[0]!;
      if (texts.join() !== printed[at]) missed.push(`${name}: ${texts.join()}`);
      at += 1;
    }
    expect(missed).toEqual([]);
  },
);

describe('a stack in one file', () => {
  let pages: Buffer[];
  beforeAll(async () => {
    const forms: Buffer[] = [];
    for await (const png of drawForms(codes.slice(0, 2), doc, 150)) forms.push(png);
    pages = [forms[0]!, await sheetOf('back', 150), await sheetOf('blank', 150), forms[1]!];
  });
  const found = async (bytes: Buffer) => (await all(bytes)).map(({ texts, ink }) => ink ?? texts.join());
  const expected = () => [codes[0], 'other', 'blank', codes[1]];

  it('as PDF', async () => {
    expect(await found((await bindPages(await Promise.all(pages.map(jpeg)))).bytes)).toEqual(expected());
  });

  it.each(['lzw', 'jpeg'] as const)('as TIFF of several pages, compressed by %s', async (compression) => {
    const bytes = await sharp(pages, { join: { animated: true } })
      .tiff({ compression })
      .toBuffer();
    expect(await found(bytes)).toEqual(expected());
  });

  it('is read in parts, each page once', async () => {
    const { bytes } = await bindPages(await Promise.all(pages.map(jpeg)));
    const parts = [await readPart({ bytes, from: 0, count: 3 }), await readPart({ bytes, from: 3, count: 3 })];
    expect(parts.map((part) => [part.pages, part.read.length])).toEqual([
      [4, 3],
      [4, 1],
    ]);
  });
});

it.each<[string, string]>([
  [
    'a tick made with a ballpoint pen',
    '<path d="M300 500 l12 14 l26 -34" stroke="#223a8f" stroke-width="3" fill="none"/>',
  ],
  [
    'a word in pencil',
    '<path d="M300 500 q20 -40 40 0 t40 0 t40 0 t40 0" stroke="#999" stroke-width="3" fill="none"/>',
  ],
])('a page with nothing but %s is not blank', async (_, mark) => {
  const blank = sharp(await sheetOf('blank', 150));
  const { width, height } = await blank.metadata();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${mark}</svg>`;
  const png = await blank
    .composite([{ input: Buffer.from(svg) }])
    .png()
    .toBuffer();
  expect((await all(png))[0]!.ink).toBe('other');
});

it('a form whose code is destroyed is taken for no back side', async () => {
  const page = await form(codes[2]!);
  const { width, height } = await sharp(page).metadata();
  const noise = seeded(3);
  const marks = Array.from({ length: 260 }, () => {
    const [x, y] = [157 + noise() * 34, 14 + noise() * 34].map((mm) => (mm * 150) / 25.4);
    return `<rect x="${x}" y="${y}" width="11" height="11" fill="${noise() < 0.5 ? '#fff' : '#111'}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${marks.join('')}</svg>`;
  const bytes = await sharp(page)
    .composite([{ input: Buffer.from(svg) }])
    .png()
    .toBuffer();
  expect(await all(bytes)).toMatchObject([{ texts: [], ink: 'square' }]);
});

it('a damaged file is refused, and the process goes on', async () => {
  await expect(readPartApart({ bytes: Buffer.from('%PDF-1.7 broken'), from: 0, count: 10 })).rejects.toMatchObject({
    code: 'scan_unreadable',
  });
  const { read } = await readPartApart({ bytes: await form(codes[3]!), from: 0, count: 10 });
  expect(read[0]!.texts).toEqual([codes[3]]);
});
