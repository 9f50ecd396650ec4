import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { findTemporal } from '../embedded/temporal/find';
import { SERVER_VERSION } from '../embedded/temporal/install';
import { version as sdk } from '@temporalio/worker/package.json';
import { optionalDependencies } from '../package.json';

const ROOT = join(__dirname, '..');

/** Where and of what the figures are. */
export interface Environment {
  machine: { cpu: string; cores: number; memoryGb: number; kernel: string };
  versions: { node: string; postgres: string; temporal: string; sdk: string };
  /** With a `+` where files differ from it. */
  commit: string;
}

/** Reads machine, versions and commit; what cannot be found is `unknown`. */
export async function readEnvironment(): Promise<Environment> {
  const processors = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const postgres = Object.entries(optionalDependencies).find(([name]) => name.includes(process.platform));
  return {
    machine: {
      cpu: processors[0]?.model ?? 'unknown',
      cores: processors.length,
      memoryGb: gigabytes,
      kernel: `${type()} ${release()}`,
    },
    versions: { node: process.version, postgres: postgres?.[1] ?? 'unknown', temporal: await temporalVersion(), sdk },
    commit: commitOf(),
  };
}

export const loadNow = (): number => Math.round(loadavg()[0]! * 10) / 10;

async function temporalVersion(): Promise<string> {
  const found = await findTemporal(() => undefined).catch(() => undefined);
  if (found?.kind === 'server') return SERVER_VERSION;
  return found === undefined ? 'unknown' : `${found.kind}, version unknown`;
}

function commitOf(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${changed ? '+' : ''}`;
  } catch {
    return 'unknown';
  }
}
