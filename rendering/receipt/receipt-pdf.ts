import PDFDocument from 'pdfkit';
import { leading, Sheet, type TextStyle } from '../letter/sheet';
import { type Column, printable, tableRow } from '../statement/paper';

/** A receipt in words, from top to bottom. */
export interface ReceiptPaper {
  title: string;
  /** When it was issued, in words and as epoch ms. */
  issued: string;
  issuedAt: number;
  addressee: string;
  number: { label: string; value: string };
  /** Lines of a label and what it says. */
  facts: [label: string, value: string][];
  contents: { title: string; columns: [string, string, string]; rows: [string, string, string][] };
  /** Further sections, each a title and its paragraphs. */
  sections: { title: string; lines: string[] }[];
  page: (no: number, of: number) => string;
}

/** A4 upright, in mm. */
const PAGE = { left: 22, right: 188, top: 22, bottom: 270, footer: 281 } as const;
const WIDTH = PAGE.right - PAGE.left;
const TEXT = { points: 10.5, line: leading(10.5, 1.55) };
const SMALL = { points: 8.5, line: leading(8.5, 1.5) };
const BOLD: TextStyle & { line: number } = { ...TEXT, weight: 'bold' };
const LABELLED: Column[] = [
  { x: PAGE.left, width: 52 },
  { x: PAGE.left + 52, width: WIDTH - 52 },
];
const CONTRACTS: Column[] = [
  { x: PAGE.left, width: 62 },
  { x: PAGE.left + 62, width: 40 },
  { x: PAGE.left + 102, width: WIDTH - 102 },
];

type Block = { height: number; draw: (sheet: Sheet, y: number) => void };

/**
 * A customer's receipt as PDF, on as many pages as its contracts need. The same paper gives the same bytes. Characters that
 * no font has are printed as 〓.
 */
export async function receiptPdf(paper: ReceiptPaper): Promise<Buffer> {
  const pages = pagesOf([...head(paper), ...contents(paper), ...paper.sections.flatMap(section)]);
  const info = { Title: paper.title, Producer: 'Tsunagi', Creator: 'Tsunagi', CreationDate: new Date(paper.issuedAt) };
  const doc = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false, lang: 'ja-JP', info } as const);
  const sheet = new Sheet(doc);
  for (const [index, blocks] of pages.entries()) {
    doc.addPage();
    let y: number = PAGE.top;
    for (const { height, draw } of blocks) {
      draw(sheet, y);
      y += height;
    }
    const number = `${printable(paper.number.label)} ${paper.number.value}`;
    sheet.rule(PAGE.left, PAGE.footer - 2, PAGE.right, PAGE.footer - 2, { grey: 0.6 });
    sheet.line(number, PAGE.left, PAGE.footer, SMALL);
    sheet.line(paper.page(index + 1, pages.length), PAGE.right, PAGE.footer, { ...SMALL, align: 'right' });
  }
  doc.end();
  const chunks: Buffer[] = [];
  for await (const chunk of doc as unknown as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Fills pages from top to bottom; a block that does not fit begins the next one. */
function pagesOf(blocks: Block[]): Block[][] {
  const pages: Block[][] = [[]];
  let left: number = PAGE.bottom - PAGE.top;
  for (const block of blocks) {
    if (block.height > left) {
      pages.push([]);
      left = PAGE.bottom - PAGE.top;
    }
    pages.at(-1)!.push(block);
    left -= block.height;
  }
  return pages;
}

function head(paper: ReceiptPaper): Block[] {
  const { title, issued, addressee, number, facts } = paper;
  const big: TextStyle = { points: 18, weight: 'bold' };
  return [
    line(issued, { ...SMALL, align: 'right' }, PAGE.right),
    gap(6),
    { height: 14, draw: (sheet, y) => sheet.line(printable(title, 'bold'), middle, y, { ...big, align: 'center' }) },
    ...paragraph(addressee, { ...BOLD, points: 13, line: leading(13, 1.5) }),
    gap(4),
    {
      height: 25,
      draw: (sheet, y) => {
        sheet.frame({ x: PAGE.left, y, width: WIDTH, height: 20 });
        sheet.line(printable(number.label), middle, y + 3.5, { ...SMALL, align: 'center' });
        sheet.line(number.value, middle, y + 9, { points: 17, weight: 'bold', align: 'center' });
      },
    },
    ...facts.map((fact) => ruled(LABELLED, fact, TEXT)),
    gap(6),
  ];
}

const middle = (PAGE.left + PAGE.right) / 2;

function contents({ contents: { title, columns, rows } }: ReceiptPaper): Block[] {
  return [
    heading(title),
    ruled(CONTRACTS, columns, { ...SMALL, weight: 'bold' }),
    ...rows.map((row) => ruled(CONTRACTS, row, TEXT)),
    gap(6),
  ];
}

const section = ({ title, lines }: ReceiptPaper['sections'][number]): Block[] => [
  heading(title),
  ...lines.flatMap((text) => paragraph(text, TEXT)),
  gap(4),
];

const heading = (text: string): Block => ({
  height: 8,
  draw: (sheet, y) => sheet.line(printable(text, 'bold'), PAGE.left, y + 0.5, { points: 12, weight: 'bold' }),
});

const gap = (height: number): Block => ({ height, draw: () => undefined });

const line = (text: string, style: TextStyle & { line: number }, x: number): Block => ({
  height: style.line,
  draw: (sheet, y) => sheet.line(printable(text, style.weight), x, y, style),
});

/** A row with a thin line below. */
function ruled(columns: Column[], texts: readonly string[], style: TextStyle & { line: number }): Block {
  const row = tableRow(columns, texts, style);
  return {
    height: row.height + 1.6,
    draw: (sheet, y) => {
      row.draw(sheet, y + 0.4);
      sheet.rule(PAGE.left, y + row.height + 0.9, PAGE.right, y + row.height + 0.9, { grey: 0.75 });
    },
  };
}

/** A paragraph over the whole width. */
const paragraph = (text: string, style: TextStyle & { line: number }): Block[] => [
  tableRow([{ x: PAGE.left, width: WIDTH }], [text], style),
];
