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
import { sleep } from '../../config/sleep';

/** A Temporal server that we started, or somebody's cluster. */
export interface Temporal {
  /** host:port for clients. */
  address: string;
  /** `server` on our PostgreSQL, `cli` on a SQLite file, `cluster` elsewhere (stop and kill do nothing). */
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
  /** Frontend port; default: the one used last in this folder when free, else any free one. */
  port?: number;
  namespaces: string[];
  log: (line: string) => void;
  /** On top of our defaults: key → value, or key → [{value, constraints: {namespace}}]. */
  dynamicConfig?: Record<string, unknown>;
  /** The server's own `faultInjection` block for its main store; needs the server binary. */
  faultInjection?: unknown;
  /** TLS and who may come in, for trials; needs the server binary, and `connection` to go in by. */
  access?: TemporalAccess;
  /** History shards, default 64; fixed by the first start. */
  shards?: number;
  /** What findTemporal said; looked for when missing. */
  program?: TemporalProgram;
  /** TLS, API key and the like; for a cluster, or a server with a `door`. */
  connection?: ConnectionOptions;
}

/** What the server starts by itself, and the one more that it needs where callers are asked for a JWT. */
const SERVICES = ['frontend', 'history', 'matching', 'worker', 'internal-frontend'];

const READY_MS = 90_000;
const GRACE_MS = 15_000;

/** Starts Temporal (or finds the cluster) and waits until its namespaces can be used. */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  const program = options.program ?? (await findTemporal(options.log, temporalKind(options.dir)));
  if (program.kind === 'cluster') {
    await prepareNamespaces({ address: program.address, ...options.connection }, options.namespaces, READY_MS);
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
  await whileAlive(
    identity,
    options,
    prepareNamespaces({ address, ...options.connection }, options.namespaces, READY_MS),
  );
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

/** What the data in this folder was begun with; undefined for a new one. */
export function temporalKind(dir: string): TemporalProgram['kind'] | undefined {
  return readJson(kindFile(dir));
}

/** A server that outlived a killed run is ended, since its settings may be old; a stranger with its number is not. */
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
  const { dir, postgresSuperUrl: superUrl, faultInjection, access, shards = 64 } = options;
  const store = await prepareTemporalStore({ dir, superUrl, sqlTool, version: SERVER_VERSION });
  const dynamic = dynamicConfig(options.dynamicConfig);
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
  for (const [key, value] of Object.entries(dynamicConfig(options.dynamicConfig))) {
    // the CLI takes one value for all namespaces: the most permissive of a constrained list
    const plain = Array.isArray(value) ? (value as { value: unknown }[])[0]?.value : value;
    args.push('--dynamic-config-value', `${key}=${JSON.stringify(plain)}`);
  }
  return args;
}

function launch(command: string, args: string[], dir: string): ProcessIdentity {
  const log = openLog(join(dir, 'temporal.log'));
  // detached: Ctrl-C in a terminal is for us, the server is stopped after the workers
  const child = spawn(command, args, { cwd: dir, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.on('error', () => undefined); // seen as a missing pid
  child.unref();
  if (child.pid === undefined) throw new Error(`Temporal could not be started: ${command}`);
  return identify(child.pid);
}

/** `work`, unless the server dies first: then an error that says where its log is. */
async function whileAlive(identity: ProcessIdentity, options: TemporalOptions, work: Promise<void>): Promise<void> {
  let settled = false;
  const guard = async () => {
    while (!settled) {
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
    settled = true;
    work.catch(() => undefined);
  }
}
