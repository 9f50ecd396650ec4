import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client } from '@temporalio/client';
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
  /** Number of mails accepted by the inbox. */
  mailsAccepted(): Promise<number>;
  /** Stops what was started and deletes its folder. */
  stop(): Promise<void>;
}

/** Starts the test bed in a temporary folder; ready when both workers' builds are current. Ctrl-C removes it. */
export async function startBed(log: (line: string) => void): Promise<Bed> {
  if (process.env.TEMPORAL_ADDRESS) {
    throw new Error('the bench measures a Temporal server of its own: unset TEMPORAL_ADDRESS');
  }
  const dir = await mkdtemp(join(tmpdir(), 'tsunagi-bench-'));
  await chmod(dir, 0o711); // PostgreSQL runs as another user
  const undo: (() => Promise<unknown>)[] = [() => rm(dir, { recursive: true, force: true })];
  const building = build(join(dir, 'data'), log, undo);
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

async function build(dir: string, log: (line: string) => void, undo: (() => Promise<unknown>)[]) {
  const base = await startBase({ dir, log, namespaces: [NAMESPACE] });
  undo.push(() => base.stop());
  const urls = await ensureDatabase({
    superUrl: base.postgres.superUrl,
    database: 'bench',
    ownerPassword: 'bench-only',
    appPassword: 'bench-only',
  });
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
  const ports = await rememberedPorts(join(dir, 'ports.json'), ['smtp', 'inbox', 'worker'] as const);
  const masterKeyFile = `${dir}.key`;
  const vault = await openVault(new FileMasterKeys(masterKeyFile));
  const env = {
    EMBEDDED: 'true',
    OUTGOING_PRIVATE: '127.0.0.0/8',
    DATABASE_URL: urls.appUrl,
    DATABASE_POOL: '20',
    ...temporalSettings,
    MASTER_KEY_FILE: masterKeyFile,
    CODEC_KEY_FILE,
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
    const child = await superviseProcess({ name, dir, log, env: childEnv, ready, ...command });
    undo.push(() => child.stop());
    return child;
  };
  await start('inbox', 'sandbox/inbox/main.ts', inboxEnv, () => answers(`${inboxUrl}/healthz`));
  const worker = await start('worker', 'worker.ts', env, () => answers(`http://127.0.0.1:${ports.worker}/metrics`));
  const noopEnv = { ...env, TASK_QUEUE: NOOP_QUEUE, DEPLOYMENT: NOOP_QUEUE };
  const noop = await start('noop', 'bench/launch/noop-worker.ts', noopEnv, async () => true);
  const bundle = await workflowBundle();
  await deploy({ client, deployment: 'tsunagi', bundle, log, replayQuery: `TaskQueue = 'tsunagi'` });
  const noopBundle = { ...bundle, buildId: NOOP_BUILD };
  await deploy({ client, deployment: NOOP_QUEUE, bundle: noopBundle, log, replayQuery: `TaskQueue = '${NOOP_QUEUE}'` });
  const { temporal, postgres } = base;
  if (temporal.pid === undefined) throw new Error('the Temporal server has no process of ours');
  const pids = { worker: pidOf(worker), noop: pidOf(noop), temporal: temporal.pid, postmaster: postgres.pid };
  return { db, vault, client, pids, mailsAccepted: () => countMails(inboxUrl) };
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
