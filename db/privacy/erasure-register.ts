import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { canonicalJson } from '../platform/ledger';

/** One erased customer: surrogate ids and time (epoch ms), chained by hash. */
interface RegisterEntry {
  no: number;
  customer: number;
  client: number;
  at: number;
  previous: string;
  hash: string;
}

const START = createHash('sha256').update('').digest('hex');
const hashOf = ({ hash: _, ...entry }: RegisterEntry): string =>
  createHash('sha256').update(canonicalJson(entry)).digest('hex');

/**
 * Register of erased customers, outside the database and its backups: one JSON line each, append-only. From it a
 * restored backup is erased again. A writer holds a database lock, so there is one at a time.
 */
export class ErasureRegister {
  constructor(readonly file: string) {}

  /** All entries in order. Throws if one was changed, removed or inserted. */
  entries(): RegisterEntry[] {
    const entries: RegisterEntry[] = [];
    for (const line of this.#text().text.split('\n').filter(Boolean)) {
      const entry = parse(line);
      const before = entries.at(-1);
      const fits = entry?.no === entries.length + 1 && entry.previous === (before?.hash ?? START);
      if (!entry || !fits || entry.hash !== hashOf(entry)) {
        throw new Error(`${this.file}: line ${entries.length + 1} does not follow from what is before it`);
      }
      entries.push(entry);
    }
    return entries;
  }

  /** Appends an erasure; durable when it returns. Returns the existing entry if there is one. */
  append(erased: { customer: number; client: number; at: number }): RegisterEntry {
    const entries = this.entries();
    const known = entries.find((entry) => entry.customer === erased.customer && entry.client === erased.client);
    if (known) return known;
    const previous = entries.at(-1)?.hash ?? START;
    const bare = { no: entries.length + 1, ...erased, previous, hash: '' };
    const entry = { ...bare, hash: hashOf(bare) };
    mkdirSync(dirname(this.file), { recursive: true });
    const fresh = !existsSync(this.file);
    const { whole } = this.#text();
    const file = openSync(this.file, 'a', 0o600);
    try {
      if (!fresh) ftruncateSync(file, whole); // a partial line left by a crash was never confirmed
      writeSync(file, `${canonicalJson(entry)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (fresh) syncFolder(dirname(this.file));
    return entry;
  }

  /** The complete lines, and their length in bytes. */
  #text(): { text: string; whole: number } {
    if (!existsSync(this.file)) return { text: '', whole: 0 };
    const text = readFileSync(this.file, 'utf8');
    const finished = text.slice(0, text.lastIndexOf('\n') + 1);
    return { text: finished, whole: Buffer.byteLength(finished) };
  }
}

function parse(line: string): RegisterEntry | undefined {
  try {
    return JSON.parse(line) as RegisterEntry;
  } catch {
    return undefined;
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
