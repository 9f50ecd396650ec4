import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeJson } from '../config/files';
import { identify, isRunning, type ProcessIdentity } from './process-identity';

/**
 * Locks the data folder until the returned function is called or the process dies. Throws when another live process has
 * locked it, since two would terminate each other's servers.
 */
export function claimFolder(dir: string): () => void {
  const file = join(dir, 'owner.json');
  const owner = readJson<ProcessIdentity>(file);
  if (owner && isRunning(owner)) {
    throw new Error(
      `${dir} は別のプロセス（pid ${owner.pid}）が使用中です。 / ` +
        `The data folder is in use by process ${owner.pid}. End it, or choose another folder with --data.`,
    );
  }
  writeJson(file, identify(process.pid));
  return () => rmSync(file, { force: true });
}
