import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf, identify, type ProcessIdentity, waitForExit } from '../process-identity';
import { sleep } from '../../config/sleep';

const BACKENDS_MS = 20_000;

/**
 * The running postmaster of this data folder, if any. After a crash, removes a pid file whose number now belongs to
 * another process, and waits until the last backends have exited, since two generations would corrupt the data.
 */
export async function runningPostmaster(
  dataDir: string,
): Promise<{ identity: ProcessIdentity; port: number } | undefined> {
  const pidFile = join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return undefined;
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  const pid = Number(lines[0]);
  if (!isPostmaster(pid, dataDir)) {
    // the number may belong to another process now, which PostgreSQL would take for its predecessor
    await backendsGone(dataDir);
    if (commandOf(pid) !== undefined) rmSync(pidFile, { force: true });
    return undefined;
  }
  const identity = identify(pid);
  const leaving = lines[7]?.trim() === 'stopping';
  if (leaving && (await waitForExit(identity, 30_000))) return undefined;
  return { identity, port: Number(lines[3]) };
}

function isPostmaster(pid: number, dataDir: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  if (!commandOf(pid)?.includes('postgres')) return false;
  if (process.platform !== 'linux') return commandOf(pid)?.includes(dataDir) ?? false;
  return worksIn(pid, realpathSync(dataDir));
}

/** Every PostgreSQL process has the data folder as its working directory. */
function worksIn(pid: number | string, dir: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === dir;
  } catch {
    return false;
  }
}

async function backendsGone(dataDir: string): Promise<void> {
  if (process.platform !== 'linux') return; // PostgreSQL's own check of shared memory has to suffice
  const dir = realpathSync(dataDir);
  const end = performance.now() + BACKENDS_MS;
  while (readdirSync('/proc').some((entry) => /^\d+$/.test(entry) && worksIn(entry, dir))) {
    if (performance.now() > end)
      throw new Error(`PostgreSQL processes without a postmaster are still using ${dataDir}`);
    await sleep(50);
  }
}
