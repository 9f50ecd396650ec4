import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ReadFile, type ShopFiles } from './shop-files';

/** A folder on this machine, or a mount, that the print shop reads too: a draft in it is staged where it lies. */
export class LocalFiles implements ShopFiles {
  constructor(private readonly dir: string) {}

  names(folder: string): Promise<string[]> {
    const found = whileThere(() => readdirSync(join(this.dir, folder), { withFileTypes: true })) ?? [];
    const files = found.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
    return Promise.resolve(files.map((entry) => entry.name).sort());
  }

  has(path: string): Promise<boolean> {
    return Promise.resolve(existsSync(join(this.dir, path)));
  }

  read(path: string): Promise<ReadFile | undefined> {
    const file = join(this.dir, path);
    const read = () => ({ bytes: readFileSync(file), unchangedMs: Date.now() - statSync(file).mtimeMs });
    return Promise.resolve(whileThere(read));
  }

  stage(): Promise<void> {
    return Promise.resolve();
  }

  stagedAs(name: string): Promise<string> {
    return Promise.resolve(`tmp/${name}`);
  }

  isStaged(name: string): Promise<boolean> {
    return this.has(`tmp/${name}`);
  }

  publish(name: string, to: string): Promise<void> {
    return Promise.resolve(renameSync(join(this.dir, 'tmp', name), join(this.dir, to)));
  }

  unstage(): Promise<void> {
    return Promise.resolve(); // the draft itself is deleted by its owner
  }

  move(from: string, to: string): Promise<boolean> {
    const target = join(this.dir, to);
    if (existsSync(target)) return Promise.resolve(false);
    whileThere(() => renameSync(join(this.dir, from), target));
    return Promise.resolve(true);
  }

  remove(path: string): Promise<boolean> {
    const file = join(this.dir, path);
    if (!existsSync(file)) return Promise.resolve(false);
    rmSync(file);
    return Promise.resolve(true);
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
