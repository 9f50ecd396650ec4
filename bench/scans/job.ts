import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pino } from 'pino';
import sharp from 'sharp';
import { bindPages } from '../../activities/scans/paper-file';
import { createApp } from '../../api/app';
import { loadConfig } from '../../config/settings';
import { sleep } from '../../config/sleep';
import { createApiKey } from '../../db/access/api-keys';
import { FileMasterKeys } from '../../db/privacy/master-keys';
import { openVault } from '../../db/privacy/vault';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { familyMeter } from '../cpu';
import { withScratchDatabase } from '../scratch';
import { DAMAGE, seeded } from './damage';
import { postLetters } from './letters';
import { drawForms, sheetOf } from './papers';

/** A stack of 200 pages: forms, some of them spoiled, some with a printed back, some with an empty one. */
const STACK = { forms: 160, backs: 20, blanks: 20 };
/** Forms that are scanned one by one at the desk. */
const SINGLE = 60;

export interface JobFigures {
  pages: number;
  /** From the upload until every page is accounted for. */
  seconds: number;
  matched: number;
  blank: number;
  people: number;
  items: number;
  /** CPU seconds of the worker and its decoders for a page. */
  cpuPerPage: number;
  /** Of GET /healthz, of a page of the desk and of the API's event loop meanwhile, ms. */
  healthP95: number;
  pageP95: number;
  loopP99: number;
  /** From the scan of a form's code until its page could be shown, ms. */
  shown: { p50: number; p95: number };
}

/** Has a stack of 200 scanned pages sorted by API and worker, and then single forms scanned at the desk. */
export async function measureJob(docOf: (now: number) => CampaignDoc): Promise<JobFigures> {
  let figures: JobFigures | undefined;
  await withScratchDatabase(async ({ db, pool, scoped, dir, url }) => {
    const keys = join(dir, 'master.key');
    const vault = await openVault(new FileMasterKeys(keys));
    const { clientId, codes } = await postLetters(db, vault, STACK.forms + SINGLE);
    const person = { login: 'bench', name: 'bench' };
    const { id } = await db.insertInto('persons').values(person).returning('id').executeTakeFirstOrThrow();
    const { key } = await createApiKey(db, { personId: id, clientId, role: 'operator' });
    const config = loadConfig({ DATABASE_URL: url, MASTER_KEY_FILE: keys, RATE_SCALE: '10000' });
    const server = createServer(createApp({ config, db, pool, scoped, vault, log: pino({ level: 'silent' }) }));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const api = new Api(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, key);
    const reader = startReader(url, keys);
    try {
      const file = await stackOf(codes.slice(0, STACK.forms), docOf(Date.now()));
      const batch = await sortStack(api, file, familyMeter(reader.pid!));
      figures = { ...batch, shown: await showForms(api, codes.slice(STACK.forms)) };
    } finally {
      reader.kill();
      server.closeAllConnections();
      server.close();
    }
  });
  return figures!;
}

function startReader(url: string, keys: string): ChildProcess {
  const source = __filename.endsWith('.ts') ? ['--require', require.resolve('tsx/cjs')] : [];
  return fork(require.resolve('./reader-process'), [url, keys], { execArgv: source });
}

class Api {
  constructor(
    private readonly origin: string,
    private readonly key: string,
  ) {}

  async call<Body>(path: string, sent: { body: string | Buffer; type: string } | null = null): Promise<Body> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.key}` };
    if (sent) Object.assign(headers, { 'idempotency-key': randomUUID(), 'content-type': sent.type });
    const response = await fetch(`${this.origin}${path}`, {
      headers,
      ...(sent && { method: 'POST', body: typeof sent.body === 'string' ? sent.body : new Uint8Array(sent.body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`);
    return (text.startsWith('{') ? JSON.parse(text) : text) as Body;
  }
}

/** The stack as a scanner's feeder leaves it: one PDF with a picture a page. */
async function stackOf(codes: string[], doc: CampaignDoc): Promise<Buffer> {
  const random = seeded(200);
  const back = await jpegOf(await sheetOf('back', 200));
  const blank = await jpegOf(await sheetOf('blank', 200));
  const pages: Buffer[] = [];
  let at = 0;
  for await (const png of drawForms(codes, doc, 200)) {
    const damage = DAMAGE.filter(({ dpi }) => dpi === 200)[at % 40];
    pages.push(await jpegOf(damage ? await damage.spoil({ png, dpi: 200, random }) : png));
    if (at % 8 === 0) pages.push(back);
    if (at % 8 === 4) pages.push(blank);
    at += 1;
  }
  return (await bindPages(pages)).bytes;
}

const jpegOf = (png: Buffer): Promise<Buffer> => sharp(png).jpeg({ quality: 75 }).toBuffer();

interface Batch {
  id: number;
  status: string;
  pages: number;
  read: number;
  matched: number;
  blank: number;
  people: number;
  items: number;
}

async function sortStack(api: Api, file: Buffer, cpu: () => number) {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const health: number[] = [];
  const pagesShown: number[] = [];
  const timed = async (path: string, times: number[]) => {
    const asked = performance.now();
    await api.call(path);
    times.push(performance.now() - asked);
  };
  delay.enable();
  const cpuBefore = cpu();
  const started = performance.now();
  let batch = await api.call<Batch>('/api/scan-batches?kind=form', { body: file, type: 'application/pdf' });
  for (let tick = 0; batch.status !== 'done'; tick++) {
    await timed('/healthz', health);
    await timed('/api/returns', pagesShown);
    if (tick % 10 === 9) batch = await api.call<Batch>(`/api/scan-batches/${batch.id}`);
    await sleep(50);
  }
  const seconds = (performance.now() - started) / 1000;
  delay.disable();
  const { read: pages, matched, blank, people, items } = batch;
  return {
    pages,
    seconds,
    matched,
    blank,
    people,
    items,
    cpuPerPage: (cpu() - cpuBefore) / pages,
    healthP95: share(health, 0.95),
    pageP95: share(pagesShown, 0.95),
    loopP99: delay.percentile(99) / 1e6,
  };
}

/** A form is scanned by its code; the desk books it, and its page asks for what it shows. */
async function showForms(api: Api, codes: string[]) {
  const times: number[] = [];
  for (const code of codes) {
    const started = performance.now();
    const body = JSON.stringify({ code, kind: 'form' });
    const { id } = await api.call<{ id: number }>('/api/returns', { body, type: 'application/json' });
    await api.call(`/api/returns/${id}`);
    times.push(performance.now() - started);
  }
  return { p50: share(times, 0.5), p95: share(times, 0.95) };
}

function share(times: number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.ceil(part * sorted.length) - 1]!;
}
