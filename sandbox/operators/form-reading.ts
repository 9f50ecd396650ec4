import { type Area, FORM, type Square } from '../../domain/returns/form-layout';
import { DIGITS, dateCells, SEGMENTS } from '../customers/handwriting';
import { readScan, Sheet } from './sheet';

export type Ticked = 'migrate' | 'cancel' | 'both' | 'none';

/** What was read on a form. */
export interface FormMarks {
  /** In the order of the form. */
  choices: Ticked[];
  /** ISO date; null when missing or illegible. */
  writtenOn: string | null;
  signed: boolean;
  /** Whether there is a hanko; only where the form asks for it. */
  stamped?: boolean;
}

/** Share of dark pixels inside its frame above which a box counts as ticked. */
const TICKED = 0.03;
const SIGNED = 0.008;
const STAMPED = 0.03;
/** The part of the signature's field that a box for the hanko leaves. */
const SIGNATURE: Area = { ...FORM.signature, width: FORM.hanko.x - FORM.signature.x };
/** Below the label of the box. */
const IMPRESSION: Area = { ...FORM.hanko, y: FORM.hanko.y + 5, height: FORM.hanko.height - 5 };
const INSET = 1.6;
const STROKE = 0.35;
/** Tolerance of the seven-stroke comparison. An empty cell differs by five, a one without its strokes. */
const CLEAR = 5.8;

/** Reads the boxes, date, signature and hanko of a form; undefined when no form is recognised. */
export async function readForm(
  pages: Buffer[],
  contracts: number,
  asks: { hanko: boolean } = { hanko: false },
): Promise<FormMarks | undefined> {
  const boxes = Array.from({ length: contracts }, (_, index) => FORM.boxes(index));
  const sheets: Sheet[] = [];
  for (const [number, page] of pages.entries()) {
    const frames = boxes.filter((box) => box.page === number).map(({ migrate }) => migrate);
    const sheet = await Sheet.find(await readScan(page), frames);
    if (!sheet) return undefined;
    sheets.push(sheet);
  }
  const last = sheets.at(-1);
  if (!last) return undefined;
  const choices = boxes.map(({ page, migrate, cancel }) => ticked(sheets[page], migrate, cancel));
  const signed = last.darkness(inside(SIGNATURE)) > SIGNED;
  const stamped = asks.hanko && { stamped: last.darkness(inside(IMPRESSION)) > STAMPED };
  return { choices, writtenOn: dateOn(last), signed, ...stamped };
}

function ticked(sheet: Sheet | undefined, migrate: Square, cancel: Square): Ticked {
  if (!sheet) return 'none';
  const is = ({ x, y, size }: Square) => sheet.darkness(inside({ x, y, width: size, height: size })) > TICKED;
  const [first, second] = [is(migrate), is(cancel)];
  return first ? (second ? 'both' : 'migrate') : second ? 'cancel' : 'none';
}

const inside = ({ x, y, width, height }: Area): Area => ({
  x: x + INSET,
  y: y + INSET,
  width: width - 2 * INSET,
  height: height - 2 * INSET,
});

/** The eight digits of the date, stroke by stroke. */
function dateOn(sheet: Sheet): string | null {
  const digits = dateCells().map((cell) => digitIn(sheet, cell));
  if (digits.some((digit) => digit === -1)) return null;
  const text = digits.join('');
  const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  return Number.isNaN(Date.parse(date)) ? null : date;
}

/** The most likely digit, or -1. Strokes may be slightly displaced. */
function digitIn(sheet: Sheet, cell: Area): number {
  const shares = SEGMENTS.map((segment) => strokeShare(sheet, cell, segment));
  const clear = DIGITS.map((digit) =>
    shares.reduce((sum, share, segment) => sum + ((digit >> segment) & 1 ? share : 1 - share), 0),
  );
  const best = Math.max(...clear);
  return best < CLEAR ? -1 : clear.indexOf(best);
}

function strokeShare(sheet: Sheet, cell: Area, [fromX, fromY, toX, toY]: (typeof SEGMENTS)[number]): number {
  const x = cell.x + ((fromX + toX) / 2) * cell.width;
  const y = cell.y + ((fromY + toY) / 2) * cell.height;
  const [alongX, alongY] = fromX === toX ? [0, 0.6] : [0.6, 0];
  const [asideX, asideY] = fromX === toX ? [0.8, 0] : [0, 0.8];
  const shares = [-1, -0.66, -0.33, 0, 0.33, 0.66, 1].map((aside) =>
    sheet.darkness({
      x: x + aside * asideX - alongX - STROKE / 2,
      y: y + aside * asideY - alongY - STROKE / 2,
      width: 2 * alongX + STROKE,
      height: 2 * alongY + STROKE,
    }),
  );
  return Math.max(...shares);
}
