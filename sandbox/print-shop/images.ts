import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { type MailbagItem } from './entries';
import { type PdfReader, type PrintedFile } from './reader';
import { type Envelope } from './runs';
import { type Shop } from './shop';
import { withSlip } from './slip';

export interface Image {
  type: 'image/png' | 'application/pdf';
  bytes: Buffer;
}

/** Renders pages on demand from the shop's copies of the runs; keeps the last file open. */
export class Images {
  readonly #shop: Shop;
  readonly #reader: PdfReader;
  #open: { path: string; file: Promise<PrintedFile> } | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(shop: Shop, reader: PdfReader) {
    this.#shop = shop;
    this.#reader = reader;
  }

  /** A page of an envelope, from 1, as PNG; undefined when there is no such page. */
  page(key: string, envelope: Envelope, page: number): Promise<Buffer | undefined> {
    const path = join(this.#shop.copyOf(key), envelope.file);
    const drawn = this.#turn.then(async () => {
      if (!Number.isInteger(page) || page < 1 || page > envelope.pages) return undefined;
      return (await this.#file(path)).png(envelope.firstPage + page - 1);
    });
    this.#turn = drawn.catch(() => undefined);
    return drawn;
  }

  /** What the desk scans: the form filled in by a customer, or the form of a returned letter with its slip. */
  async scan(item: MailbagItem): Promise<Image | undefined> {
    const pages = await this.#scanned(item);
    const [only] = pages;
    if (!only) return undefined;
    return pages.length === 1
      ? { type: 'image/png', bytes: only }
      : { type: 'application/pdf', bytes: await bound(pages) };
  }

  /** Several envelopes as a scanner with a feeder leaves them: one PDF, their pages one after the other. */
  async stack(items: readonly MailbagItem[]): Promise<Buffer> {
    const pages: Buffer[] = [];
    for (const item of items) pages.push(...(await this.#scanned(item)));
    return bound(pages);
  }

  /** The pages of an envelope as the scanner sees them; none for an unknown one. */
  async #scanned(item: MailbagItem): Promise<Buffer[]> {
    if (item.returned) {
      const { key, no, reason } = item.returned;
      const envelope = this.#shop.runs.envelope(key, no);
      const page = envelope && (await this.page(key, envelope, envelope.read?.formPages[0] ?? 1));
      return page ? [await withSlip(this.#reader, page, reason)] : [];
    }
    const form = this.#shop.forms[(item.form ?? 0) - 1];
    if (!form) return [];
    return Array.from({ length: form.pages }, (_, i) => readFileSync(this.#shop.formPage(form.id, i + 1)));
  }

  async #file(path: string): Promise<PrintedFile> {
    if (this.#open?.path !== path) {
      const last = this.#open;
      this.#open = { path, file: this.#reader.load(readFileSync(path)) };
      (await last?.file)?.close();
    }
    return this.#open.file;
  }
}

/** Several scanned pages in one PDF. */
async function bound(pages: Buffer[]): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  for (const page of pages) document.addPage().image(page, 0, 0, { width: document.page.width });
  document.end();
  await once(document, 'end');
  return Buffer.concat(chunks);
}
