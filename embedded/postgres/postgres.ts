import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { openLog } from '../../config/files';
import { rememberedPorts } from '../ports';
import { prepareCluster, SERVER_ENV, type Cluster } from './initdb';
import { runningPostmaster } from './running';
import { endProcess, identify, isRunning, type ProcessIdentity, signalProcess } from '../process-identity';
import { sleep } from '../../config/sleep';

/** A PostgreSQL server on loopback, started here or found running in the data folder. */
export interface Postgres {
  port: number;
  pid: number;
  /** URL of the superuser, database `postgres`. Secret: never log it. */
  superUrl: string;
  /** True until the server is gone, for any reason. */
  running(): boolean;
  /** Fast shutdown: open transactions are rolled back, data is flushed. */
  stop(): Promise<void>;
  /** SIGKILL of the postmaster, like a power failure; for fault tests. */
  kill(): void;
}

export interface PostgresOptions {
  /** Folder for data, password, port and log; created if missing. */
  dir: string;
  /** Default: the port last used in this folder if free, else any free one. */
  port?: number;
  /** False: commits do not wait for the disk, so a power failure may destroy the data. For tests. Default true. */
  durable?: boolean;
  log: (line: string) => void;
}

const READY_MS = 120_000; // allows for crash recovery

// durable as in production; sized for a small machine; no personal data in the log (no statements, no key values)
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 300,
  shared_buffers: '256MB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '1GB',
  random_page_cost: 1.1,
  jit: 'off',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  max_parallel_workers_per_gather: 0,
  max_parallel_maintenance_workers: 0,
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
};

const WITHOUT_DISK = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts PostgreSQL in `dir`, creating the cluster on first use, and waits until it responds. Adopts a server that is
 * still running there.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const cluster = prepareCluster(options.dir);
  const found = await runningPostmaster(cluster.dataDir);
  if (found) {
    options.log(`PostgreSQL was still running (pid ${found.identity.pid}), going on with it`);
    return ready(cluster, found.port, found.identity);
  }
  const portFile = join(options.dir, 'port.json');
  for (let attempt = 1; ; attempt++) {
    const wanted = options.port === undefined ? {} : { postgres: options.port };
    const { postgres: port } = await rememberedPorts(portFile, ['postgres'], wanted);
    try {
      const identity = launch(options, cluster, port);
      const server = await ready(cluster, port, identity);
      options.log(`PostgreSQL is ready on port ${port}`);
      return server;
    } catch (error) {
      // another program took the port, or the last backends of a killed server are still exiting
      if (attempt === 5) throw new Error(`${message(error)}; see ${join(options.dir, 'postgres.log')}`);
      await sleep(1_000);
    }
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function launch({ dir, durable = true }: PostgresOptions, cluster: Cluster, port: number): ProcessIdentity {
  const settings = Object.entries({ ...SETTINGS, ...(!durable && WITHOUT_DISK), port }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const log = openLog(join(dir, 'postgres.log'));
  const child = spawn(join(cluster.programs, 'bin', 'postgres'), ['-D', cluster.dataDir, ...settings], {
    ...cluster.runAs,
    cwd: '/',
    env: SERVER_ENV,
    detached: true, // Ctrl-C in a terminal is for the parent, which stops the database in order
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.on('error', () => undefined); // detected by the missing pid
  child.unref();
  if (child.pid === undefined) throw new Error('PostgreSQL could not be started');
  return identify(child.pid);
}

async function ready(cluster: Cluster, port: number, identity: ProcessIdentity): Promise<Postgres> {
  const superUrl = `postgres://postgres:${encodeURIComponent(cluster.password)}@127.0.0.1:${port}/postgres`;
  const end = performance.now() + READY_MS;
  while (!(await answers(superUrl))) {
    if (!isRunning(identity)) throw new Error('PostgreSQL ended while starting');
    if (performance.now() > end) throw new Error(`PostgreSQL did not answer within ${READY_MS / 1000} s`);
    await sleep(50);
  }
  return {
    port,
    pid: identity.pid,
    superUrl,
    running: () => isRunning(identity),
    stop: () => endProcess(identity, 60_000, 'SIGINT'),
    kill: () => void signalProcess(identity, 'SIGKILL'),
  };
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
