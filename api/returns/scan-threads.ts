import { Worker } from 'node:worker_threads';
import { AppError } from '../../domain/errors';

export interface ScanQuestion {
  no: number;
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}
export type ScanAnswer = { no: number } & ({ texts: string[] } | { refused: Record<string, string | number> });

/** A scan that takes longer than this is given to a person. */
const LIMIT_MS = 20_000;

/** One thread at a time: a desk scans sheet by sheet, and a second thread would take the API's own core. */
let thread: Worker | undefined;
let last: Promise<unknown> = Promise.resolve();
let count = 0;

/**
 * Reads the codes of a scan in a thread of its own, so that other requests are answered meanwhile. After `limitMs` the
 * thread is ended and the scan has no code: a person types it. Throws scan_unreadable.
 */
export function readScanApart(file: { type: string; bytes: Buffer }, limitMs = LIMIT_MS): Promise<string[]> {
  const read = last.then(() => ask(file, limitMs));
  last = read.catch(() => undefined);
  return read;
}

function ask({ type, bytes }: { type: string; bytes: Buffer }, limitMs: number): Promise<string[]> {
  const worker = (thread ??= start());
  const no = ++count;
  return new Promise<string[]>((resolve, reject) => {
    const end = (answer: () => void) => {
      clearTimeout(limit);
      worker.off('message', take).off('error', broken).off('exit', broken);
      worker.unref();
      answer();
    };
    const take = (found: ScanAnswer) => {
      if (found.no !== no) return;
      end(() => ('texts' in found ? resolve(found.texts) : reject(new AppError('scan_unreadable', found.refused))));
    };
    const stop = () => {
      thread = undefined;
      void worker.terminate();
    };
    const broken = () => {
      stop();
      end(() => reject(new AppError('scan_unreadable')));
    };
    const limit = setTimeout(() => {
      stop();
      end(() => resolve([]));
    }, limitMs);
    worker.ref();
    worker.on('message', take).once('error', broken).once('exit', broken);
    worker.postMessage({ no, type, bytes: new Uint8Array(bytes) } satisfies ScanQuestion);
  });
}

function start(): Worker {
  const file = require.resolve('./scan-thread');
  const execArgv = file.endsWith('.ts') ? ['--require', require.resolve('tsx/cjs')] : [];
  // a page at the highest resolution takes some hundred megabytes outside the heap; the heap itself stays small
  return new Worker(file, { execArgv, resourceLimits: { maxOldGenerationSizeMb: 512 } });
}
