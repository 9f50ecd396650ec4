import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client } from '@temporalio/client';
import pg from 'pg';
import { workflowBundle } from '../../temporal/bundle';
import { ensureKeyRing } from '../../temporal/codec/key-ring';
import { connectDb } from '../../db/platform/connect';
import { ensureLane, SHARED_MAIL_LANE } from '../../db/delivery/lanes';
import { migrate } from '../../db/platform/migrate';
import { ensureDatabase } from '../../db/platform/roles';
import { FileMasterKeys } from '../../db/privacy/master-keys';
import { openVault, type Vault } from '../../db/privacy/vault';
import { deploy } from '../../temporal/deploy';
import { rememberedPorts } from '../../embedded/ports';
import { superviseProcess, type SupervisedProcess, typescriptCommand } from '../../embedded/process';
import { startBase } from '../../embedded/base';
import { startPostgres } from '../../embedded/postgres/postgres';
import { connectTemporal } from '../../temporal/connection';
import { NOOP_BUILD } from './noop-worker';
import { type Db } from '../../db/platform/types';

const NAMESPACE = 'bench';
const ROOT = join(__dirname, '..', '..');
export const NOOP_QUEUE = 'noop';

/** Servers and processes of a benchmark: PostgreSQL, Temporal, an SMTP inbox, our worker and the no-op one. */
export interface Bed {
  db: Db;
  vault: Vault;
  client: Client;
  pids: { worker: number; noop: number; temporal: number; postmaster: number };
  /** Rows of a statement run by the superuser in one of the server's databases. */
  query<Row = Record<string, unknown>>(database: BedDatabase, statement: string): Promise<Row[]>;
  /** Number of mails accepted by the inbox. */
  mailsAccepted(): Promise<number>;
  /** Stops what was started and deletes its folder. */
  stop(): Promise<void>;
}

/** The product's database, and the two of Temporal. */
export type BedDatabase = 'bench' | 'temporal' | 'temporal_visibility';

export interface BedOptions {
  /** Folder into which the product's worker writes its CPU profile when it stops. */
  profiles?: string;
  /** Whether PostgreSQL counts statements (pg_stat_statements). */
  statements?: boolean;
}

/** Runs `work` on a test bed in a temporary folder, with both workers' builds current, and removes it. */
export async function withBed<Result>(
  log: (line: string) => void,
  work: (bed: Bed) => Promise<Result>,
  options: BedOptions = {},
): Promise<Result> {
  const bed = await startBed(log, options);
  try {
    return await work(bed);
  } finally {
    await bed.stop();
  }
}

/** Starts the test bed in a temporary folder; ready when both workers' builds are current. Ctrl-C removes it. */
async function startBed(log: (line: string) => void, options: BedOptions): Promise<Bed> {
  if (process.env.TEMPORAL_ADDRESS) {
    throw new Error('the bench measures a Temporal server of its own: unset TEMPORAL_ADDRESS');
  }
  const dir = await mkdtemp(join(tmpdir(), 'tsunagi-bench-'));
  await chmod(dir, 0o711); // PostgreSQL runs as another user
  const undo: (() => Promise<unknown>)[] = [() => rm(dir, { recursive: true, force: true })];
  const building = build({ dir: join(dir, 'data'), log, undo }, options);
  const interrupted = () => {
    log('stopping');
    // what is still starting can be stopped only once it is up
    void building.then(stop, stop).finally(() => process.exit(130));
  };
  const takeAway = async () => {
    for (const step of undo.reverse()) await step().catch((error: unknown) => log(String(error)));
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  };
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= takeAway());
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return { ...(await building), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Makes PostgreSQL count statements from its next start on. */
async function countStatements(dir: string): Promise<void> {
  const postgres = await startPostgres({ dir: join(dir, 'postgres'), log: () => undefined });
  await runQuery(postgres.superUrl, `alter system set shared_preload_libraries = 'pg_stat_statements'`);
  await postgres.stop();
}

async function runQuery<Row>(url: string, statement: string, database?: BedDatabase): Promise<Row[]> {
  const target = new URL(url);
  if (database) target.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: target.href });
  await client.connect();
  try {
    return (await client.query(statement)).rows as Row[];
  } finally {
    await client.end();
  }
}

interface Building {
  dir: string;
  log: (line: string) => void;
  undo: (() => Promise<unknown>)[];
}

async function build(building: Building, { profiles, statements }: BedOptions) {
  const { dir, log, undo } = building;
  if (statements) await countStatements(dir);
  const base = await startBase({ dir, log, namespaces: [NAMESPACE] });
  undo.push(() => base.stop());
  const { superUrl, pid: postmaster } = base.postgres;
  const passwords = { ownerPassword: 'bench-only', appPassword: 'bench-only' };
  const urls = await ensureDatabase({ superUrl, database: 'bench', ...passwords });
  await migrate({ url: urls.ownerUrl });
  const { db } = connectDb({ url: urls.appUrl, max: 4, application: 'bench' });
  undo.push(() => db.destroy());
  // the lane itself is not measured: practically no limit
  await ensureLane(db, { ...SHARED_MAIL_LANE, ratePerMinute: 6_000_000, burst: 100_000 });
  const temporalSettings = { ...base.temporalSettings, TEMPORAL_NAMESPACE: NAMESPACE };
  const CODEC_KEY_FILE = `${dir}.codec`;
  ensureKeyRing(CODEC_KEY_FILE);
  const client = await connectTemporal({ ...temporalSettings, CODEC_KEY_FILE });
  undo.push(() => client.connection.close());
  const MASTER_KEY_FILE = `${dir}.key`;
  const vault = await openVault(new FileMasterKeys(MASTER_KEY_FILE));
  const settings = { ...temporalSettings, DATABASE_URL: urls.appUrl, MASTER_KEY_FILE, CODEC_KEY_FILE };
  const { inboxUrl, worker, noop } = await startProcesses(building, settings, profiles);
  const bundle = await workflowBundle();
  await deploy({ client, deployment: 'tsunagi', bundle, log, replayQuery: `TaskQueue = 'tsunagi'` });
  const noopBundle = { ...bundle, buildId: NOOP_BUILD };
  await deploy({ client, deployment: NOOP_QUEUE, bundle: noopBundle, log, replayQuery: `TaskQueue = '${NOOP_QUEUE}'` });
  const temporal = base.temporal.pid;
  if (temporal === undefined) throw new Error('the Temporal server has no process of ours');
  const pids = { worker: pidOf(worker), noop: pidOf(noop), temporal, postmaster };
  const query = <Row>(database: BedDatabase, statement: string) => runQuery<Row>(superUrl, statement, database);
  return { db, vault, client, pids, query, mailsAccepted: () => countMails(inboxUrl) };
}

/** Starts the inbox, our worker and that of the no-ops. */
async function startProcesses({ dir, log, undo }: Building, settings: Record<string, string>, profiles?: string) {
  const ports = await rememberedPorts(join(dir, 'ports.json'), ['smtp', 'inbox', 'worker'] as const);
  const env = {
    ...settings,
    EMBEDDED: 'true',
    OUTGOING_PRIVATE: '127.0.0.0/8',
    DATABASE_POOL: '20',
    SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    METRICS_PORT: String(ports.worker),
    LOG_LEVEL: 'info',
  };
  const inboxEnv = {
    INBOX_DIR: join(dir, 'inbox'),
    INBOX_SMTP_PORT: String(ports.smtp),
    INBOX_HTTP_PORT: String(ports.inbox),
  };
  const inboxUrl = `http://127.0.0.1:${ports.inbox}`;
  const start = async (name: string, file: string, childEnv: Record<string, string>, ready: () => Promise<boolean>) => {
    const command = typescriptCommand(join(ROOT, file));
    if (profiles && name === 'worker') command.args.unshift('--cpu-prof', `--cpu-prof-dir=${profiles}`);
    const child = await superviseProcess({ name, dir, log, env: childEnv, ready, ...command });
    undo.push(() => child.stop());
    return child;
  };
  await start('inbox', 'sandbox/inbox/main.ts', inboxEnv, () => answers(`${inboxUrl}/healthz`));
  const worker = await start('worker', 'worker.ts', env, () => answers(`http://127.0.0.1:${ports.worker}/metrics`));
  const noopEnv = { ...env, TASK_QUEUE: NOOP_QUEUE, DEPLOYMENT: NOOP_QUEUE };
  const noop = await start('noop', 'bench/launch/noop-worker.ts', noopEnv, async () => true);
  return { inboxUrl, worker, noop };
}

function pidOf(child: SupervisedProcess): number {
  if (child.pid === undefined || child.restarts > 0) throw new Error(`${child.name} did not stay up`);
  return child.pid;
}

async function answers(url: string): Promise<boolean> {
  return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
}

async function countMails(inboxUrl: string): Promise<number> {
  const response = await fetch(`${inboxUrl}/api/total`);
  return ((await response.json()) as { total: number }).total;
}
