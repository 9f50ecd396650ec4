import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeJson } from '../../config/files';
import { consoleUrl, type InstallationPorts, urlOf } from '../installation/programs';
import { type KnownAccount } from './accounts';
import { type Keys, type Who } from './people';

export interface DemoOptions {
  customers: string;
  campaign: string;
  seed: number;
  /** Shortest real seconds of a day; 86400 is real time. */
  day: number;
  data: string;
  port?: number;
  exit: boolean;
  /** Plays to a day with full queues and leaves the desks to a visitor. */
  desk?: boolean;
  /** Two workers and two APIs instead of one each. */
  cluster?: boolean;
}

/** demo.json in the data folder, mode 0600: addresses and keys for scripts, and the state for further starts. */
export interface DemoState {
  urls: Record<
    'console' | 'api' | 'openapi' | 'metrics' | 'authenticator' | 'inbox' | 'sms' | 'print' | 'phone' | 'client',
    string
  >;
  keys: Keys;
  /** Names of the people, by role. */
  logins: Record<Who, string>;
  /** Who can sign in, with password and the secret of the authenticator. */
  accounts?: KnownAccount[];
  /** Of the logins. */
  suffix: string;
  clientId: number;
  campaignId?: number;
  /** Files and seed of this data folder. */
  playing: string;
  startedAt: string;
  /** Number of starts with this data folder. */
  starts: number;
}

const fileOf = (dir: string) => join(dir, 'demo.json');
export const readDemo = (dir: string): DemoState | undefined => readJson<DemoState>(fileOf(dir));
export const writeDemo = (dir: string, state: DemoState): void => writeJson(fileOf(dir), state, 0o600);

export function urlsOf(ports: InstallationPorts): DemoState['urls'] {
  const api = urlOf(ports.api);
  return {
    console: consoleUrl(ports),
    api,
    openapi: `${api}/api/openapi.json`,
    metrics: `${api}/metrics`,
    authenticator: urlOf(ports.authenticator, '/'),
    inbox: urlOf(ports.inboxHttp, '/'),
    sms: urlOf(ports.sms, '/'),
    print: urlOf(ports.shop, '/'),
    phone: urlOf(ports.phone, '/'),
    client: urlOf(ports.client, '/api/record'),
  };
}

/** Fingerprint of files and seed, so that a data folder is not continued with different ones. */
export function playingOf(options: DemoOptions): string {
  const hash = createHash('sha256');
  for (const file of [options.customers, options.campaign]) hash.update(readFileSync(file));
  return `${hash.digest('hex').slice(0, 12)}-${options.seed}-${options.desk ? 'desk' : options.day === 86_400 ? 'real' : 'stepped'}`;
}
