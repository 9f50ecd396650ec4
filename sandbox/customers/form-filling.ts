import sharp from 'sharp';
import { type Area, FORM } from '../../domain/returns/form-layout';
import { date, hanko, signature, type Stroke, tick } from './handwriting';
import { type Choice, type SeededRandom } from './seeded-random';
import { type Slip } from './persona';

/** What is written on a return form. */
export interface Filling {
  /** In the order of the form. */
  choices: Choice[];
  /** ISO date written on the form. */
  writtenOn: string;
  slip: Slip | undefined;
}

/** What is put on a page: by pen, and in red with a hanko. */
interface Marks {
  pen: Stroke[];
  stamp: Stroke[];
}

const PEN = 0.75;
const MOST_DEGREES = 1.2;
const SPECKS = 60;

/** The pages of a form with handwriting, and the hanko where it has a box for it, rotated and spotted like a scan. */
export async function fillForm(pages: Buffer[], filling: Filling, random: SeededRandom): Promise<Buffer[]> {
  const strokes = strokesOf(filling, pages.length, random);
  const last = pages.length - 1;
  const stamp = last >= 0 && (await hasLeftEdge(pages[last]!, FORM.hanko)) ? hanko(random) : [];
  const marks = strokes.map((pen, index) => ({ pen, stamp: index === last ? stamp : [] }));
  return Promise.all(pages.map((page, index) => mark(page, marks[index]!, random, index)));
}

/** Whether a blank page shows the left edge of a frame there; other frames share the right one. */
async function hasLeftEdge(page: Buffer, { x, y, height }: Area): Promise<boolean> {
  const { data, info } = await sharp(page).greyscale().raw().toBuffer({ resolveWithObject: true });
  const scale = info.width / FORM.page.width;
  const isDark = (down: number) =>
    Array.from({ length: 7 }, (_, aside) => Math.round(x * scale) + aside - 3).some(
      (column) => data[(Math.round(down * scale) * info.width + column) * info.channels]! < 160,
    );
  const rows = Array.from({ length: Math.floor(height) }, (_, row) => y + row);
  return rows.filter(isDark).length > rows.length * 0.9;
}

function strokesOf({ choices, writtenOn, slip }: Filling, pages: number, random: SeededRandom): Stroke[][] {
  const strokes: Stroke[][] = Array.from({ length: pages }, () => []);
  choices.forEach((choice, index) => {
    const boxes = FORM.boxes(index);
    const slipped = index === 0 ? slip : undefined;
    const ticked = slipped === 'none' ? [] : slipped === 'both' ? (['migrate', 'cancel'] as const) : [choice];
    for (const one of ticked) strokes[boxes.page]?.push(tick(random, `${one} ${index}`, boxes[one]));
  });
  const last = strokes.at(-1);
  if (slip !== 'undated') last?.push(...date(random, writtenOn));
  if (slip !== 'unsigned') last?.push(signature(random));
  return strokes;
}

async function mark(
  page: Buffer,
  { pen: strokes, stamp }: Marks,
  random: SeededRandom,
  index: number,
): Promise<Buffer> {
  const { width, height } = await sharp(page).metadata();
  const paths = (drawn: Stroke[]) => drawn.map((stroke) => `<path d="${stroke}"/>`).join('');
  const specks = Array.from({ length: SPECKS }, (_, speck) => {
    const at = (axis: string, length: number) => (random.draw(`speck ${index} ${speck} ${axis}`) * length).toFixed(1);
    return `<circle cx="${at('x', FORM.page.width)}" cy="${at('y', FORM.page.height)}" r="0.15"/>`;
  }).join('');
  const { width: across, height: down } = FORM.page;
  const pen = `<g fill="none" stroke="#222" stroke-width="${PEN}" stroke-linecap="round" stroke-linejoin="round">`;
  const overlay = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"
viewBox="0 0 ${across} ${down}" preserveAspectRatio="none">${pen}${paths(strokes)}</g><g fill="none" stroke="#b3261e"
stroke-width="0.9">${paths(stamp)}</g><g fill="#777">${specks}</g></svg>`;
  const marked = await sharp(page)
    .composite([{ input: Buffer.from(overlay) }])
    .png()
    .toBuffer();
  return askew(marked, { width, height }, (random.draw(`askew ${index}`) * 2 - 1) * MOST_DEGREES);
}

/** Rotated about its middle, on a sheet of the same size. */
async function askew(page: Buffer, size: { width: number; height: number }, degrees: number): Promise<Buffer> {
  const turned = await sharp(page)
    .rotate(degrees, { background: '#ffffff' })
    .png()
    .toBuffer({ resolveWithObject: true });
  const left = Math.max(0, Math.round((turned.info.width - size.width) / 2));
  const top = Math.max(0, Math.round((turned.info.height - size.height) / 2));
  return sharp(turned.data)
    .extract({ left, top, width: size.width, height: size.height })
    .toColourspace('b-w')
    .png({ compressionLevel: 6 })
    .toBuffer();
}
