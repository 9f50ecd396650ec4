import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The server release to build; the schema belongs to it. */
export const SERVER_VERSION = '1.32.1';

/** The server and its schema tool as files. */
export interface ServerProgram {
  server: string;
  sqlTool: string;
}

/** Cache of built and downloaded programs, outside any clone. */
export function cacheDir(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tsunagi');
}

/** The server built earlier on this machine, if any. */
export function cachedServer(): ServerProgram | undefined {
  const home = join(cacheDir(), `temporal-${SERVER_VERSION}`);
  const program = { server: join(home, 'server'), sqlTool: join(home, 'sql') };
  return existsSync(program.server) && existsSync(program.sqlTool) ? program : undefined;
}

/** Whether a Go tool chain is in PATH. */
export function hasGo(): boolean {
  return spawnSync('go', ['version'], { stdio: 'ignore' }).status === 0;
}

/**
 * Builds the pinned server with Go, once (about five minutes). The result is moved into the cache atomically: a failed
 * build leaves nothing, and of two concurrent builds the first one wins.
 */
export async function installServer(log: (line: string) => void): Promise<ServerProgram> {
  const home = join(cacheDir(), `temporal-${SERVER_VERSION}`);
  mkdirSync(cacheDir(), { recursive: true });
  const draft = mkdtempSync(join(cacheDir(), 'building-'));
  try {
    for (const part of ['server', 'tools/sql']) {
      await goInstall(`go.temporal.io/server/cmd/${part}@v${SERVER_VERSION}`, draft, log);
    }
    moveIntoPlace(draft, home);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  const program = cachedServer();
  if (!program) throw new Error(`The Temporal server was built, but is not in ${home}`);
  log(`The Temporal server ${SERVER_VERSION} is in ${home}`);
  return program;
}

function moveIntoPlace(draft: string, home: string): void {
  if (cachedServer()) return;
  rmSync(home, { recursive: true, force: true }); // incomplete: it would be used otherwise
  try {
    renameSync(draft, home);
  } catch (error) {
    if (!cachedServer()) throw error;
  }
}

function goInstall(module: string, binDir: string, log: (line: string) => void): Promise<void> {
  log(`go install ${module}`);
  const started = performance.now();
  const child = spawn('go', ['install', '-v', module], {
    env: { ...process.env, GOBIN: binDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let [modules, packages] = [0, 0];
  let tail = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const lines = text.split('\n').filter(Boolean);
    modules += lines.filter((line) => line.startsWith('go: downloading')).length;
    packages += lines.filter((line) => !line.startsWith('go:')).length;
    tail = (tail + text).slice(-1_500);
  });
  const ticker = setInterval(() => {
    const seconds = Math.round((performance.now() - started) / 1_000);
    log(`  ${seconds} s: ${modules} modules fetched, ${packages} packages built (once, about five minutes)`);
  }, 5_000);
  return new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`go install ${module} failed:\n${tail.trim()}`));
    });
  }).finally(() => clearInterval(ticker));
}
