import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type SftpTarget } from '../../../config/print-sftp';
import { AppError } from '../../../domain/errors';
import { runSftp, TRANSFER_MS } from './sftp-session';
import { type ReadFile, type ShopFiles } from './shop-files';

const FOLDERS = ['tmp', 'out', 'done', 'proof', 'recall', 'ack', 'ack-done', 'recall-ack', 'recall-ack-done', 'track', 'track-done']; // prettier-ignore
/** Names that a command of sftp takes as they are: no quote, backslash, pattern or control character. */
const PLAIN = /^[^"'\\*?[\]\p{Cc}]+$/u;

/** A file of a draft: its name in it, empty where the draft is a file itself. */
interface DraftFile {
  name: string;
  path: string;
  size: number;
  sha256: string;
}

/**
 * The print shop's SFTP server, by OpenSSH's own client. A draft is uploaded under a name made from its content, so that
 * what was cut off goes on to the same bytes, and what is shown is what was compared.
 */
export class SftpFiles implements ShopFiles {
  readonly #seen = new Map<string, { size: number; since: number }>();
  #prepared: Promise<unknown> | undefined;

  /** `dir`: our own folder, whose `tmp` has the drafts. */
  constructor(
    private readonly target: SftpTarget,
    private readonly dir: string,
  ) {}

  async names(folder: string): Promise<string[]> {
    const found = await this.#list(folder);
    for (const [name, size] of found) {
      const path = `${folder}/${name}`;
      if (this.#seen.get(path)?.size !== size) this.#seen.set(path, { size, since: Date.now() });
    }
    return [...found.keys()].sort();
  }

  async has(path: string): Promise<boolean> {
    const folder = path.slice(0, path.lastIndexOf('/'));
    const [printed] = await this.#run([`-ls -ln "${folder}"`]);
    return printed!.some((line) => line.endsWith(` ${path}`));
  }

  async read(path: string): Promise<ReadFile | undefined> {
    const seen = this.#seen.get(path);
    const unchangedMs = seen ? Date.now() - seen.since : Infinity;
    if (!PLAIN.test(path)) return { bytes: Buffer.alloc(0), unchangedMs }; // no file of ours or of the shop's has such a name
    const back = this.#scratch();
    try {
      await this.#run([`-get "${path}" "${back}/file"`], TRANSFER_MS);
      return readdirSync(back).length === 0 ? undefined : { bytes: readFileSync(join(back, 'file')), unchangedMs };
    } finally {
      rmSync(back, { recursive: true, force: true });
    }
  }

  async stage(name: string): Promise<void> {
    const files = await this.#draft(name);
    const to = nameFor(name, files);
    await this.#unstageOthers(name, to);
    for (let tries = 1; ; tries++) {
      const wrong = await this.#upload(files, to);
      if (wrong.length === 0) return;
      if (tries > 1) throw new AppError('print_shop_differs', { path: to });
      await this.#run(wrong.map((file) => `-rm "${at(to, file)}"`));
    }
  }

  async stagedAs(name: string): Promise<string> {
    return nameFor(name, await this.#draft(name));
  }

  async isStaged(name: string): Promise<boolean> {
    const files = await this.#draft(name);
    const there = await this.#sizes(files, nameFor(name, files));
    return files.every((file) => there.get(file.name) === file.size);
  }

  async publish(name: string, to: string): Promise<void> {
    const files = await this.#draft(name);
    const from = nameFor(name, files);
    try {
      await this.#run([`rename -l "${from}" "${to}"`]);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'print_shop_refused' || !(await this.has(to))) throw error;
      if ((await this.#differing(files, to)).length > 0) throw new AppError('print_shop_differs', { path: to });
      await this.unstage(name);
    }
  }

  unstage(name: string): Promise<void> {
    return this.#unstageOthers(name, undefined);
  }

  async move(from: string, to: string): Promise<boolean> {
    if (!PLAIN.test(from)) return true; // never read, so never put away
    await this.#run([`-rename -l "${from}" "${to}"`]);
    return !(await this.has(from));
  }

  async remove(path: string): Promise<boolean> {
    if (!PLAIN.test(path)) return false; // a name from a file that the shop could have changed
    const before = await this.has(path);
    if (before) await this.#run([`rm "${path}"`]);
    return before;
  }

  /** Uploads what is missing, goes on with what is short, and reads everything back. Returns the files that differ. */
  async #upload(files: DraftFile[], to: string): Promise<DraftFile[]> {
    const there = await this.#sizes(files, to);
    const puts = files.flatMap((file) => {
      const { [file.name]: size } = Object.fromEntries(there) as Record<string, number | undefined>;
      const [from, target] = [`"${file.path}"`, `"${at(to, file)}"`];
      if (size === undefined) return [`put -f ${from} ${target}`];
      if (size < file.size) return [`reput -f ${from} ${target}`];
      return size === file.size ? [] : [`rm ${target}`, `put -f ${from} ${target}`];
    });
    const folder = files[0]?.name === '' ? [] : [`-mkdir "${to}"`];
    if (puts.length > 0) await this.#run([...folder, ...puts], TRANSFER_MS);
    return this.#differing(files, to);
  }

  /** Reads what lies there back; returns the files whose bytes are not ours. */
  async #differing(files: DraftFile[], to: string): Promise<DraftFile[]> {
    const back = this.#scratch();
    try {
      await this.#run(files.map((file, index) => `-get "${at(to, file)}" "${back}/${index}"`), TRANSFER_MS); // prettier-ignore
      const same = await Promise.all(
        files.map(async (file, index) => (await hashOf(join(back, String(index)))) === file.sha256),
      );
      return files.filter((_, index) => !same[index]);
    } finally {
      rmSync(back, { recursive: true, force: true });
    }
  }

  async #sizes(files: DraftFile[], to: string): Promise<Map<string, number>> {
    if (files[0]?.name !== '') return this.#list(to);
    const size = (await this.#list(to.slice(0, to.lastIndexOf('/')))).get(to.slice(to.lastIndexOf('/') + 1));
    return new Map(size === undefined ? [] : [['', size]]);
  }

  /** Files in a folder with their sizes; hidden ones are left out. None where there is no folder. */
  async #list(folder: string): Promise<Map<string, number>> {
    const [printed] = await this.#run([`-ls -ln "${folder}"`]);
    return new Map(
      printed!.flatMap((line): [string, number][] => {
        const parts = /^-\S+\s+\S+\s+\S+\s+\S+\s+(\d+)\s+\S+\s+\S+\s+\S+ (.*)$/.exec(line);
        const [, size, path] = parts ?? [];
        return size === undefined || path === undefined ? [] : [[path.slice(folder.length + 1), Number(size)]];
      }),
    );
  }

  async #unstageOthers(name: string, keep: string | undefined): Promise<void> {
    const [printed] = await this.#run(['-ls -ln "tmp"']);
    const others = printed!.flatMap((line) => {
      const path = line.slice(line.lastIndexOf(' ') + 1);
      return path.startsWith(`tmp/${name}.`) && path !== keep ? [path] : [];
    });
    if (others.length > 0)
      await this.#run(others.flatMap((path) => [`-rm ${path}/*`, `-rmdir ${path}`, `-rm ${path}`]));
  }

  async #draft(name: string): Promise<DraftFile[]> {
    const root = join(this.dir, 'tmp', name);
    const names = statSync(root).isDirectory() ? readdirSync(root).sort() : [''];
    const fileOf = async (file: string): Promise<DraftFile> => {
      const path = join(root, file);
      return { name: file, path, size: statSync(path).size, sha256: (await hashOf(path))! };
    };
    return Promise.all(names.map(fileOf));
  }

  #scratch(): string {
    const tmp = join(this.dir, 'tmp');
    for (const left of readdirSync(tmp).filter((name) => name.startsWith('back.'))) {
      const found = statSync(join(tmp, left), { throwIfNoEntry: false });
      if (found && Date.now() - found.mtimeMs > 2 * TRANSFER_MS)
        rmSync(join(tmp, left), { recursive: true, force: true });
    }
    return mkdtempSync(join(tmp, 'back.'));
  }

  async #run(commands: string[], limitMs?: number): Promise<string[][]> {
    // a line of its own would be a command of its own, and one that begins with ! runs on this machine
    if (commands.some((command) => /\p{Cc}/u.test(command))) throw new Error('a name with a control character');
    this.#prepared ??= runSftp(this.target, FOLDERS.map((folder) => `-mkdir "${folder}"`)).catch((error: unknown) => {
      this.#prepared = undefined;
      throw error;
    }); // prettier-ignore
    await this.#prepared;
    return runSftp(this.target, commands, limitMs).catch((error: unknown) => {
      this.#prepared = undefined; // a folder may have gone
      throw error;
    });
  }
}

/** Where a draft is staged. */
const nameFor = (name: string, files: DraftFile[]): string => {
  const content = createHash('sha256').update(files.map((file) => `${file.name} ${file.sha256}`).join('\n'));
  return `tmp/${name}.${content.digest('hex').slice(0, 16)}`;
};

const at = (to: string, { name }: DraftFile): string => (name === '' ? to : `${to}/${name}`);

/** Undefined if there is no such file. */
async function hashOf(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
  return hash.digest('hex');
}
