import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { AppError, type ErrorCode, type Issue } from '../../../domain/errors';
import { type Vault } from '../../privacy/vault';
import { type Header } from './header';
import { type EncodedRows, encodeRows, type FindKeys, type RowJob } from './rows';
import { type Spooled } from './spool';

interface Reading {
  vault: Vault;
  clientId: number;
  /** Local ISO date in `zone`. */
  today: string;
  zone: string;
  findKeys: FindKeys;
  write(rows: Buffer): Promise<void>;
  onRows(rows: number): Promise<void>;
}

/** Smaller files are read faster without threads. */
const THREADS_FROM_BYTES = 2 * 1024 * 1024;
const MAX_THREADS = 4;

/** Reads, normalises, hashes and encrypts the file's rows and passes them on to COPY; large files use all cores. */
export async function readRows(spooled: Spooled, header: Header, reading: Reading): Promise<void> {
  const { vault, clientId, today, zone } = reading;
  const { masterKeys, fit } = vault.forThread();
  const findKeys: FindKeys = async (parties) => {
    const found = await reading.findKeys(parties);
    return new Map([...found].map(([party, wrapped]) => [party, fit(wrapped)]));
  };
  const of = spooled.bytes < THREADS_FROM_BYTES ? 1 : Math.min(availableParallelism(), MAX_THREADS);
  const { encoding, damaged, file } = spooled;
  const job = { fd: file.fd, encoding, damaged, header, of, clientId, today, zone, masterKeys };
  const take = async ({ rows, bytes }: EncodedRows) => {
    await reading.write(bytes);
    await reading.onRows(rows);
  };
  if (of === 1) {
    for await (const encoded of encodeRows({ ...job, share: 0 }, findKeys)) await take(encoded);
    return;
  }
  const workers = Array.from({ length: of }, (_, share) => startThread({ ...job, share }));
  try {
    await Promise.all(workers.map((worker) => serve(worker, { findKeys, take })));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Messages of a row thread. It waits for a reply to each, except to the last two. */
export type ThreadMessage =
  | { kind: 'parties'; parties: string[] }
  | { kind: 'rows'; rows: number; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'refused'; code: ErrorCode; detail: Record<string, string | number>; issues: Issue[] }
  | { kind: 'done' };
export type ThreadAnswer = Map<string, string> | 'taken';

function startThread(job: RowJob): Worker {
  const file = require.resolve('./row-thread');
  return new Worker(file, {
    workerData: job,
    execArgv: file.endsWith('.ts') ? ['--require', require.resolve('tsx/cjs')] : [],
    resourceLimits: { maxYoungGenerationSizeMb: 32 }, // rows are short-lived: fewer, cheaper collections
  });
}

function serve(
  worker: Worker,
  { findKeys, take }: { findKeys: FindKeys; take: (encoded: EncodedRows) => Promise<void> },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const answer = async (message: ThreadMessage): Promise<ThreadAnswer | undefined> => {
      if (message.kind === 'parties') return findKeys(message.parties);
      if (message.kind === 'rows') {
        await take({ rows: message.rows, bytes: Buffer.from(message.bytes.buffer) });
        return 'taken';
      }
      if (message.kind === 'refused') throw new AppError(message.code, message.detail, message.issues);
      resolve();
      return undefined;
    };
    worker.on('message', (message: ThreadMessage) => {
      answer(message).then((reply) => reply && worker.postMessage(reply), reject);
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('a row thread ended early'))); // no effect once done
  });
}
