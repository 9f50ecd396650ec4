import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openLog, readJson, writeJson } from '../config/files';
import { endProcess, identityOf, isRunning, type ProcessIdentity } from './process-identity';
import { sleep } from '../config/sleep';

/** What to run, and where its log and state go. */
export interface ProcessOptions {
  /** Unique within the data folder; names the log and the pid file. */
  name: string;
  command: string;
  args: string[];
  /** The child's environment, in addition to PATH, HOME, TZ and the like. Nothing else is inherited. */
  env: Record<string, string>;
  /** The data folder; run/<name>.json and logs/<name>.log are written below it. */
  dir: string;
  log: (line: string) => void;
  /** Polled every 100 ms after each start until it returns true; a rejection counts as false. */
  ready: () => Promise<boolean>;
  /** Time between SIGTERM and SIGKILL, ms; default 15 s. */
  graceMs?: number;
  /** How long a start may take until the process is ready, ms; default 60 s. */
  readyMs?: number;
}

/** A child process that is restarted whenever it dies. */
export interface SupervisedProcess {
  readonly name: string;
  /** Undefined between a death and the next start. */
  readonly pid: number | undefined;
  /** Number of restarts. */
  readonly restarts: number;
  /** Resolves when it is running and ready; rejects after stop() or when it takes too long. */
  whenReady(): Promise<void>;
  /** SIGTERM, then SIGKILL after the grace period; not restarted. */
  stop(): Promise<void>;
  /** SIGKILL; resolves when it is dead. It is restarted. For fault tests. */
  kill(): Promise<void>;
}

const CLONE = join(__dirname, '..');
const READY_MS = 60_000;
const FIRST_BACKOFF_MS = 100;
const LAST_BACKOFF_MS = 5_000;
const HEALTHY_MS = 20_000;
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'LC_ALL', 'NODE_ENV', 'NODE_OPTIONS', 'XDG_CACHE_HOME'];

/** Command and arguments that run a TypeScript file of this clone, given as an absolute path. */
export function typescriptCommand(file: string, ...args: string[]): { command: string; args: string[] } {
  return { command: process.execPath, args: ['--import', 'tsx', file, ...args] };
}

/**
 * Terminates what a killed run left of this process, starts it, waits until it is ready, and restarts it when it dies.
 */
export async function superviseProcess(options: ProcessOptions): Promise<SupervisedProcess> {
  const supervisor = new Supervisor(options);
  await supervisor.begin();
  return supervisor;
}

class Supervisor implements SupervisedProcess {
  restarts = 0;
  readonly #options: ProcessOptions;
  readonly #pidFile: string;
  #child: ChildProcess | undefined;
  #identity: ProcessIdentity | undefined;
  #exited: Promise<void> = Promise.resolve();
  #ready: Promise<boolean> = Promise.resolve(false);
  #backoff = FIRST_BACKOFF_MS;
  #stopping = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: ProcessOptions) {
    this.#options = options;
    this.#pidFile = join(options.dir, 'run', `${options.name}.json`);
  }

  get name() {
    return this.#options.name;
  }

  get pid() {
    return this.#identity?.pid;
  }

  async begin() {
    const leftover = readJson<ProcessIdentity>(this.#pidFile);
    if (leftover && isRunning(leftover)) {
      this.#options.log(`Ending ${this.name} of an earlier run (pid ${leftover.pid})`);
      await endProcess(leftover, this.#grace());
    }
    this.#launch();
    this.#loop = this.#keepAlive();
    try {
      await this.whenReady();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async whenReady() {
    const end = performance.now() + this.#readyMs();
    while (!this.#stopping && performance.now() < end) {
      if (await this.#ready) return;
      await sleep(50);
    }
    throw new Error(`${this.name} is not ready, see ${this.#logFile()}`);
  }

  async stop() {
    this.#stopping = true;
    if (this.#identity) await endProcess(this.#identity, this.#grace());
    await this.#loop;
    rmSync(this.#pidFile, { force: true });
  }

  async kill() {
    const exited = this.#exited;
    this.#child?.kill('SIGKILL');
    await exited;
  }

  async #keepAlive() {
    for (;;) {
      const started = performance.now();
      await this.#exited;
      this.#identity = undefined;
      if (this.#stopping) return;
      if (performance.now() - started > HEALTHY_MS) this.#backoff = FIRST_BACKOFF_MS;
      this.#options.log(`${this.name} has ended, starting it again`);
      await sleep(this.#backoff);
      this.#backoff = Math.min(this.#backoff * 2, LAST_BACKOFF_MS);
      if (this.#stopping) return;
      this.restarts++;
      this.#launch();
    }
  }

  #launch() {
    const { command, args, env, dir } = this.#options;
    mkdirSync(join(dir, 'run'), { recursive: true });
    const log = openLog(this.#logFile());
    const passed = PASSED_ON.flatMap((key) => (process.env[key] === undefined ? [] : [[key, process.env[key]]]));
    const child = spawn(command, args, {
      cwd: CLONE,
      env: { ...Object.fromEntries(passed), ...env },
      detached: true, // Ctrl-C in a terminal is for the parent, which stops its children in order
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    this.#child = child;
    this.#exited = new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', (error) => {
        this.#options.log(`${this.name}: ${error.message}`);
        resolve();
      });
    });
    this.#ready = this.#untilReady(child);
    this.#identity = child.pid === undefined ? undefined : identityOf(child.pid);
    if (this.#identity) writeJson(this.#pidFile, this.#identity);
  }

  /** False when this child exits first or does not become ready. */
  async #untilReady(child: ChildProcess): Promise<boolean> {
    const end = performance.now() + this.#readyMs();
    const alive = () => child.exitCode === null && child.signalCode === null && child.pid !== undefined;
    while (alive() && performance.now() < end) {
      const answer = await this.#options.ready().catch(() => false);
      if (answer && alive()) return true;
      await sleep(100);
    }
    return false;
  }

  #grace() {
    return this.#options.graceMs ?? 15_000;
  }

  #readyMs() {
    return this.#options.readyMs ?? READY_MS;
  }

  #logFile() {
    return join(this.#options.dir, 'logs', `${this.name}.log`);
  }
}
