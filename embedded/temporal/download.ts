import { spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from './install';
import { sleep } from '../../config/sleep';

const SILENCE_MS = 10_000;
const LIMIT_MS = 300_000;

// in a separate process, since the SDK's download cannot be cancelled
const SCRIPT = `
const { TestWorkflowEnvironment } = require('@temporalio/testing');
TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', downloadDir: process.argv[1], ttl: '3650d' } },
}).then((env) => env.teardown()).then(() => process.exit(0), () => process.exit(1));
`;

const folder = () => join(cacheDir(), 'temporal-cli');

/** The development server downloaded earlier by the SDK, if any. */
export function downloadedCli(): string | undefined {
  try {
    return readdirSync(folder())
      .map((name) => join(folder(), name))
      .find((file) => statSync(file).size > 10_000_000 && isExecutable(file));
  } catch {
    return undefined;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function bytesSoFar(): number {
  return readdirSync(folder()).reduce((sum, name) => sum + statSync(join(folder(), name)).size, 0);
}

/** Lets the SDK download its development server; undefined when that takes more than 10 s (many networks block it). */
export async function downloadCli(log: (line: string) => void): Promise<string | undefined> {
  mkdirSync(folder(), { recursive: true });
  log(`Downloading Temporal's development server (given up after ${SILENCE_MS / 1_000} s of silence)`);
  const child = spawn(process.execPath, ['-e', SCRIPT, folder()], { cwd: __dirname, stdio: 'ignore' });
  let exit: number | null | undefined;
  child.on('error', () => (exit = 1));
  child.on('exit', (code) => (exit = code));
  const started = performance.now();
  let [bytes, lastNews] = [0, started];
  while (exit === undefined) {
    await sleep(200);
    const now = performance.now();
    const size = bytesSoFar();
    if (size !== bytes) [bytes, lastNews] = [size, now];
    if (now - lastNews > SILENCE_MS || now - started > LIMIT_MS) {
      child.kill('SIGKILL');
      return undefined;
    }
  }
  return exit === 0 ? downloadedCli() : undefined;
}
