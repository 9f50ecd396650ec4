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
  /** Plays these faults from now on, with an empty record and no clock. */
  behave(faults?: object, honoursKeys?: boolean): Promise<void>;
  /** Sets the clock; receipts due by then are sent before it answers. */
  clock(at: number): Promise<{ owed: number }>;
  close(): Promise<void>;
}

/** The real stand-in as a process of its own; without faults until a test sets some. */
export async function startSms(): Promise<RunningSms> {
  const { dir, remove } = testFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = await superviseProcess({
    name: 'sms',
    ...typescriptCommand(join(__dirname, '../../sandbox/sms/main.ts')),
    env: { SMS_HTTP_PORT: String(port), SMS_DIR: join(dir, 'sms'), SMS_ACCOUNT, SMS_TOKEN },
    dir,
    log: () => undefined,
    ready: async () => (await fetch(`${url}/healthz`)).ok,
  });
  const get = async <T>(path: string) => (await fetch(url + path)).json() as Promise<T>;
  const send = (method: string, path: string, body: object) =>
    fetch(url + path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return {
    process: child,
    url,
    get,
    record: () => get<SmsRecord>('/api/record'),
    behave: async (faults = {}, honoursKeys = true) => {
      const { ok } = await send('PUT', '/behaviour', { faults, honoursKeys });
      if (!ok) throw new Error('the stand-in does not know these faults');
    },
    clock: async (at) => {
      const response = await send('POST', '/clock', { at: new Date(at).toISOString() });
      return response.json() as Promise<{ owed: number }>;
    },
    close: async () => {
      await child.stop();
      remove();
    },
  };
}
