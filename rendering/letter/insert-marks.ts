import { marksArea, sheetsOf } from '../../domain/print/envelope-profile';
import { type PieceContent } from './content';
import { type Sheet } from './sheet';

/** Distance between the places of two bars: a sixth of an inch, as inserting machines read them. */
const PITCH = 25.4 / 6;
const BAR = { width: 9, height: 0.6 };

/** What a machine that fills envelopes reads of a sheet. `code`: the envelope's; sheets count from 1. */
export interface SheetMark {
  code: string;
  sheet: number;
  of: number;
}

/** What the two-dimensional code says: envelope, sheet n/m. It is no envelope's code by itself. */
export const sheetCode = ({ code, sheet, of }: SheetMark): string => `${code} ${sheet}/${of}`;

/**
 * The bars of a sheet from top to bottom; those of a machine that reads seven places: beginning (always), last sheet of
 * the envelope, number of the sheet modulo 8 (three bars, the lowest bit first), parity (the bars are even in number), end
 * (always).
 */
export function omrBars({ sheet, of }: Pick<SheetMark, 'sheet' | 'of'>): boolean[] {
  const bits = [1, 2, 4].map((bit) => ((sheet % 8) & bit) !== 0);
  const bars = [true, sheet === of, ...bits];
  const odd = bars.filter(Boolean).length % 2 === 0; // the end is a bar too
  return [...bars, odd, true];
}

/** Draws the marks of a page's sheet; on a sheet printed on both sides they are on its front. */
export function insertMarks(
  sheet: Sheet,
  { code, profile }: Pick<PieceContent, 'code' | 'profile'>,
  page: { no: number; of: number },
): void {
  const { marks, duplex } = profile;
  if (marks === 'none' || (duplex && page.no % 2 === 0)) return;
  const { x, y, width } = marksArea(profile);
  const mark = { code, sheet: sheetsOf(page.no, duplex), of: sheetsOf(page.of, duplex) };
  if (marks === 'code') return sheet.qr(sheetCode(mark), x, y, width);
  omrBars(mark).forEach((bar, place) => {
    if (bar) sheet.fill({ x: x + 1, y: y + place * PITCH, ...BAR }, '#000000');
  });
}
