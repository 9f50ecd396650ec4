import { PROFILES } from '../../domain/print/envelope-profile';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp, { type Sharp } from 'sharp';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type PieceContent } from '../../rendering/letter/content';
import { formPages } from '../../rendering/letter/form';
import { PrintFile } from '../../rendering/letter/print-file';

const contentOf = (code: string, doc: CampaignDoc): PieceContent => ({
  code,
  profile: PROFILES.long3,
  addressee: {
    name: '見本 花子',
    kind: 'person',
    language: 'ja',
    postalCode: '105-0022',
    address: '東京都港区海岸1-2-3',
  },
  day: '2027-02-01',
  letters: [
    {
      written: { language: 'ja', subject: '見本', body: '見本' },
      link: 'https://closing.example/m/sample',
      doc,
      asks: true,
    },
  ],
  contracts: [{ number: 'MN170000825', product: 'ライト', doc }],
});

/** The return forms of these codes as the product draws and prints them, each as a picture at this resolution, losslessly. */
export async function* drawForms(codes: readonly string[], doc: CampaignDoc, dpi: number): AsyncGenerator<Buffer> {
  for await (const image of printForms(codes, doc, dpi)) yield await image.png({ compressionLevel: 1 }).toBuffer();
}

/** The same as a scanner makes it. */
export async function* scanForms(codes: readonly string[], doc: CampaignDoc, dpi: number): AsyncGenerator<Buffer> {
  for await (const image of printForms(codes, doc, dpi)) yield await image.jpeg({ quality: 75 }).toBuffer();
}

async function* printForms(codes: readonly string[], doc: CampaignDoc, dpi: number): AsyncGenerator<Sharp> {
  const dir = await mkdtemp(join(tmpdir(), 'tsunagi-forms-'));
  const library = await PDFiumLibrary.init();
  try {
    for (let from = 0; from < codes.length; from += CHUNK) {
      const path = join(dir, 'forms.pdf');
      const file = new PrintFile(path, 'forms', 0);
      for (const code of codes.slice(from, from + CHUNK)) file.add(formPages(contentOf(code, doc)).slice(0, 1));
      await file.close();
      const document = await library.loadDocument(await readFile(path));
      for (const page of document.pages()) {
        const { data, width, height } = await page.render({ scale: dpi / 72, render: 'bitmap' });
        const image = sharp(Buffer.from(data), { raw: { width, height, channels: 4 } });
        yield image.flatten({ background: 'white' });
      }
      document.destroy();
    }
  } finally {
    library.destroy();
    await rm(dir, { recursive: true, force: true });
  }
}
const CHUNK = 50;

/** A sheet without a code: empty, or with print as on the back of a form. */
export async function sheetOf(what: 'blank' | 'back', dpi: number): Promise<Buffer> {
  const [width, height] = [Math.round((210 / 25.4) * dpi), Math.round((297 / 25.4) * dpi)];
  const blank = sharp({ create: { width, height, channels: 3, background: '#fbfaf7' } });
  if (what === 'blank') return blank.png().toBuffer();
  const line = dpi * 0.22;
  const lines = Array.from(
    { length: 24 },
    (_, index) =>
      `<text x="${dpi}" y="${2 * dpi + index * line}">ご記入にあたってのお願い（${index + 1}）　黒のボールペンでご記入ください。</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-size="${dpi * 0.14}">${lines.join('')}</svg>`;
  return blank
    .composite([{ input: Buffer.from(svg) }])
    .png()
    .toBuffer();
}
