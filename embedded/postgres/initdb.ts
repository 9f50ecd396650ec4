import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makePassableDir, writeFileWhole } from '../../config/files';
import { postgresBinaries } from './binaries';
import { closedFolder, postgresUser, type RunAs } from './user';

/** A database cluster on disk, ready to start. */
export interface Cluster {
  dataDir: string;
  /** Folder of programs: bin/postgres … */
  programs: string;
  runAs: RunAs | undefined;
  /** Password of the superuser `postgres`. */
  password: string;
}

/** Environment of the server's programs; contains no secrets. */
export const SERVER_ENV = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * The cluster below `dir`, created on first use: UTF-8, with a random password stored beside it with mode 0600. Throws
 * with the folder's name when PostgreSQL's user cannot access it.
 */
export function prepareCluster(dir: string): Cluster {
  makePassableDir(dir);
  const dataDir = join(dir, 'data');
  const runAs = postgresUser(dataDir);
  const closed = closedFolder(dir, runAs);
  if (closed) {
    throw new Error(
      `PostgreSQL cannot run as root, and its user (uid ${runAs?.uid ?? process.getuid?.()}) cannot pass through ` +
        `${closed} to its data in ${dir}. Choose another place with --data, for instance --data /var/lib/tsunagi, ` +
        `or open the folder with: chmod o+x ${closed}`,
    );
  }
  const programs = postgresBinaries(runAs);
  const passwordFile = join(dir, 'password');
  if (!existsSync(passwordFile)) writeFileWhole(passwordFile, randomBytes(24).toString('base64url'), 0o600);
  const password = readFileSync(passwordFile, 'utf8').trim();
  const cluster = { dataDir, programs, runAs, password };
  if (!existsSync(join(dataDir, 'PG_VERSION'))) createCluster(dir, cluster);
  checkVersion(cluster);
  return cluster;
}

/** Data of another major version cannot be opened, only dumped with the old programs and restored. */
function checkVersion({ dataDir, programs }: Cluster): void {
  const data = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  const { stdout } = spawnSync(join(programs, 'bin', 'postgres'), ['--version'], { encoding: 'utf8' });
  const program = /\d+/.exec(stdout ?? '')?.[0];
  if (program === undefined) throw new Error(`PostgreSQL's programs in ${programs} do not run on this machine`);
  if (program === data) return;
  throw new Error(
    `${dataDir} was written by PostgreSQL ${data}, but ${program} is installed. Dump it with the release that wrote ` +
      'it (pg_dumpall), and restore the dump into a new folder given with --data.',
  );
}

/** Runs initdb in a temporary folder that is renamed when complete, so that a crash leaves no partial cluster. */
function createCluster(dir: string, { dataDir, programs, runAs, password }: Cluster): void {
  const draft = `${dataDir}.new`;
  const passwordFile = join(dir, 'password.initdb');
  rmSync(draft, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileWhole(passwordFile, password, 0o600);
  if (runAs) {
    chownSync(draft, runAs.uid, runAs.gid);
    chownSync(passwordFile, runAs.uid, runAs.gid);
  }
  const initdb = join(programs, 'bin', 'initdb');
  chmodSync(draft, 0o700);
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'C';
  const args = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', `--locale=${locale}`];
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--data-checksums');
  args.push(`--pwfile=${passwordFile}`, `--pgdata=${draft}`);
  const result = spawnSync(initdb, args, { ...runAs, cwd: '/', env: SERVER_ENV, encoding: 'utf8' });
  rmSync(passwordFile, { force: true });
  if (result.status !== 0) {
    throw new Error(`initdb failed: ${result.error?.message ?? result.stderr.trim()}`);
  }
  renameSync(draft, dataDir);
}
