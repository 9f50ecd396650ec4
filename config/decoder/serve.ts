import { constants, setPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../domain/errors';
import { type DecoderReply } from './decoder';
import { type Watch } from './watchdog';

/**
 * Makes this process the child of `createDecoder`: answers each question by `decode`, and ends with its parent. What
 * `decode` throws, other than an AppError, reaches the parent without its text, which could quote the input.
 */
export function serveDecoder<Q, A>(decode: (question: Q) => A | Promise<A>): void {
  watchOver(Number(process.argv[2]));
  process.on('disconnect', () => process.exit());
  process.on('message', (question: Q) => {
    void reply(decode, question).then((answer) => process.send!(answer));
  });
}

async function reply<Q, A>(decode: (question: Q) => A | Promise<A>, question: Q): Promise<DecoderReply<A>> {
  try {
    return { answer: await decode(question) };
  } catch (error) {
    if (!(error instanceof AppError)) return { broken: placeOf(error) };
    const { code, detail, issues } = error;
    return { refused: { code, detail, issues } };
  }
}

/** Name and frames of an error. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames.slice(0, 5)].join('\n');
}

/** Lets the parent's own work go first, and has a thread end the process beyond its memory. */
function watchOver(memoryMb: number): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // not allowed everywhere; the limits hold all the same
  }
  const workerData: Watch = { bytes: memoryMb * 1024 * 1024, parent: process.ppid };
  new Worker(require.resolve('./watchdog'), { workerData }).unref();
}
