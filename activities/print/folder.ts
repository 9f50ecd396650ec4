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
import { writeFileWhole } from '../../config/files';
import { AppError } from '../../domain/errors';
import { LocalFiles } from './exchange/local-files';
import { type ShopFiles } from './exchange/shop-files';
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
 * runs. On an SFTP server these folders lie there, and only `tmp` is used here. Letters are in clear: only its owner and
 * group enter it.
 */
export class PrintFolder {
  constructor(
    private readonly dir: string,
    readonly shop: ShopFiles = new LocalFiles(dir),
  ) {
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
    rmSync(this.leaving(key), { force: true }); // first: without what it names, it would say that the run has left
    for (const name of readdirSync(join(this.dir, 'tmp'))) {
      if (name === key || name.startsWith(`${key}.`)) rmSync(join(this.dir, 'tmp', name), { recursive: true });
    }
  }

  /** Whether the rendering exists and has this manifest. */
  holds(key: string, manifestHash: string | null): boolean {
    const file = join(this.rendered(key), 'manifest.json');
    return existsSync(file) && sha256(readFileSync(file)) === manifestHash;
  }

  /** Brings a finished rendering to where the shop does not look yet; goes on where an earlier try was cut off. */
  stage(key: string): Promise<void> {
    return this.shop.stage(key);
  }

  /** Whether the rendering lies there whole. */
  isStaged(key: string): Promise<boolean> {
    return this.shop.isStaged(key);
  }

  /** Deletes everything of a run that is not handed over, here and where it was brought. */
  async discard(key: string): Promise<void> {
    this.clear(key);
    await this.shop.unstage(key);
  }

  /**
   * Whether the shop has this run: it is in `out`, or was taken. A shop may also clear it away before its hand-over is
   * recorded: then what was about to leave is not where it was brought any more. Rejects with print_shop_differs if
   * something else lies under the run's name.
   */
  async isHandedOver(key: string, manifestHash: string | null): Promise<boolean> {
    for (const place of ['out', 'done']) {
      const path = `${place}/${key}`;
      if (!(await this.shop.has(path))) continue;
      const manifest = await this.shop.read(`${path}/manifest.json`);
      if (manifest && sha256(manifest.bytes) !== manifestHash) throw new AppError('print_shop_differs', { path });
      return true;
    }
    const leaving = this.leaving(key);
    return existsSync(leaving) && !(await this.shop.has(readFileSync(leaving, 'utf8')));
  }

  /** Hands the staged rendering over: it appears in `out` atomically. */
  async handOver(key: string): Promise<void> {
    writeFileWhole(this.leaving(key), await this.shop.stagedAs(key), 0o640);
    chmodSync(this.leaving(key), 0o640); // whatever the umask is
    await this.shop.publish(key, `out/${key}`);
  }

  /** Brings a finished draft of a proof to where the shop does not look yet. */
  async stageProof(key: string, draft: string): Promise<void> {
    this.finish(key, draft);
    await this.shop.stage(key);
  }

  /** Puts a staged proof where the shop finds it, atomically. */
  async handOverProof(key: string): Promise<void> {
    await this.shop.publish(key, `proof/${key}`);
    this.clear(key);
  }

  /** Writes a recall list where the shop finds it, atomically. */
  async askBack(key: string, text: string): Promise<void> {
    const name = `recall.${key}.${process.pid}`;
    const draft = join(this.dir, 'tmp', name);
    writeFileSync(draft, text, { mode: 0o640 });
    chmodSync(draft, 0o640);
    await this.shop.stage(name);
    await this.shop.publish(name, `recall/${key}.json`);
    rmSync(draft, { force: true });
  }

  /** Names of the files the shop has put there (reports, or answers to recall lists), in order; hidden ones are drafts. */
  reports(from: Inbox = 'ack'): Promise<string[]> {
    return this.shop.names(from);
  }

  /** A report's text; undefined if another worker has archived it, or the shop is still writing it. */
  async readReport(name: string, from: Inbox = 'ack'): Promise<string | undefined> {
    const file = await this.shop.read(`${from}/${name}`);
    if (!file) return undefined;
    const text = reportText(file.bytes);
    const complete = /\.json$/i.test(name) ? text.trimEnd().endsWith('}') : /\.csv$/i.test(name) && text.endsWith('\n');
    return complete || file.unchangedMs > STILL_WRITING_MS ? text : undefined;
  }

  /** Archives a report, beside earlier ones of the same name; another worker may have done so already. */
  async putAway(name: string, from: Inbox = 'ack'): Promise<void> {
    const end = /\.\w+$/.exec(name)?.[0] ?? '';
    const base = name.slice(0, name.length - end.length);
    let free = name;
    for (let n = 2; !(await this.shop.move(`${from}/${name}`, `${from}-done/${free}`)); n++)
      free = `${base}.${n}${end}`;
  }

  private rendered(key: string): string {
    return join(this.dir, 'tmp', key);
  }

  /** Written just before a run leaves: where it was brought. */
  private leaving(key: string): string {
    return join(this.dir, 'tmp', `${key}.leaving`);
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

/** Writes a text file into a draft and returns its SHA-256. */
export function writeText(draft: string, name: string, text: string): string {
  writeFileSync(join(draft, name), text, { mode: 0o640 });
  return sha256(text);
}
