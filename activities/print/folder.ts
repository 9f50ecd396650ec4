import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { reportText } from './report-text';

export const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/** A report without a complete end is read anyway after this time (real ms), and found invalid. */
const STILL_WRITING_MS = 10_000;

/** Where the shop writes: reports of runs, answers to recall lists, and the carrier's numbers and results. */
export type Inbox = 'ack' | 'recall-ack' | 'track';

/**
 * The folder shared with the print shop: `out` has handed-over runs, `done` runs the shop has taken, `ack` the shop's
 * reports, `ack-done` reports already read, and `tmp` is ours alone. `recall` has recall lists, `recall-ack` the shop's
 * answers to them, `recall-ack-done` answers already read. `track` has files with tracking numbers and delivery results,
 * `track-done` those taken. `proof` has proofs, which are no
 * runs. Letters are in clear: only its owner and group enter it.
 */
export class PrintFolder {
  constructor(private readonly dir: string) {
    closeToOthers(dir);
    for (const name of ['tmp', 'out', 'done', 'proof', 'recall']) closeToOthers(join(dir, name));
    for (const name of ['ack', 'recall-ack', 'track']) {
      closeToOthers(join(dir, name));
      closeToOthers(join(dir, `${name}-done`));
    }
  }

  /** An empty folder to render a run into; leftovers of earlier attempts are deleted. */
  begin(key: string): string {
    this.clear(key);
    const draft = join(this.dir, 'tmp', `${key}.${process.pid}.${Math.random().toString(36).slice(2, 8)}`);
    mkdirSync(draft, { mode: 0o750 });
    return draft;
  }

  /** Makes a finished draft the run's rendering. */
  finish(key: string, draft: string): void {
    const rendered = this.rendered(key);
    for (const name of readdirSync(draft)) chmodSync(join(draft, name), 0o640); // whatever the umask is
    chmodSync(draft, 0o750);
    rmSync(rendered, { recursive: true, force: true });
    renameSync(draft, rendered);
  }

  /** Deletes everything rendered for a run that is not handed over. */
  clear(key: string): void {
    for (const name of readdirSync(join(this.dir, 'tmp'))) {
      if (name === key || name.startsWith(`${key}.`)) rmSync(join(this.dir, 'tmp', name), { recursive: true });
    }
  }

  /** Whether the rendering exists and has this manifest. */
  holds(key: string, manifestHash: string | null): boolean {
    const file = join(this.rendered(key), 'manifest.json');
    return existsSync(file) && sha256(readFileSync(file)) === manifestHash;
  }

  /** Whether the shop has this run: it is in `out`, or was taken. */
  isHandedOver(key: string): boolean {
    return existsSync(join(this.dir, 'out', key)) || existsSync(join(this.dir, 'done', key));
  }

  /** Hands the rendering over: it appears in `out` atomically. */
  handOver(key: string): void {
    renameSync(this.rendered(key), join(this.dir, 'out', key));
  }

  /** Puts a finished draft of a proof where the shop finds it, atomically. */
  handOverProof(key: string, draft: string): void {
    for (const name of readdirSync(draft)) chmodSync(join(draft, name), 0o640); // whatever the umask is
    chmodSync(draft, 0o750);
    renameSync(draft, join(this.dir, 'proof', key));
  }

  /** Writes a recall list where the shop finds it, atomically. */
  askBack(key: string, text: string): void {
    const draft = join(this.dir, 'tmp', `recall.${key}.${process.pid}`);
    writeFileSync(draft, text, { mode: 0o640 });
    chmodSync(draft, 0o640);
    renameSync(draft, join(this.dir, 'recall', `${key}.json`));
  }

  /** Names of the files the shop has put there (reports, or answers to recall lists), in order; hidden ones are drafts. */
  reports(from: Inbox = 'ack'): string[] {
    return readdirSync(join(this.dir, from), { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort();
  }

  /** A report's text; undefined if another worker has archived it, or the shop is still writing it. */
  readReport(name: string, from: Inbox = 'ack'): string | undefined {
    return whileThere(() => {
      const file = join(this.dir, from, name);
      const text = reportText(readFileSync(file));
      const complete = /\.json$/i.test(name)
        ? text.trimEnd().endsWith('}')
        : /\.csv$/i.test(name) && text.endsWith('\n');
      return complete || Date.now() - statSync(file).mtimeMs > STILL_WRITING_MS ? text : undefined;
    });
  }

  /** Archives a report, beside earlier ones of the same name; another worker may have done so already. */
  putAway(name: string, from: Inbox = 'ack'): void {
    const end = /\.\w+$/.exec(name)?.[0] ?? '';
    const base = name.slice(0, name.length - end.length);
    let free = name;
    for (let n = 2; existsSync(join(this.dir, `${from}-done`, free)); n++) free = `${base}.${n}${end}`;
    whileThere(() => renameSync(join(this.dir, from, name), join(this.dir, `${from}-done`, free)));
  }

  private rendered(key: string): string {
    return join(this.dir, 'tmp', key);
  }
}

/**
 * Makes the folder with mode 0750, or takes an existing one away from other users. One that belongs to another user, as
 * on a mount, stays as it is: `tsunagi check` reports it.
 */
function closeToOthers(dir: string): void {
  const made = mkdirSync(dir, { recursive: true, mode: 0o750 }) !== undefined;
  const mode = statSync(dir).mode & 0o7777;
  const wanted = made ? 0o750 : mode & ~0o007;
  try {
    if (mode !== wanted) chmodSync(dir, wanted);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}

/** Undefined if the file has gone meanwhile. */
function whileThere<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}

/** Writes a text file into a draft and returns its SHA-256. */
export function writeText(draft: string, name: string, text: string): string {
  writeFileSync(join(draft, name), text, { mode: 0o640 });
  return sha256(text);
}
