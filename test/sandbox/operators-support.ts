import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { type Express } from 'express';
import sharp from 'sharp';
import { type FormRules, NO_FORM_RULES } from '../../domain/returns/form-rules';
import { PROFILES } from '../../domain/print/envelope-profile';
import { formPages } from '../../rendering/letter/form';
import { PrintFile } from '../../rendering/letter/print-file';
import { doc } from '../customers/page-fixture';

/** The blank form of a piece, page by page, as the print shop shows it. */
export async function printForm(code: string, contracts: number, form: FormRules = NO_FORM_RULES): Promise<Buffer[]> {
  const dir = mkdtempSync(join(tmpdir(), 'form-'));
  try {
    const path = join(dir, 'form.pdf');
    const file = new PrintFile(path, 'form', 0);
    file.add(
      formPages({
        code,
        profile: PROFILES.long3,
        addressee: { name: '坂本 良枝', kind: 'person', language: 'ja' },
        day: '2027-02-01',
        letters: [{ written: { language: 'ja', subject: '', body: '' }, link: '', doc: { ...doc, form }, asks: true }],
        contracts: Array.from({ length: contracts }, (_, i) => ({
          number: `MN17${1000 + i}`,
          product: 'みなとADSL',
          doc,
        })),
      }),
    );
    await file.close();
    return await drawPages(readFileSync(path));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function drawPages(pdf: Buffer): Promise<Buffer[]> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  const pages: Buffer[] = [];
  for (const page of document.pages()) {
    const { data, width, height } = await page.render({ scale: 150 / 72, colorSpace: 'Gray', render: 'bitmap' });
    pages.push(
      await sharp(data, { raw: { width, height, channels: 1 } })
        .png()
        .toBuffer(),
    );
  }
  document.destroy();
  library.destroy();
  return pages;
}

/** The app, listening. */
export async function listen(app: Express, port = 0): Promise<Server> {
  const server = createServer(app).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

export const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
