import { type Logger } from 'pino';
import { isPieceCode } from '../../db/journeys/step-writes';
import {
  addPages,
  type BatchInWork,
  bookItem,
  claimBatch,
  finishBatch,
  isWhole,
  itemsToBook,
  nextFile,
  type PageRead,
  releaseBatch,
  setUnreadable,
  sortBatch,
} from '../../db/returns/batches/work';
import { type Db } from '../../db/platform/types';
import { type Vault } from '../../db/privacy/vault';
import { AppError } from '../../domain/errors';
import { SEPARATOR } from '../../domain/returns/stack';
import { type PollLoop, startPollLoop } from '../poll-loop';
import { bindPages } from './paper-file';
import { readPartApart } from './stack-decoder';
import { type ReadPage } from './stack-reader';

export interface ScanDeps {
  db: Db;
  vault: Vault;
  log: Logger;
  /** Ends the work after the pages under way; another worker, or the next start, goes on. */
  stopping?: AbortSignal;
}

/** What the database announces when a file of a stack arrives. */
export const SCANS = 'scans';
/** Wait when nothing is announced: for batches whose worker is gone or whose other files do not come, and lost announcements. */
const PERIOD_MS = 30_000;
/** Pages that are read at once: after so many, progress is seen, and a restart goes on from there. */
const PART = 10;

/** Reads and books batches of scanned pages in the background, at once when woken. Any number of workers may run it. */
export function startBatchReader(deps: Omit<ScanDeps, 'stopping'>): PollLoop {
  const stopping = new AbortController();
  const failed = (error: unknown) => deps.log.warn({ err: error }, 'scans: a batch failed, will try again');
  const work = () => runBatches({ ...deps, stopping: stopping.signal });
  const loop = startPollLoop(work, { periodMs: PERIOD_MS, failed });
  const stop = () => {
    stopping.abort();
    return loop.stop();
  };
  return { ...loop, stop };
}

/** Works until no batch has anything to do. */
export async function runBatches(deps: ScanDeps): Promise<void> {
  while (!deps.stopping?.aborted) {
    const batch = await claimBatch(deps.db);
    if (!batch) return;
    if (!(await runBatch(deps, batch))) await releaseBatch(deps.db, batch.id);
  }
}

/** False: it is not finished, since files are to come, or the worker stops. */
async function runBatch(deps: ScanDeps, batch: BatchInWork): Promise<boolean> {
  const { db, vault, stopping } = deps;
  if (!batch.sorted) {
    for (;;) {
      const file = await nextFile(db, vault, batch.id);
      if (!file) break;
      if (!(await readFile(deps, batch, file))) return false;
    }
    if (!(await isWhole(db, batch.id))) return false;
    await sortBatch(db, vault, batch);
  }
  for (const entry of await itemsToBook(db, batch.id)) {
    if (stopping?.aborted) return false;
    await bookItem(db, vault, batch, entry, bindPages);
  }
  await finishBatch(db, batch.id);
  return true;
}

/** False: another worker has read it meanwhile, or this one stops. */
async function readFile(
  { db, vault, stopping }: ScanDeps,
  batch: BatchInWork,
  { no, bytes, read }: { no: number; bytes: Buffer; read: number },
): Promise<boolean> {
  for (let from = read; ;) {
    const part = await readPartApart({ bytes, from, count: PART }).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'scan_unreadable') return undefined;
      throw error;
    });
    if (!part) {
      await setUnreadable(db, batch.id, no);
      return true;
    }
    const pages = part.read.map(foundOn);
    if (!(await addPages(db, vault, batch, { file: no, from, pages: part.pages, read: pages }))) return false;
    from += part.read.length;
    if (from >= part.pages) return true;
    if (stopping?.aborted) return false;
  }
}

/** What a page is, by the codes on it and by how it looks. */
function foundOn(page: ReadPage | null): PageRead {
  if (!page) return { found: 'broken', code: null, jpeg: null };
  const jpeg = Buffer.from(page.jpeg);
  const texts = page.texts.map((text) => text.trim());
  if (texts.includes(SEPARATOR)) return { found: 'separator', code: null, jpeg: null };
  const codes = texts.filter(isPieceCode);
  if (codes.length === 1) return { found: 'code', code: codes[0]!, jpeg };
  if (codes.length > 1) return { found: 'several', code: null, jpeg };
  if (page.ink === 'blank') return { found: 'blank', code: null, jpeg: null };
  return { found: page.ink === 'square' ? 'unread' : 'none', code: null, jpeg };
}
