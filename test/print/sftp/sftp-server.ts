import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type SftpTarget } from '../../../config/print-sftp';
import { freePort } from '../../../embedded/ports';
import { eventually } from '../../support/eventually';

const SSHD = '/usr/sbin/sshd';

/** Skipped only where OpenSSH's server is not installed; `npm test` says so, and installs it where apt can. */
export const describeSftp = [SSHD, '/usr/bin/sftp'].every((file) => existsSync(file)) ? describe : describe.skip;

/** How the server behaves until it is started again. */
interface Behaviour {
  /** Kilobytes from which on a file cannot be written: the disk is full. */
  fullAt?: number;
  /** Bytes sent to it after which a connection breaks. */
  breaksAfter?: number;
  /** Nothing may be written. */
  readOnly?: boolean;
  /** Shows another host key. */
  otherKey?: boolean;
}

/** Debian's OpenSSH server with keys of its own, behind a line that may break; files lie in `root`. */
export class SftpServer {
  readonly dir = mkdtempSync(join(tmpdir(), 'tsunagi-sftp-'));
  readonly root = join(this.dir, 'shop');
  readonly keyFile = join(this.dir, 'user');
  readonly knownHosts = join(this.dir, 'known_hosts');
  #child: ChildProcess | undefined;
  #breaksAfter = Infinity;
  /** Of the server itself, and of the line to it. */
  #port = 0;
  #linePort = 0;
  readonly #line = createServer((from) => this.#carry(from));

  /** Makes keys and starts it. */
  static async make(): Promise<SftpServer> {
    const server = new SftpServer();
    mkdirSync(server.root);
    for (const name of ['host', 'other', 'user'])
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(server.dir, name)]);
    writeFileSync(join(server.dir, 'authorized'), readFileSync(join(server.dir, 'user.pub')));
    if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
    server.#port = await freePort();
    server.#line.listen(0, '127.0.0.1');
    await once(server.#line, 'listening');
    server.#linePort = (server.#line.address() as AddressInfo).port;
    const [type, key] = readFileSync(join(server.dir, 'host.pub'), 'utf8').split(' ');
    writeFileSync(server.knownHosts, `[127.0.0.1]:${server.#linePort} ${type} ${key}\n`);
    await server.start();
    return server;
  }

  get target(): SftpTarget {
    const { keyFile, knownHosts } = this;
    return {
      user: userInfo().username,
      host: '127.0.0.1',
      port: this.#linePort,
      folder: undefined,
      keyFile,
      knownHosts,
    };
  }

  get url(): string {
    return `sftp://${userInfo().username}@127.0.0.1:${this.#linePort}`;
  }

  async start({ fullAt, breaksAfter = Infinity, readOnly = false, otherKey = false }: Behaviour = {}): Promise<void> {
    this.#breaksAfter = breaksAfter;
    const config = join(this.dir, 'config');
    const lines = {
      ListenAddress: `127.0.0.1:${this.#port}`,
      HostKey: join(this.dir, otherKey ? 'other' : 'host'),
      PidFile: 'none',
      AuthorizedKeysFile: join(this.dir, 'authorized'),
      StrictModes: 'no',
      UsePAM: 'no',
      PasswordAuthentication: 'no',
      Subsystem: 'sftp internal-sftp',
      ForceCommand: `internal-sftp ${readOnly ? '-R ' : ''}-d ${this.root}`,
    };
    writeFileSync(config, Object.entries(lines).map((line) => line.join(' ')).join('\n')); // prettier-ignore
    // Node ignores the signal of the limit, and so do its children: writing fails as on a full disk
    const limits = fullAt === undefined ? '' : `ulimit -f ${fullAt};`;
    const script = `${limits} exec ${SSHD} -D -E ${join(this.dir, 'log')} -f ${config}`;
    this.#child = spawn('/bin/bash', ['-c', script], { stdio: 'ignore' });
    await eventually('the SFTP server', () => this.#answers());
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }

  async again(behaviour: Behaviour = {}): Promise<void> {
    await this.stop();
    await this.start(behaviour);
  }

  async remove(): Promise<void> {
    await this.stop();
    this.#line.close();
    // a connection that ends may still write into it
    await rm(this.dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }

  #carry(from: Socket): void {
    const to = connect(this.#port, '127.0.0.1');
    let sent = 0;
    const end = () => {
      from.destroy();
      to.destroy();
    };
    from.on('data', (bytes) => {
      sent += bytes.length;
      if (sent <= this.#breaksAfter) return;
      from.destroy();
      to.end(); // what was sent by then arrives
    });
    from.on('error', end);
    to.on('error', end).on('close', end);
    from.pipe(to).pipe(from);
  }

  #answers(): Promise<true | undefined> {
    return new Promise((resolve) => {
      const socket = connect(this.#port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(undefined));
    });
  }
}
