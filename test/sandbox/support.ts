import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePassableDir } from '../../config/files';
import { freePort } from '../../embedded/ports';
import { type SupervisedProcess, superviseProcess, typescriptCommand } from '../../embedded/process';

/** A folder of its own that PostgreSQL's user can reach; `remove` when done. */
export function testFolder(): { dir: string; remove: () => void } {
  const dir = join(tmpdir(), `tsunagi-test-${randomBytes(6).toString('hex')}`);
  makePassableDir(dir);
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export interface RunningInbox {
  process: SupervisedProcess;
  smtpPort: number;
  url: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
}

/** The real inbox as a process of its own. */
export async function startInbox(dir: string, env: Record<string, string> = {}): Promise<RunningInbox> {
  const smtpPort = await freePort();
  const httpPort = await freePort(new Set([smtpPort]));
  const url = `http://127.0.0.1:${httpPort}`;
  const child = await superviseProcess({
    name: 'inbox',
    ...typescriptCommand(join(__dirname, '../../sandbox/inbox/main.ts')),
    env: {
      INBOX_SMTP_PORT: String(smtpPort),
      INBOX_HTTP_PORT: String(httpPort),
      INBOX_DIR: join(dir, 'inbox'),
      ...env,
    },
    dir,
    log: () => undefined,
    ready: async () => (await fetch(`${url}/healthz`)).ok,
  });
  const json = async (path: string, init?: RequestInit) => (await fetch(url + path, init)).json();
  return {
    process: child,
    smtpPort,
    url,
    get: <T>(path: string) => json(path) as Promise<T>,
    post: <T>(path: string, body: unknown) =>
      json(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }) as Promise<T>,
  };
}
