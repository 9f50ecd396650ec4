import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The user PostgreSQL runs as. */
export interface RunAs {
  uid: number;
  gid: number;
}

const USER = 'nobody';

/**
 * The user to run PostgreSQL as, which refuses to run as root. For root: the owner of the existing data folder, else
 * the system user without privileges. Undefined for all others: the current user.
 */
export function postgresUser(dataDir: string): RunAs | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(dataDir, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const id = (flag: string) => Number(execFileSync('id', [flag, USER], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function canPass(dir: string, runAs: RunAs | undefined): boolean {
  if (runAs) return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', dir], runAs).status === 0;
  try {
    accessSync(dir, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The outermost folder on the way to `path` that the user cannot traverse; undefined when there is none. */
export function closedFolder(path: string, runAs: RunAs | undefined): string | undefined {
  const folders: string[] = [];
  for (let dir = resolve(path); ; dir = dirname(dir)) {
    folders.unshift(dir);
    if (dir === dirname(dir)) break;
  }
  return folders.find((dir) => existsSync(dir) && statSync(dir).isDirectory() && !canPass(dir, runAs));
}

/**
 * Default data folder: `.data` in the clone or, for root with a clone below a private home, a folder per clone in
 * /var/lib/tsunagi.
 */
export function defaultDataDir(clone: string): string {
  const beside = join(resolve(clone), '.data');
  if (!closedFolder(beside, postgresUser(beside))) return beside;
  return join('/var/lib/tsunagi', createHash('sha256').update(resolve(clone)).digest('hex').slice(0, 12));
}
