import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { type ConnectionOptions } from '@temporalio/client';
import { makePassableDir, openLog, readJson, writeJson } from '../../config/files';
import { rememberedPorts } from '../ports';
import { endProcess, identify, isRunning, type ProcessIdentity, signalProcess } from '../process-identity';
import { findTemporal, type TemporalProgram } from './find';
import { dynamicConfig, TEMPORAL_PORTS, type TemporalAccess, type TemporalPorts, writeTemporalConfig } from './config';
import { SERVER_VERSION } from './install';
import { prepareNamespaces } from './namespaces';
import { prepareTemporalStore } from './schema';
import { keepUnlisted } from './unlisted';
import { sleep } from '../../config/sleep';

/** A Temporal server started here, or an external cluster. */
export interface Temporal {
  /** host:port for clients. */
  address: string;
  /** `server` on our PostgreSQL, `cli` on a SQLite file, `cluster` external (stop and kill do nothing). */
  kind: TemporalProgram['kind'];
  pid?: number;
  /** True until the server is gone; always true for a cluster. */
  running(): boolean;
  stop(): Promise<void>;
  /** SIGKILL, for fault tests. */
  kill(): void;
}

export interface TemporalOptions {
  /** Folder for configuration, ports, log and (CLI only) the data. */
  dir: string;
  postgresSuperUrl: string;
  /** Frontend port. Default: the one last used in this folder if free, else any free one. */
  port?: number;
  namespaces: string[];
  /** Further namespaces, whose executions may skip time. */
  rehearsals?: string[];
  log: (line: string) => void;
  /** Overrides of our defaults: key → value, or key → [{value, constraints: {namespace}}]. */
  dynamicConfig?: Record<string, unknown>;
  /** The server's own `faultInjection` block for its main store; needs the server binary. */
  faultInjection?: unknown;
  /** TLS and authentication, for trials; needs the server binary, and `connection` to connect with. */
  access?: TemporalAccess;
  /** History shards, default 16; fixed by the first start. */
  shards?: number;
  /** Result of findTemporal; determined when missing. */
  program?: TemporalProgram;
  /** TLS, API key and the like; for a cluster, or a server with `access`. */
  connection?: ConnectionOptions;
}

/** What the server starts itself, and the additional service needed when callers must present a JWT. */
const SERVICES = ['frontend', 'history', 'matching', 'worker', 'internal-frontend'];

/** Each shard reads its own queues: on two cores 16 took a tenth less CPU of server and database than 64, 8 no less. */
const SHARDS = 16;
/** Garbage is collected when the heap has grown fivefold instead of twofold (a tenth less CPU), sooner from 1 GB on. */
const COLLECTOR = { GOGC: '400', GOMEMLIMIT: '1GiB' };
const READY_MS = 90_000;
const GRACE_MS = 15_000;

/** Starts Temporal (or connects to the cluster) and waits until its namespaces can be used. */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  const { rehearsals = [] } = options;
  const namespaces = [...options.namespaces, ...rehearsals];
  const program = options.program ?? (await findTemporal(options.log, temporalKind(options.dir)));
  if (program.kind === 'cluster') {
    await prepareNamespaces({ address: program.address, ...options.connection }, namespaces, READY_MS);
    return { ...program, running: () => true, stop: async () => undefined, kill: () => undefined };
  }
  if ((options.faultInjection ?? options.access) !== undefined && program.kind !== 'server') {
    throw new Error('Fault injection and TLS need the Temporal server binary, not the CLI');
  }
  const pidFile = join(options.dir, 'pid.json');
  await endLeftover(pidFile, options.log);
  makePassableDir(options.dir);
  const wanted = options.port === undefined ? {} : { frontend: options.port };
  const ports = await rememberedPorts(join(options.dir, 'ports.json'), TEMPORAL_PORTS, wanted);
  const [command, args] =
    program.kind === 'server'
      ? await serverCommand(program.server, program.sqlTool, options, ports)
      : [program.command, cliArguments(options, ports)];
  const identity = launch(command, args, options.dir);
  writeJson(pidFile, identity);
  const address = `127.0.0.1:${ports.frontend}`;
  const prepare = async () => {
    await prepareNamespaces({ address, ...options.connection }, namespaces, READY_MS);
    if (program.kind === 'server') await keepUnlisted(options.postgresSuperUrl, rehearsals);
  };
  await whileAlive(identity, options, prepare());
  writeJson(kindFile(options.dir), program.kind);
  options.log(`Temporal is ready on ${address} (${program.kind})`);
  return {
    address,
    kind: program.kind,
    pid: identity.pid,
    running: () => isRunning(identity),
    stop: () => endProcess(identity, GRACE_MS),
    kill: () => void signalProcess(identity, 'SIGKILL'),
  };
}

const kindFile = (dir: string) => join(dir, 'kind.json');

/** What the data in this folder was started with; undefined for a new one. */
export function temporalKind(dir: string): TemporalProgram['kind'] | undefined {
  return readJson(kindFile(dir));
}

/**
 * Terminates a server that survived a killed run, since its settings may be outdated; never another process with its
 * number.
 */
async function endLeftover(pidFile: string, log: (line: string) => void): Promise<void> {
  const leftover = readJson<ProcessIdentity>(pidFile);
  if (!leftover || !isRunning(leftover)) return;
  log(`Ending the Temporal server of an earlier run (pid ${leftover.pid})`);
  await endProcess(leftover, GRACE_MS);
}

async function serverCommand(
  server: string,
  sqlTool: string,
  options: TemporalOptions,
  ports: TemporalPorts,
): Promise<[string, string[]]> {
  const { dir, postgresSuperUrl: superUrl, faultInjection, access, shards = SHARDS } = options;
  const store = await prepareTemporalStore({ dir, superUrl, sqlTool, version: SERVER_VERSION });
  const mutual = access?.clients === 'certificates';
  const overrides = { ...(mutual && { 'system.enableRingpopTLS': true }), ...options.dynamicConfig };
  const dynamic = dynamicConfig(overrides, options.rehearsals);
  const config = writeTemporalConfig({ dir, ports, store, shards, dynamic, faultInjection, ...(access && { access }) });
  const open = access === undefined || access.clients === 'certificates';
  const services = open ? [] : SERVICES.flatMap((name) => ['--service', name]);
  return [server, ['--config-file', config, ...(open ? ['--allow-no-auth'] : []), 'start', ...services]];
}

function cliArguments(options: TemporalOptions, ports: TemporalPorts): string[] {
  const file = join(options.dir, 'temporal.sqlite');
  const args = ['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(ports.frontend)];
  args.push('--http-port', String(ports.frontendHttp), '--metrics-port', String(ports.metrics));
  args.push('--log-level', 'warn', '--db-filename', file);
  args.push('--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=2');
  for (const [key, value] of Object.entries(dynamicConfig(options.dynamicConfig, options.rehearsals))) {
    // the CLI takes one value for all namespaces: the most permissive of a constrained list
    const plain = Array.isArray(value) ? (value as { value: unknown }[])[0]?.value : value;
    args.push('--dynamic-config-value', `${key}=${JSON.stringify(plain)}`);
  }
  return args;
}

function launch(command: string, args: string[], dir: string): ProcessIdentity {
  const log = openLog(join(dir, 'temporal.log'));
  // detached: Ctrl-C in a terminal is for the parent, which stops the server after the workers
  const env = { ...COLLECTOR, ...process.env };
  const child = spawn(command, args, { cwd: dir, detached: true, stdio: ['ignore', log, log], env });
  closeSync(log);
  child.on('error', () => undefined); // detected by the missing pid
  child.unref();
  if (child.pid === undefined) throw new Error(`Temporal could not be started: ${command}`);
  return identify(child.pid);
}

/** Runs `work`. Rejects with the path of the log when the server dies first. */
async function whileAlive(identity: ProcessIdentity, options: TemporalOptions, work: Promise<void>): Promise<void> {
  let done = false;
  const guard = async () => {
    while (!done) {
      if (!isRunning(identity))
        throw new Error(`Temporal ended while starting, see ${join(options.dir, 'temporal.log')}`);
      await sleep(100);
    }
  };
  try {
    await Promise.race([work, guard()]);
  } catch (error) {
    signalProcess(identity, 'SIGKILL');
    throw error;
  } finally {
    done = true;
    work.catch(() => undefined);
  }
}
