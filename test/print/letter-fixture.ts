import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { PROFILES } from '../../domain/print/envelope-profile';
import { type PieceContent } from '../../rendering/letter/content';
import { layoutPiece } from '../../rendering/letter/piece';
import { PrintFile } from '../../rendering/letter/print-file';
import { channelsDoc } from '../support/seed';

export const DPI = 150;
const MM = DPI / 25.4;

/** What a person who holds the paper sees of a page. */
export interface SeenPage {
  text: string;
  codes: string[];
  /** Darkness (0 white, 1 black) at a place in mm. */
  ink(x: number, y: number): number;
}

const wasm = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({
  overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length) as ArrayBuffer },
});

/** Every page of a PDF as text, codes and ink. */
export async function seenPages(pdf: Buffer): Promise<SeenPage[]> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  const pages: SeenPage[] = [];
  for (let no = 0; no < document.getPageCount(); no++) {
    const text = document.getPage(no).getText();
    const drawn = document.getPage(no);
    const { data, width, height } = await drawn.render({ scale: DPI / 72, colorSpace: 'Gray', render: 'bitmap' });
    const image = Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]);
    const found = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 4 });
    const ink = (x: number, y: number) => 1 - data[Math.round(y * MM) * width + Math.round(x * MM)]! / 255;
    pages.push({ text, codes: found.map((code) => code.text), ink });
  }
  document.destroy();
  library.destroy();
  return pages;
}

/** The PDF of these pieces. */
export async function print(contents: PieceContent[]): Promise<Buffer> {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-letter-'));
  try {
    const path = join(dir, 'letters.pdf');
    const file = new PrintFile(path, 'run', Date.parse('2027-02-01T05:00:00Z'));
    for (const content of contents) file.add(layoutPiece(content));
    await file.close();
    return readFileSync(path);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

export const doc = channelsDoc({
  service: { ja: 'みなとADSL', en: 'Minato ADSL' },
  choices: [
    { id: 'migrate', label: { ja: '光回線へ移る', en: 'Move to fibre' }, detail: { ja: '', en: '' } },
    { id: 'cancel', label: { ja: '解約する', en: 'Cancel' }, detail: { ja: '', en: '' } },
  ],
});

export const CODE = '7QK2M9XD4T0C';
export const LINK = 'https://closing.minato.example/m/Ab3dEfGhIjKlMnOpQrStUv';
const paragraph = 'このたび、みなとADSLは２０２７年４月３０日をもちましてサービスを終了いたします。';

/** The same customer as one who is written to in English. */
export function englishContent(written = { subject: 'Minato ADSL ends', body: 'Dear customer' }): PieceContent {
  const { addressee, letters, ...content } = sampleContent();
  const letter = { ...letters[0]!, written: { language: 'en' as const, ...written } };
  return { ...content, addressee: { ...addressee, language: 'en' }, letters: [letter] };
}

/** A letter to 𠮷田, whose first character only the second font has. */
export function sampleContent(change: Partial<PieceContent> = {}, paragraphs = 3): PieceContent {
  const body = Array<string>(paragraphs).fill(paragraph.repeat(2)).join('\n\n');
  return {
    code: CODE,
    profile: PROFILES.long3,
    addressee: {
      name: '𠮷田 花子',
      kind: 'person',
      language: 'ja',
      postalCode: '105-0022',
      address: '東京都港区海岸1-2-3 コーポA 801',
    },
    day: '2027-02-01',
    letters: [{ written: { language: 'ja', subject: 'サービス終了のお知らせ', body }, link: LINK, doc, asks: true }],
    contracts: [{ number: 'MN170000825', product: 'ライト', doc }],
    ...change,
  };
}
