import { spawn } from 'node:child_process';
import { SSH_ENV, type SftpTarget } from '../../../config/print-sftp';
import { AppError, type ErrorCode } from '../../../domain/errors';

/** Connecting and a few commands, in real ms. */
export const SHORT_MS = 15_000;
/** Bringing a run of a thousand letters over a slow line, in real ms. */
export const TRANSFER_MS = 30 * 60_000;

/** What each command printed, in their order. */
export type Printed = string[][];

/**
 * Runs commands in one session of OpenSSH's sftp: with our key only, and only with a server whose key is known. A command
 * with a hyphen in front may fail; any other failure ends the session. Rejects with print_shop_away,
 * print_shop_host_key or print_shop_refused.
 */
export async function runSftp(target: SftpTarget, commands: string[], limitMs = SHORT_MS): Promise<Printed> {
  const { code, out, err } = await session(target, commands, limitMs);
  // with a hyphen or not: what the server forbids is a person's to mend
  if (code === 0 && !/Permission denied$/m.test(err)) return sectionsOf(out).slice(1);
  const reason = lastLine(err);
  throw new AppError(codeOf(code, err), { host: target.host, ...(reason && { reason }) });
}

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/**
 * Commands are sent once the connection stands: of a worker that is killed while it connects, nothing happens later.
 */
function session(target: SftpTarget, commands: string[], limitMs: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn('sftp', argumentsFor(target), {
      env: SSH_ENV,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const limit = setTimeout(() => child.kill('SIGTERM'), limitMs);
    // first: with no file descriptor left there are no pipes, and what follows throws
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(limit);
      reject(new Error(error.code === 'ENOENT' ? MISSING : error.message));
    });
    let out = '';
    let err = '';
    let connected = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (connected || !out.includes('Remote working directory')) return;
      connected = true;
      child.stdin.end(`${commands.join('\n')}\n`);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (err += text));
    child.stdin.on('error', () => undefined); // it has ended, and says why
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve({ code, out, err });
    });
    child.stdin.write(`${target.folder === undefined ? '' : `cd "${target.folder}"\n`}pwd\n`);
  });
}

const MISSING = 'the program sftp is missing: install the package openssh-client';

function argumentsFor({ user, host, port, keyFile, knownHosts }: SftpTarget): string[] {
  const options = {
    BatchMode: 'yes',
    LogLevel: 'ERROR',
    StrictHostKeyChecking: 'yes',
    UserKnownHostsFile: knownHosts,
    GlobalKnownHostsFile: '/dev/null',
    UpdateHostKeys: 'no',
    IdentityFile: keyFile,
    IdentitiesOnly: 'yes',
    IdentityAgent: 'none',
    PreferredAuthentications: 'publickey',
    ConnectTimeout: 10,
    ServerAliveInterval: 10,
    ServerAliveCountMax: 3,
    Port: port,
  };
  const given = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  return ['-b', '-', '-F', '/dev/null', ...given, '--', `${user}@${host}`];
}

/** Each command is echoed behind the prompt before what it prints. */
function sectionsOf(out: string): Printed {
  const sections: Printed = [];
  for (const line of out.split('\n')) {
    if (line.startsWith('sftp> cd ')) continue;
    if (line.startsWith('sftp> ')) sections.push([]);
    else if (line !== '') sections.at(-1)?.push(line);
  }
  return sections;
}

function codeOf(code: number | null, err: string): ErrorCode {
  if (/Host key verification failed|HOST IDENTIFICATION HAS CHANGED/.test(err)) return 'print_shop_host_key';
  if (/Permission denied|Too many authentication failures/.test(err)) return 'print_shop_refused';
  // 255: no connection, or one that was lost; null: ended at the time limit
  return code === 255 || code === null || /Connection (closed|reset|lost)/i.test(err)
    ? 'print_shop_away'
    : 'print_shop_refused';
}

const lastLine = (err: string): string | undefined =>
  err
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && line !== 'Connection closed')
    .at(-1)
    ?.slice(0, 200);
