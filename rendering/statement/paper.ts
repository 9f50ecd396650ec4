import PDFDocument from 'pdfkit';
import { GlyphMissing, runsOf, type Weight } from '../letter/fonts';
import { linesFor, Sheet, type TextStyle } from '../letter/sheet';

/** A4 across, in mm. */
export const PAPER = { left: 12, right: 285, top: 12, bottom: 198, footer: 203 } as const;

/** Draws at a height on the current page. */
type Draw = (sheet: Sheet, y: number) => void;

export interface PageFrame {
  /** Drawn at the top of each page from the second on; `height` mm. */
  header(): { height: number; draw: Draw } | null;
  footer(sheet: Sheet, no: number): void;
}

/**
 * Fills pages from top to bottom. Without a document it only counts pages, so that each page can say how many there are;
 * with one it draws, and gives up what is drawn page by page.
 */
export class Paper {
  pages = 0;
  y: number = PAPER.bottom;
  private readonly doc: InstanceType<typeof PDFDocument> | undefined;
  private readonly sheet: Sheet | undefined;

  constructor(
    private readonly frame: PageFrame,
    document?: { title: string; at: number },
  ) {
    if (!document) return;
    const info = {
      Title: document.title,
      Producer: 'Tsunagi',
      Creator: 'Tsunagi',
      CreationDate: new Date(document.at),
    };
    const form = { size: 'A4', layout: 'landscape', margin: 0, autoFirstPage: false, lang: 'ja-JP', info } as const;
    this.doc = new PDFDocument(form);
    this.sheet = new Sheet(this.doc);
  }

  /** Whether `height` mm still fit on this page. */
  fits(height: number): boolean {
    return this.y + height <= PAPER.bottom;
  }

  /** Draws something `height` mm tall below what is there, on the next page if it does not fit. */
  place(height: number, draw: Draw): void {
    if (!this.fits(height)) this.turn();
    if (this.sheet) draw(this.sheet, this.y);
    this.y += height;
  }

  gap(height: number): void {
    this.y += height;
  }

  /** Begins the next page. */
  turn(): void {
    this.pages += 1;
    this.y = PAPER.top;
    this.doc?.addPage();
    if (this.sheet) this.frame.footer(this.sheet, this.pages);
    const header = this.frame.header();
    if (!header) return;
    if (this.sheet) header.draw(this.sheet, this.y);
    this.y += header.height;
  }

  /** What was drawn since the last call; null: nothing. */
  read(): Buffer | null {
    return (this.doc?.read() as Buffer | null) ?? null;
  }

  /** The rest of the file. */
  async *end(): AsyncGenerator<Buffer> {
    if (!this.doc) return;
    this.doc.end();
    for await (const chunk of this.doc as unknown as AsyncIterable<Buffer>) yield chunk;
  }
}

/** The text with 〓 for each character that no font can print: a statement is never refused for one. */
export function printable(text: string, weight: Weight = 'regular'): string {
  const known = PRINTABLE[weight];
  let plain = true;
  for (const character of text) plain &&= known.has(character);
  if (plain) return text;
  if (!prints(text, weight))
    return [...text].map((character) => (prints(character, weight) ? character : '〓')).join('');
  for (const character of text) if (prints(character, weight)) known.add(character);
  return text;
}

/** Characters that were found printable on their own, so that the same words are not looked up line by line. */
const PRINTABLE: Record<Weight, Set<string>> = {
  ...{ regular: new Set(), bold: new Set() },
  ...{ 'mincho-regular': new Set(), 'mincho-bold': new Set() },
  ...{ 'noto-regular': new Set(), 'noto-bold': new Set() },
};

/** Lines at a width in mm. No character is wider than an em, so a short text needs no measuring. */
function broken(text: string, width: number, style: TextStyle): string[] {
  const ems = (width * 72) / 25.4 / style.points;
  return text.length <= ems && !text.includes('\n') ? [text] : linesFor(text, width, style);
}

function prints(text: string, weight: Weight): boolean {
  try {
    runsOf(text, weight);
    return true;
  } catch (error) {
    if (error instanceof GlyphMissing) return false;
    throw error;
  }
}

export interface Column {
  x: number;
  width: number;
  align?: 'left' | 'right';
}

/** A row of texts in columns, each broken to its width. */
export function tableRow(
  columns: readonly Column[],
  texts: readonly string[],
  style: TextStyle & { line: number },
): { height: number; draw: Draw } {
  const cells = columns.map((column, index) => {
    const text = printable(texts[index] ?? '', style.weight);
    return { ...column, lines: broken(text, column.width - 1.5, style) };
  });
  const height = Math.max(...cells.map(({ lines }) => lines.length)) * style.line + 1.2;
  return {
    height,
    draw: (sheet, y) => {
      for (const { x, width, align = 'left', lines } of cells) {
        lines.forEach((text, index) => {
          const at = align === 'right' ? x + width - 1.5 : x;
          sheet.line(text, at, y + 0.7 + index * style.line, { ...style, align });
        });
      }
    },
  };
}
