import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workflowBundle } from '../bundle';
import { connectDb } from '../db/connect';
import { migrateWithBackup } from '../db/backup';
import { ensureDatabase } from '../db/roles';
import { deploy } from '../deploy';
import { connectTemporal } from '../temporal';
import { readJson, writeJson } from './files';
import { rememberedPorts } from './ports';
import { superviseProcess, type SupervisedProcess, typescriptCommand } from './process';
import { type Base, startBase } from './stack';

const NAMESPACE = 'tsunagi';
const ROOT = join(__dirname, '..');
const PORTS = ['api', 'inboxSmtp', 'inboxHttp', 'customers', 'bounces', 'worker'] as const;
export type InstallationPorts = Record<(typeof PORTS)[number], number>;

export interface InstallationOptions {
  /** The data folder; the master key lies beside it as <dir>.key. */
  dir: string;
  apiPort?: number;
  /** Seed of the inbox's faults and of the simulated customers. */
  seed: number;
  /** The audience file: what each simulated customer knows about himself. */
  customersFile: string;
  /** Length of a customer's and the inbox's day in ms, for trials in real time; default a day. */
  dayMs?: number;
  log: (line: string) => void;
}

export interface Installation {
  base: Base;
  ports: InstallationPorts;
  appUrl: string;
  ownerUrl: string;
  masterKeyFile: string;
  env: Record<string, string>;
  processes: Record<'inbox' | 'api' | 'worker' | 'customers', SupervisedProcess>;
  stop(): Promise<void>;
}

/** Starts the whole embedded default in one data folder, or goes on with what lies there. */
export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const { dir, log } = options;
  const base = await startBase({ dir, log, namespaces: [NAMESPACE] });
  const started: SupervisedProcess[] = [];
  const stop = async () => {
    for (const child of started.reverse()) await child.stop();
    await base.stop();
  };
  try {
    const urls = await prepareDatabase(dir, base.postgres.superUrl, log);
    const wanted = options.apiPort === undefined ? {} : { api: options.apiPort };
    const ports = await rememberedPorts(join(dir, 'ports.json'), PORTS, wanted);
    const masterKeyFile = `${dir}.key`;
    const env = environment({ ...urls, ports, masterKeyFile, temporalAddress: base.temporal.address });
    const start = async (name: string, file: string, childEnv: Record<string, string>, health: string) => {
      const child = await superviseProcess({
        name,
        dir,
        log,
        env: childEnv,
        ready: () => answers(health),
        ...typescriptCommand(join(ROOT, file)),
      });
      started.push(child);
      return child;
    };
    const inbox = await start(
      'inbox',
      'engine/inbox/main.ts',
      inboxEnv(options, ports),
      `http://127.0.0.1:${ports.inboxHttp}/healthz`,
    );
    const bundle = await workflowBundle();
    const [worker, api] = await Promise.all([
      start('worker', 'worker.ts', env, `http://127.0.0.1:${ports.worker}/metrics`),
      start('api', 'server.ts', env, `http://127.0.0.1:${ports.api}/healthz`),
    ]);
    const customers = await start(
      'customers',
      'engine/customers/main.ts',
      customersEnv(options, ports),
      `http://127.0.0.1:${ports.customers}/healthz`,
    );
    const client = await connectTemporal({ TEMPORAL_ADDRESS: base.temporal.address, TEMPORAL_NAMESPACE: NAMESPACE });
    const { buildId, replayed } = await deploy({ client, deployment: 'tsunagi', bundle, log });
    await client.connection.close();
    log(`build ${buildId} is current${replayed > 0 ? `, ${replayed} open histories replayed` : ''}`);
    const processes = { inbox, api, worker, customers };
    return { base, ports, ...urls, masterKeyFile, env, processes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepareDatabase(dir: string, superUrl: string, log: (line: string) => void) {
  const file = join(dir, 'secrets.json');
  const secrets = readJson<{ owner: string; app: string }>(file) ?? {
    owner: randomBytes(18).toString('base64url'),
    app: randomBytes(18).toString('base64url'),
  };
  if (!existsSync(file)) writeJson(file, secrets, 0o600);
  const database = { superUrl, database: 'tsunagi', ownerPassword: secrets.owner, appPassword: secrets.app };
  const urls = await ensureDatabase(database);
  const { applied, backup } = await migrateWithBackup({ superUrl, database: 'tsunagi', ownerUrl: urls.ownerUrl });
  if (backup) log(`database backed up as ${backup} before ${applied.join(', ')}`);
  return urls;
}

function environment(input: {
  appUrl: string;
  ports: InstallationPorts;
  masterKeyFile: string;
  temporalAddress: string;
}): Record<string, string> {
  const { ports } = input;
  return {
    DATABASE_URL: input.appUrl,
    DATABASE_POOL: '20',
    TEMPORAL_ADDRESS: input.temporalAddress,
    TEMPORAL_NAMESPACE: NAMESPACE,
    MASTER_KEY_FILE: input.masterKeyFile,
    PUBLIC_URL: `http://127.0.0.1:${ports.api}`,
    API_PORT: String(ports.api),
    SMTP_URL: `smtp://127.0.0.1:${ports.inboxSmtp}`,
    BOUNCE_PORT: String(ports.bounces),
    METRICS_PORT: String(ports.worker),
    LOG_LEVEL: 'info',
  };
}

const inboxEnv = ({ dir, dayMs }: InstallationOptions, ports: InstallationPorts): Record<string, string> => ({
  INBOX_SMTP_PORT: String(ports.inboxSmtp),
  INBOX_HTTP_PORT: String(ports.inboxHttp),
  INBOX_DIR: join(dir, 'inbox'),
  INBOX_DSN_TO: `127.0.0.1:${ports.bounces}`,
  ...(dayMs !== undefined && { INBOX_DSN_DELAY_MS: String(dayMs) }),
});

const customersEnv = (options: InstallationOptions, ports: InstallationPorts): Record<string, string> => ({
  INBOX_URL: `http://127.0.0.1:${ports.inboxHttp}`,
  API_URL: `http://127.0.0.1:${ports.api}`,
  SEED: String(options.seed),
  CUSTOMERS_PORT: String(ports.customers),
  CUSTOMERS_DIR: join(options.dir, 'customers'),
  CUSTOMERS_FILE: options.customersFile,
  CODES_FILE: join(options.dir, 'access-codes.csv'),
  ...(options.dayMs !== undefined && { CUSTOMERS_DAY_MS: String(options.dayMs) }),
});

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
  return response.ok;
}

/** The database of an installation, as its application role; for the engine's own clock and progress. */
export const openDatabase = (installation: Installation) =>
  connectDb({ url: installation.appUrl, max: 4, application: 'tsunagi-engine' });
