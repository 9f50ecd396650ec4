import PDFDocument from 'pdfkit';
import { type Text } from '../../domain/campaigns/campaign';
import { linesFor, Sheet, type TextStyle } from '../letter/sheet';

/** A4 upright, in mm. */
export const PAGE = { left: 18, right: 192, top: 18, bottom: 280 } as const;
export const SMALL: TextStyle & { line: number } = { points: 8.5, line: 4.4 };
export const TEXT: TextStyle & { line: number } = { points: 10, line: 5.4 };
const HEAD: TextStyle & { line: number } = { points: 8.5, weight: 'bold', line: 4.4 };
const PAD = 1.6;

/** Both languages in one line: the shop and the office read Japanese, a person who checks them may not. */
export const both = ({ ja, en }: Text): string => `${ja} ${en}`;

export interface TableColumn {
  head: Text;
  /** Width in mm. */
  width: number;
  align?: 'right';
}

/** Draws forms from top to bottom on as many pages as they need; the same content gives the same bytes. */
export class FormPages {
  y: number = PAGE.top;
  private no = 0;
  private readonly doc: InstanceType<typeof PDFDocument>;
  readonly sheet: Sheet;

  /** `at` (epoch ms) is the document's date; `footer` stands on each page. */
  constructor(
    title: string,
    private readonly footer: string,
    at: number,
  ) {
    const info = { Title: title, Producer: 'Tsunagi', Creator: 'Tsunagi', CreationDate: new Date(at) };
    this.doc = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false, lang: 'ja-JP', info });
    this.sheet = new Sheet(this.doc);
    this.turn();
  }

  title({ ja, en }: Text): void {
    this.sheet.line(ja, PAGE.left, this.y, { points: 17, weight: 'bold' });
    this.sheet.line(en, PAGE.right, this.y + 2.5, { ...TEXT, align: 'right' });
    this.sheet.rule(PAGE.left, this.y + 9, PAGE.right, this.y + 9, { width: 0.5 });
    this.y += 13;
  }

  gap(height: number): void {
    this.y += height;
  }

  /** Makes room for a block of this height, on the next page where this one has none. */
  keep(height: number): void {
    if (this.y + height > PAGE.bottom) this.turn();
  }

  heading(text: Text): void {
    this.keep(14);
    this.sheet.line(both(text), PAGE.left, this.y, { points: 11, weight: 'bold' });
    this.y += 6.5;
  }

  /** Names and values below each other; a value may take several lines. */
  facts(rows: [Text, string][], width = PAGE.right - PAGE.left): void {
    for (const [name, value] of rows) {
      const lines = linesFor(value, width - 62, TEXT);
      const height = lines.length * TEXT.line + 1;
      this.keep(height);
      this.sheet.line(name.ja, PAGE.left, this.y + 0.4, { ...HEAD, points: 9 });
      this.sheet.line(name.en, PAGE.left, this.y + 4, { points: 6 });
      this.sheet.lines(lines, PAGE.left + 62, this.y, TEXT);
      this.y += Math.max(height, 7);
      this.sheet.rule(PAGE.left, this.y - 0.6, PAGE.left + width, this.y - 0.6, { grey: 0.75 });
    }
  }

  /** A table with its head again on each page; an empty cell is a field to fill in. */
  table(columns: TableColumn[], rows: string[][], row = 8): void {
    const width = columns.reduce((sum, column) => sum + column.width, 0);
    this.keep(10 + row);
    this.sheet.shade({ x: PAGE.left, y: this.y, width, height: 10 }, 0.93);
    this.cells(columns, 10, (column, x) => {
      this.sheet.line(column.head.ja, x + PAD, this.y + 1.2, HEAD);
      this.sheet.line(column.head.en, x + PAD, this.y + 5.8, { points: 6.2 });
    });
    for (const values of rows) {
      this.keep(row);
      this.cells(columns, row, (column, x, index) => {
        const right = column.align === 'right';
        const at = right ? x + column.width - PAD : x + PAD;
        const lines = linesFor(values[index] ?? '', column.width - 2 * PAD, SMALL);
        const top = this.y + (row - lines.length * SMALL.line) / 2 + 0.6;
        lines.forEach((line, n) =>
          this.sheet.line(line, at, top + n * SMALL.line, { ...SMALL, align: right ? 'right' : 'left' }),
        );
      });
    }
  }

  private cells(columns: TableColumn[], height: number, draw: (column: TableColumn, x: number, index: number) => void) {
    let x: number = PAGE.left;
    for (const [index, column] of columns.entries()) {
      this.sheet.frame({ x, y: this.y, width: column.width, height }, { line: 0.2 });
      draw(column, x, index);
      x += column.width;
    }
    this.y += height;
  }

  async end(): Promise<Buffer> {
    this.doc.end();
    const chunks: Buffer[] = [];
    for await (const chunk of this.doc as unknown as AsyncIterable<Buffer>) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  private turn(): void {
    this.doc.addPage();
    this.no += 1;
    this.y = PAGE.top;
    this.sheet.line(this.footer, PAGE.left, 287, { points: 7.5 });
    this.sheet.line(String(this.no), PAGE.right, 287, { points: 7.5, align: 'right' });
  }
}
