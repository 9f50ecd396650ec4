import { closeSync, fdatasyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Passes every entry of a record to `each`. A line truncated by a crash is removed. */
export function readEntries<Entry>(path: string, each: (entry: Entry) => void): void {
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) truncateSync(path, whole);
  for (const line of bytes.toString('utf8', 0, whole).split('\n')) {
    if (line) each(JSON.parse(line) as Entry);
  }
}

/** A stand-in's own record on disk, record.jsonl: append-only, durable when append() returns. */
export class Journal<Entry> {
  readonly #file: number;

  /** Opens the record in `dir` and passes every entry to `each`. A line truncated by a crash is removed. */
  constructor(dir: string, each: (entry: Entry) => void) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const path = join(dir, 'record.jsonl');
    this.#file = openSync(path, 'a', 0o600);
    readEntries(path, each);
  }

  append(...entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    const bytes = Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    for (let written = 0; written < bytes.length;) written += writeSync(this.#file, bytes, written);
    fdatasyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}
