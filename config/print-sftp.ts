import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { type Config } from './settings';

/** Where the print shop's SFTP server is, and by which key we and it are known. */
export interface SftpTarget {
  user: string;
  host: string;
  port: number;
  /** Below which the shared folders lie; undefined: where the server puts us. */
  folder: string | undefined;
  keyFile: string;
  knownHosts: string;
}

/** What OpenSSH's programs are started with: none of our settings, and file names as UTF-8. */
export const SSH_ENV = { PATH: '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin', LC_ALL: 'C.UTF-8' };

type Settings = Pick<Config, 'PRINT_SFTP_URL' | 'PRINT_SFTP_KEY_FILE' | 'PRINT_SFTP_KNOWN_HOSTS'>;

/**
 * The print shop's SFTP server; undefined: the folder PRINT_DIR is shared instead. Throws with what is wrong: an address
 * with a password, files that are not there or open to others, a server whose key is not known, no program `sftp`.
 */
export function readPrintSftp(config: Settings): SftpTarget | undefined {
  const { PRINT_SFTP_URL: text, PRINT_SFTP_KEY_FILE: keyFile, PRINT_SFTP_KNOWN_HOSTS: knownHosts } = config;
  if (text === undefined) return undefined;
  const url = new URL(text);
  const user = decodeURIComponent(url.username);
  const path = decodeURIComponent(url.pathname);
  if (url.password !== '') wrong('a password is not taken; give the server our public key');
  if (url.protocol !== 'sftp:' || !/^[\w][\w.-]*$/.test(user) || !/^(\/[\w.~-]+)*\/?$/.test(path))
    wrong('not sftp://user@host:port/folder');
  if (keyFile === undefined || knownHosts === undefined)
    return wrong('needs PRINT_SFTP_KEY_FILE and PRINT_SFTP_KNOWN_HOSTS');
  const host = url.hostname;
  const port = Number(url.port || 22);
  for (const file of [keyFile, knownHosts]) readable(file);
  if ((statSync(keyFile).mode & 0o077) !== 0)
    wrong(`${keyFile} is not ours alone, and ssh refuses it: chmod 600 ${keyFile}`);
  if (!/^[^#\s]/m.test(readFileSync(knownHosts, 'utf8')))
    wrong(`${knownHosts} is empty: ask the print shop for its host key, and enter what ssh-keyscan -p ${port} ${host} prints once it agrees`); // prettier-ignore
  if (spawnSync('ssh', ['-V'], { env: SSH_ENV, stdio: 'ignore' }).error)
    wrong('the program sftp is missing: install the package openssh-client');
  const folder = path.replace(/\/$/, '').replace(/^\/~\//, '') || undefined;
  return { user, host, port, folder, keyFile, knownHosts };
}

function readable(file: string): void {
  if (/[\s"%]/.test(file)) wrong(`${file} has a character in its name that ssh does not take`);
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    wrong(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function wrong(why: string): never {
  throw new Error(`PRINT_SFTP_URL: ${why}`);
}
