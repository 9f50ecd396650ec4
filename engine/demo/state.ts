import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Role } from '../../db/schema';
import { readJson, writeJson } from '../files';
import { type InstallationPorts } from '../installation';
import { type Keys } from './people';

export interface DemoOptions {
  customers: string;
  campaign: string;
  seed: number;
  /** Shortest real seconds of a day; 86400 plays in real time. */
  day: number;
  data: string;
  port?: number;
  exit: boolean;
}

/** demo.json in the data folder, mode 0600: addresses and keys for scripts, and what a second start goes on from. */
export interface DemoState {
  urls: { api: string; openapi: string; inbox: string; metrics: string };
  keys: Keys;
  logins: Record<Role, string>;
  clientId: number;
  campaignId?: number;
  /** Which files and seed this data folder plays. */
  playing: string;
  startedAt: string;
  /** How often this data folder was started. */
  starts: number;
}

const fileOf = (dir: string) => join(dir, 'demo.json');
export const readDemo = (dir: string): DemoState | undefined => readJson<DemoState>(fileOf(dir));
export const writeDemo = (dir: string, state: DemoState): void => writeJson(fileOf(dir), state, 0o600);

export function urlsOf(ports: InstallationPorts): DemoState['urls'] {
  const api = `http://127.0.0.1:${ports.api}`;
  return {
    api,
    openapi: `${api}/api/openapi.json`,
    inbox: `http://127.0.0.1:${ports.inboxHttp}/`,
    metrics: `${api}/metrics`,
  };
}

/** A fingerprint of what is played, so that other files or another seed never go on in this data folder unnoticed. */
export function playingOf(options: DemoOptions): string {
  const hash = createHash('sha256');
  for (const file of [options.customers, options.campaign]) hash.update(readFileSync(file));
  return `${hash.digest('hex').slice(0, 12)}-${options.seed}-${options.day === 86_400 ? 'real' : 'stepped'}`;
}
