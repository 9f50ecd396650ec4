import { leading, linesFor, type TextStyle } from '../letter/sheet';
import { type Column, PAPER, type Paper, printable, tableRow } from '../statement/paper';

export const TEXT = { points: 8.5, line: leading(8.5, 1.4) };
export const SMALL = { points: 7.5, line: leading(7.5, 1.45), colour: '#4b4f55' };
export const BOLD: TextStyle & { line: number } = { ...TEXT, weight: 'bold' };
export const WIDTH = PAPER.right - PAPER.left;
const HEADING = { points: 12, weight: 'bold' as const };

/** Columns next to each other from the left edge; a negative width is one whose texts stand at its right edge. */
export function columns(widths: readonly number[], left: number = PAPER.left): Column[] {
  let x = left;
  return widths.map((width) => {
    const column: Column = { x, width: Math.abs(width), align: width < 0 ? 'right' : 'left' };
    x += column.width;
    return column;
  });
}

/** Of a heading and the gap above it, mm. */
export const HEADING_HEIGHT = 12;

/** A heading, on the next page where less than `room` mm would follow it. */
export function heading(paper: Paper, text: string, room = 30): void {
  paper.gap(4);
  if (!paper.fits(8 + room)) paper.turn();
  paper.place(8, (sheet, y) => {
    sheet.line(printable(text, 'bold'), PAPER.left, y + 0.8, HEADING);
    sheet.rule(PAPER.left, y + 7, PAPER.right, y + 7, { width: 0.3, colour: '#165e83' });
  });
}

const noteLines = (text: string): string[] => linesFor(printable(text), WIDTH, SMALL);

/** How tall a note is, mm. */
export const noteHeight = (text: string): number => noteLines(text).length * SMALL.line + 1.5;

/** A paragraph in small print. */
export function note(paper: Paper, text: string): void {
  paper.place(noteHeight(text), (sheet, y) => void sheet.lines(noteLines(text), PAPER.left, y + 1, SMALL));
}

export interface TableRow {
  cells: string[];
  bold?: boolean;
}

/** Rows under a line of titles, which is repeated on each further page. */
export function table(paper: Paper, layout: Column[], titles: string[], rows: TableRow[]): void {
  const last = layout.at(-1)!;
  const [left, right] = [layout[0]!.x, last.x + last.width];
  const titleRow = tableRow(layout, titles, { ...BOLD, colour: '#4b4f55' });
  const title = () =>
    paper.place(titleRow.height, (sheet, y) => {
      titleRow.draw(sheet, y);
      sheet.rule(left, y + titleRow.height, right, y + titleRow.height, { grey: 0.4 });
    });
  title();
  for (const { cells, bold } of rows) {
    const row = tableRow(layout, cells, bold ? BOLD : TEXT);
    if (!paper.fits(row.height)) {
      paper.turn();
      title();
    }
    paper.place(row.height, (sheet, y) => {
      row.draw(sheet, y);
      sheet.rule(left, y + row.height, right, y + row.height, { grey: 0.85 });
    });
  }
}
