import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import PDFDocument from 'pdfkit';
import { type Draw } from './content';
import { forgetTexts } from './memory';
import { Sheet } from './sheet';

/** A file of letters: pieces in order, each on sheets of its own. */
export class PrintFile {
  pages = 0;
  private readonly doc: InstanceType<typeof PDFDocument>;
  private readonly sheet: Sheet;
  private readonly hash = createHash('sha256');
  private readonly done: Promise<void>;

  /** `at` (epoch ms) is the document's date: the same pieces at the same instant give the same bytes. */
  constructor(path: string, title: string, at: number) {
    const info = { Title: title, Producer: 'Tsunagi', Creator: 'Tsunagi', CreationDate: new Date(at) };
    this.doc = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false, lang: 'ja-JP', info });
    this.sheet = new Sheet(this.doc);
    const file = createWriteStream(path, { mode: 0o640 });
    this.doc.on('data', (chunk: Buffer) => this.hash.update(chunk));
    this.doc.pipe(file);
    this.done = finished(file);
    this.done.catch(() => undefined); // reported by close()
  }

  /** Draws a piece; returns the number of its first page in this file. */
  add(pages: Draw[]): number {
    const first = this.pages + 1;
    pages.forEach((draw, index) => {
      this.doc.addPage();
      draw(this.sheet, { no: index + 1, of: pages.length });
    });
    this.pages += pages.length;
    return first;
  }

  /** Writes the rest and returns the file's SHA-256. Throws on a write error. */
  async close(): Promise<string> {
    this.doc.end();
    forgetTexts();
    await this.done;
    return this.hash.digest('hex');
  }
}

/** The pages as a PDF in memory; nothing is stored. */
export async function pdfOfPages(pages: Draw[]): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => document.on('end', resolve));
  const sheet = new Sheet(document);
  pages.forEach((draw, index) => {
    document.addPage();
    draw(sheet, { no: index + 1, of: pages.length });
  });
  document.end();
  await ended;
  return Buffer.concat(chunks);
}
