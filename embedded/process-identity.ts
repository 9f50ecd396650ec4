import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { sleep } from '../config/sleep';

/** Identifies a process, also when its number is reused later. */
export interface ProcessIdentity {
  pid: number;
  /** Start time in the system's format: clock ticks since boot (Linux), else a date. */
  started: string;
}

/** Start time of a running process; undefined when there is none. Zombies do not count. */
export function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps(pid, 'lstart=');
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** The command line of a running process, arguments separated by spaces. */
export function commandOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps(pid, 'command=');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
  } catch {
    return undefined;
  }
}

function ps(pid: number, field: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', field, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Whether the recorded process is still running; false for another process with its number. */
export function isRunning(identity: ProcessIdentity | undefined): boolean {
  return identity !== undefined && startOf(identity.pid) === identity.started;
}

/** The identity of a running process; undefined when it has exited. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const started = startOf(pid);
  return started === undefined ? undefined : { pid, started };
}

/** The identity of a running process. Throws when it has exited. */
export function identify(pid: number): ProcessIdentity {
  const identity = identityOf(pid);
  if (!identity) throw new Error(`Process ${pid} is not running`);
  return identity;
}

/** Sends a signal to exactly this process; false when it has exited. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isRunning(identity)) return false;
  try {
    return process.kill(identity.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Waits until the process has exited; false when it is still running after `ms`. */
export async function waitForExit(identity: ProcessIdentity, ms: number): Promise<boolean> {
  const end = performance.now() + ms;
  while (isRunning(identity)) {
    if (performance.now() > end) return false;
    await sleep(20);
  }
  return true;
}

/** Asks the process to exit, and kills it after `graceMs`. */
export async function endProcess(identity: ProcessIdentity, graceMs: number, ask: NodeJS.Signals = 'SIGTERM') {
  signalProcess(identity, ask);
  if (await waitForExit(identity, graceMs)) return;
  signalProcess(identity, 'SIGKILL');
  await waitForExit(identity, 5_000);
}
