import { readFileSync } from 'node:fs';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { type Grey, type Pass, unlessBroken, withPages } from './scan-pages';

/** A4 at 200 dpi is usually enough; the slower passes run only if the first finds nothing. */
const FIRST: Pass = { box: 2400 };
/** Maximum number of pages for further passes; typing the code is faster than many failed passes. */
const MAX_FURTHER = 4;
const FURTHER: Pass[] = [
  { box: 2400, red: true },
  { box: 2400, smooth: true },
  { box: 2400, red: true, smooth: true },
  { box: 2400, enlarge: true, smooth: true },
  { box: 5000 },
];

/** What is on a scan. */
export interface ScanContents {
  texts: string[];
  pages: number;
}

/**
 * Texts of all distinct QR codes on all pages of a scan, in page order; also rotated, tilted, noisy or coarse (75 dpi)
 * ones. Throws scan_unreadable if it is no PNG, JPEG, TIFF or PDF, is damaged or has too many pages.
 */
export function readScan({ bytes }: { bytes: Buffer }): Promise<ScanContents> {
  return withPages(bytes, async (pages) => {
    for (const pass of [FIRST, ...FURTHER]) {
      const found = new Set<string>();
      const last = pass === FIRST ? pages.count : Math.min(pages.count, MAX_FURTHER);
      for (let page = 0; page < last; page++) {
        for (const text of await codesOn(await unlessBroken(pages.grey(page, pass)))) found.add(text);
      }
      if (found.size > 0) return { texts: [...found], pages: pages.count };
    }
    return { texts: [], pages: pages.count };
  });
}

let ready: Promise<unknown> | undefined;

/** Passes the module's bytes, which it would otherwise fetch from the network. */
function prepared(): Promise<unknown> {
  const wasm = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength);
  return Promise.resolve(prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true }));
}

/** Texts of all QR codes on a page. */
export async function codesOn({ data, width, height }: Grey): Promise<string[]> {
  await (ready ??= prepared());
  // A PGM file has a quarter of a colour image's bytes and is faster.
  const image = Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]);
  const found = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 20 });
  return found.filter((code) => code.isValid && code.text !== '').map((code) => code.text);
}
