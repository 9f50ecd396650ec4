import { mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { readEntries } from '../support/journal';
import { type Entry } from './entries';

interface Waiting {
  entry: Entry;
  raw: Buffer | undefined;
  done: () => void;
  failed: (error: unknown) => void;
}

/**
 * The record on disk: record.jsonl, and the raw mails in bodies.eml. Append-only; durable when append() resolves.
 * Concurrent appends share one sync.
 */
export class Journal {
  readonly #record: FileHandle;
  readonly #bodies: FileHandle;
  #end: number;
  #queue: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #broken: unknown;

  private constructor(record: FileHandle, bodies: FileHandle, end: number) {
    this.#record = record;
    this.#bodies = bodies;
    this.#end = end;
  }

  /** Opens the record in `dir` and passes every entry to `each`. A line truncated by a crash is removed. */
  static async open(dir: string, each: (entry: Entry) => void): Promise<Journal> {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const file = join(dir, 'record.jsonl');
    const record = await open(file, 'a', 0o600);
    readEntries(file, each);
    const bodies = await open(join(dir, 'bodies.eml'), 'a+', 0o600);
    return new Journal(record, bodies, (await bodies.stat()).size);
  }

  /**
   * Appends an entry; with `raw`, its offset is set before it is written. After a failed write all further ones are
   * refused, since only reopening shows what is on disk.
   */
  append(entry: Entry, raw?: Buffer): Promise<void> {
    return new Promise((done, failed) => {
      this.#queue.push({ entry, raw, done, failed });
      this.#writing ??= this.#drain().finally(() => (this.#writing = undefined));
    });
  }

  /** The raw bytes of a mail. */
  async read(offset: number, size: number): Promise<Buffer> {
    const { buffer } = await this.#bodies.read({ buffer: Buffer.alloc(size), position: offset });
    return buffer;
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#record.close();
    await this.#bodies.close();
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0);
      try {
        if (this.#broken !== undefined) throw this.#broken;
        await this.#write(batch);
        batch.forEach((waiting) => waiting.done());
      } catch (error) {
        this.#broken = error;
        batch.forEach((waiting) => waiting.failed(error));
      }
    }
  }

  /** Bodies first, so that no line points at missing bytes. */
  async #write(batch: Waiting[]): Promise<void> {
    const bodies: Buffer[] = [];
    for (const { entry, raw } of batch) {
      if (!raw || entry.type !== 'mail') continue;
      entry.offset = this.#end;
      this.#end += raw.length;
      bodies.push(raw);
    }
    if (bodies.length > 0) {
      await this.#bodies.appendFile(Buffer.concat(bodies));
      await this.#bodies.datasync();
    }
    await this.#record.appendFile(batch.map(({ entry }) => `${JSON.stringify(entry)}\n`).join(''));
    await this.#record.datasync();
  }
}
