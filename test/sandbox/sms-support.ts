import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../embedded/ports';
import { type SupervisedProcess, superviseProcess, typescriptCommand } from '../../embedded/process';
import { testFolder } from './support';

export const SMS_ACCOUNT = 'ACtest';
export const SMS_TOKEN = 'a token of the test';

/** What the stand-in says it received. */
export interface SmsRecord {
  total: number;
  duplicated: number;
  dropped: number;
  refused: { [status: string]: number };
  receipts: { owed: number; sent: number; refused: number };
  accepted: { [key: string]: number };
  duplicates: { key: string; count: number }[];
}

export interface RunningSms {
  process: SupervisedProcess;
  url: string;
  record(): Promise<SmsRecord>;
  get<T>(path: string): Promise<T>;
  /** Sets the clock; receipts due by then are sent before it answers. */
  clock(at: number): Promise<{ owed: number }>;
  close(): Promise<void>;
}

/** The real stand-in as a process of its own, with these faults. */
export async function startSms(faults: object = {}, env: Record<string, string> = {}): Promise<RunningSms> {
  const { dir, remove } = testFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const file = join(dir, 'faults.json');
  writeFileSync(file, JSON.stringify(faults));
  const child = await superviseProcess({
    name: 'sms',
    ...typescriptCommand(join(__dirname, '../../sandbox/sms/main.ts')),
    env: {
      SMS_HTTP_PORT: String(port),
      SMS_DIR: join(dir, 'sms'),
      SMS_ACCOUNT,
      SMS_TOKEN,
      SMS_FAULTS: file,
      ...env,
    },
    dir,
    log: () => undefined,
    ready: async () => (await fetch(`${url}/healthz`)).ok,
  });
  const get = async <T>(path: string) => (await fetch(url + path)).json() as Promise<T>;
  return {
    process: child,
    url,
    get,
    record: () => get<SmsRecord>('/api/record'),
    clock: async (at) => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ at: new Date(at).toISOString() });
      return (await fetch(`${url}/clock`, { method: 'POST', headers, body })).json() as Promise<{ owed: number }>;
    },
    close: async () => {
      await child.stop();
      remove();
    },
  };
}
