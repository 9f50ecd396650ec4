import { workerData } from 'node:worker_threads';

export interface Watch {
  /** Resident memory at which the process is ended. */
  bytes: number;
  /** Process id of the parent; without it the process is ended too. */
  parent: number;
}

/** Often enough to catch a decoder that takes a gigabyte a second. */
const EVERY_MS = 25;

/** A thread beside a decoder, whose own thread may be busy for as long as an input likes. */
const { bytes, parent } = workerData as Watch;
setInterval(() => {
  if (process.memoryUsage.rss() > bytes || process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, EVERY_MS);
