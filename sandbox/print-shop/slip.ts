import { once } from 'node:events';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { type ReturnReason } from './entries';
import { type PdfReader } from './reader';

const FONT = '@expo-google-fonts/biz-udpgothic/700Bold/BIZUDPGothic_700Bold.ttf';
const MM = 72 / 25.4;
const WIDTH = 92;
const HEIGHT = 44;
/** Position of the slip, mm from the top left: over the empty boxes, clear of the code. */
const PLACE = { left: 60, top: 130 };

const WORDS: Record<ReturnReason, [string, string]> = {
  unknown: ['あて所に尋ねあたりません', 'Inconnu à l’adresse'],
  moved: ['転居先不明で配達できません', 'Parti sans laisser d’adresse'],
  incomplete: ['あて名不完全で配達できません', 'Adresse insuffisante'],
  refused: ['受取拒絶', 'Refusé'],
};

/** The page of a returned letter, with the post's slip on it. */
export async function withSlip(reader: PdfReader, page: Buffer, reason: ReturnReason): Promise<Buffer> {
  const file = await reader.load(await slipPdf(reason));
  try {
    const { width } = await sharp(page).metadata();
    const pixels = (mm: number) => Math.round((mm / 210) * width);
    const place = { left: pixels(PLACE.left), top: pixels(PLACE.top) };
    return await sharp(page)
      .composite([{ input: await file.png(1), ...place }])
      .greyscale()
      .png()
      .toBuffer();
  } finally {
    file.close();
  }
}

async function slipPdf(reason: ReturnReason): Promise<Buffer> {
  const document = new PDFDocument({ size: [WIDTH * MM, HEIGHT * MM], margin: 0 });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [japanese, french] = WORDS[reason];
  document
    .lineWidth(2)
    .rect(2 * MM, 2 * MM, (WIDTH - 4) * MM, (HEIGHT - 4) * MM)
    .stroke();
  document.font(require.resolve(FONT));
  const line = (text: string, top: number, size: number) =>
    document.fontSize(size).text(text, 0, top * MM, { width: WIDTH * MM, align: 'center' });
  line('差出人にお返しします', 6, 11);
  line(japanese, 17, 16);
  line(french, 30, 10);
  document.end();
  await once(document, 'end');
  return Buffer.concat(chunks);
}
