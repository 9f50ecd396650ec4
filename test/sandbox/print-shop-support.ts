import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import { FORM } from '../../domain/returns/form-layout';
import { freePort } from '../../embedded/ports';
import { eventually } from '../support/eventually';
import { type SupervisedProcess, superviseProcess, typescriptCommand } from '../../embedded/process';

const MM = 72 / 25.4;
const FONT = require.resolve('@expo-google-fonts/biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf');

/** One envelope of a test run: two pages, a letter and a form or a second page of the letter. */
export interface TestPiece {
  piece: string;
  name: string;
  address?: string;
  /** What the form's QR says; the piece's own code unless another, or none (''), is printed by mistake. */
  printedCode?: string;
  /** Without a form, like a receipt. */
  formless?: true;
  /** Its postal class; ordinary unless another. */
  class?: string;
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code of twelve characters for the number `n`. */
export function pieceCode(n: number): string {
  const digest = createHash('sha256').update(`piece ${n}`).digest();
  return [...digest.subarray(0, 12)].map((byte) => ALPHABET[byte % 32]).join('');
}

/** `count` envelopes to different people; `first` is the number of the first. */
export function testPieces(count: number, first = 1): TestPiece[] {
  return Array.from({ length: count }, (_, i) => ({ piece: pieceCode(first + i), name: `試験 太郎${first + i}` }));
}

export const linkOf = (piece: string): string => `https://example.jp/m/${piece.toLowerCase()}`;

/** Hands a run in as those who order prints do: written aside, then renamed into `out`. Answers its manifest. */
export async function handIn(printDir: string, key: string, pieces: TestPiece[]): Promise<{ pages: number }> {
  const folder = join(printDir, 'tmp', key);
  mkdirSync(folder, { recursive: true });
  const pdf = await letters(pieces);
  const pages = pieces.length * 2;
  const rows = pieces.map(
    ({ piece, class: of = 'ordinary' }, i) => `${piece},${i + 1},letters-001.pdf,${i * 2 + 1},2,2,${of}`,
  );
  const csv = `\uFEFFpiece,no,file,first_page,pages,sheets,class\r\n${rows.join('\r\n')}\r\n`;
  const file = { name: 'letters-001.pdf', sha256: sha256(pdf), pieces: pieces.length, pages };
  const manifest = {
    key,
    runOn: '2026-09-01',
    client: 'みどり電話',
    pieces: pieces.length,
    pages,
    files: [file],
    manifestSha256: sha256(csv),
  };
  writeFileSync(join(folder, 'letters-001.pdf'), pdf);
  writeFileSync(join(folder, 'manifest.csv'), csv);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  mkdirSync(join(printDir, 'out'), { recursive: true });
  renameSync(folder, join(printDir, 'out', key));
  return { pages };
}

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

async function letters(pieces: TestPiece[]): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  document.registerFont('text', FONT);
  for (const { piece, name, address, printedCode, formless } of pieces) {
    document.addPage().font('text').fontSize(10);
    const window = [`〒100-0001`, address ?? `東京都千代田区千代田1-1 ${name}方`, `${name} 様`];
    document.text(window.join('\n'), 20 * MM, 20 * MM, { width: 90 * MM });
    document.text('みどり電話株式会社\n2026年9月1日', 140 * MM, 20 * MM);
    document.text('サービス終了のお知らせです。'.repeat(40), 20 * MM, 100 * MM, { width: 170 * MM });
    drawQr(document, linkOf(piece), 150, 230, 32);
    document.addPage().text(formless ? '二枚目' : '返送用紙', 20 * MM, 15 * MM);
    if (formless) document.text(`書状番号 ${piece}`, FORM.code.x * MM, FORM.code.y * MM);
    if (formless) continue;
    if (printedCode !== '') drawQr(document, printedCode ?? piece, FORM.qr.x, FORM.qr.y, FORM.qr.size);
    document.text(piece, FORM.code.x * MM, FORM.code.y * MM);
  }
  document.end();
  await once(document, 'end');
  return Buffer.concat(chunks);
}

function drawQr(document: PDFKit.PDFDocument, text: string, x: number, y: number, size: number): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const cell = (size * MM) / (modules.size + 8);
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue;
      document.rect(x * MM + (column + 4) * cell, y * MM + (row + 4) * cell, cell, cell);
    }
  }
  document.fill('black');
}

export interface RunningShop {
  process: SupervisedProcess;
  url: string;
  printDir: string;
  get<T>(path: string): Promise<T>;
  /** Status and JSON of a POST; a Buffer is sent as a PNG. */
  post<T>(path: string, body?: unknown): Promise<{ status: number; body: T }>;
  clock(at: string): Promise<number>;
  /** Sets the clock until no more than `stays` is owed; resolves to the acknowledgements that came meanwhile. */
  workThrough(at: string, stays?: number): Promise<Record<string, unknown>[]>;
  /** Fetches the acknowledgement of a run: read, then moved away. */
  fetchAck(key: string): Record<string, unknown> | undefined;
}

/** The real print shop as a process of its own. */
export async function startShop(dir: string, env: Record<string, string> = {}): Promise<RunningShop> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const printDir = join(dir, 'print');
  const child = await superviseProcess({
    name: 'print-shop',
    ...typescriptCommand(join(__dirname, '../../sandbox/print-shop/main.ts')),
    env: { SHOP_HTTP_PORT: String(port), SHOP_DIR: join(dir, 'shop'), PRINT_DIR: printDir, ...env },
    dir,
    log: () => undefined,
    ready: async () => (await fetch(`${url}/healthz`)).ok,
  });
  const post = async <T>(path: string, body?: unknown) => {
    const png = Buffer.isBuffer(body);
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': png ? 'image/png' : 'application/json' },
      body: png ? new Uint8Array(body) : JSON.stringify(body ?? {}),
    });
    return { status: response.status, body: (await response.json()) as T };
  };
  const clock = async (at: string) => (await post<{ owed: number }>('/clock', { at })).body.owed;
  const fetchAck = (key: string) => takeAck(printDir, key);
  const workThrough = async (at: string, stays = 0) => {
    const acks: Record<string, unknown>[] = [];
    await eventually('the print shop to owe no more', async (see) => {
      if (see(await clock(at)) <= stays) return true;
      for (const name of readdirSync(join(printDir, 'ack'))) {
        const ack = name.endsWith('.json') && fetchAck(name.slice(0, -'.json'.length));
        if (ack) acks.push(ack);
      }
      return false;
    });
    return acks;
  };
  const get = async <T>(path: string) => (await (await fetch(url + path)).json()) as T;
  return { process: child, url, printDir, get, post, clock, workThrough, fetchAck };
}

function takeAck(printDir: string, key: string): Record<string, unknown> | undefined {
  const file = join(printDir, 'ack', `${key}.json`);
  if (!existsSync(file)) return undefined;
  const ack = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  mkdirSync(join(printDir, 'ack-done'), { recursive: true });
  renameSync(file, join(printDir, 'ack-done', `${key}.json`));
  return ack;
}
