import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { workflowBundle } from '../../temporal/bundle';
import { ensureKeyRing } from '../../temporal/codec/key-ring';
import { clusterSettings } from '../../config/settings';
import { connectDb } from '../../db/platform/connect';
import {
  migrateWithBackup,
  inBothLanguages,
  requireKnownSchema,
  UnknownSchema,
  withConnection,
} from '../../db/platform/migrate';
import { prepareRehearsalDatabase } from '../../db/rehearsals/engine/database';
import { ensureDatabase, hasDatabase } from '../../db/platform/roles';
import { openPaths } from '../../db/platform/evidence/open-paths';
import { deploy } from '../../temporal/deploy';
import { connectionOptions, connectTemporal, type TemporalSettings } from '../../temporal/connection';
import { readJson, writeJson } from '../../config/files';
import { rememberedPorts } from '../../embedded/ports';
import { superviseProcess, type SupervisedProcess, typescriptCommand } from '../../embedded/process';
import {
  type InstallationPorts,
  people,
  PORT_NAMES,
  productEnv,
  productPrograms,
  type Program,
  type ProgramOptions,
  type SimulationKeys,
  standIns,
} from './programs';
import { type Base, type BaseOptions, startBase } from '../../embedded/base';
import { type Db } from '../../db/platform/types';

export type { InstallationPorts } from './programs';

const NAMESPACE = 'tsunagi';
const DATABASE = 'tsunagi';
/** Where rehearsals run: a database and a namespace of their own. */
const REHEARSALS = { database: 'tsunagi_rehearsal', namespace: 'tsunagi-rehearsal' };
const NOWHERE: TemporalSettings = { TEMPORAL_ADDRESS: '', TEMPORAL_NAMESPACE: '' };
const ROOT = join(__dirname, '..', '..');

export interface InstallationOptions extends ProgramOptions {
  apiPort?: number;
  /** Called once the database exists: creates or finds the people whose keys the simulation uses. */
  keysOf: (db: Db) => Promise<SimulationKeys>;
  log: (line: string) => void;
  /**
   * Called once the schema exists and before anything runs on it, with the owner's URL; for trials with another schema.
   */
  prepareSchema?: (ownerUrl: string) => Promise<void>;
  /** Settings of the Temporal server for trials. */
  server?: Pick<BaseOptions, 'shards' | 'faultInjection' | 'dynamicConfig'>;
}

export interface Installation {
  base: Base;
  ports: InstallationPorts;
  appUrl: string;
  ownerUrl: string;
  masterKeyFile: string;
  codecKeyFile: string;
  env: Record<string, string>;
  /** By name: worker, api, inbox, sms, print-shop, phone, customers, operators, client-system; worker2, api2. */
  processes: Map<string, SupervisedProcess>;
  stop(): Promise<void>;
}

/** Starts the whole embedded default in one data folder, or continues with existing data. */
export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const { dir, log } = options;
  const cluster = clusterSettings();
  const { address: _, ...connection } = connectionOptions({ ...NOWHERE, ...cluster });
  const check = (superUrl: string) => requireOwnData(dir, superUrl);
  const base = await startBase({
    dir,
    log,
    check,
    namespaces: [NAMESPACE],
    rehearsals: [REHEARSALS.namespace],
    connection,
    ...options.server,
  });
  const processes = new Map<string, SupervisedProcess>();
  const stop = async () => {
    for (const child of [...processes.values()].reverse()) await child.stop();
    await base.stop();
  };
  try {
    const secrets = secretsOf(dir);
    const urls = await prepareDatabase(secrets, base.postgres.superUrl, log);
    await options.prepareSchema?.(urls.ownerUrl);
    const wanted = options.apiPort === undefined ? {} : { api: options.apiPort };
    const ports = await rememberedPorts(join(dir, 'ports.json'), PORT_NAMES, wanted);
    const keyFiles = { masterKeyFile: `${dir}.key`, codecKeyFile: `${dir}.codec` };
    ensureKeyRing(keyFiles.codecKeyFile);
    const signed = { smsToken: secrets.sms, phoneSecret: secrets.phone };
    const product = { ...urls, ports, dir, ...keyFiles, ...signed, namespace: NAMESPACE };
    const env = { ...productEnv(product), ...cluster, ...base.temporalSettings };
    const installation = { base, ports, ...urls, ...keyFiles, env, processes, stop };
    const keys = await keysFor(installation, options);
    const bundle = await workflowBundle();
    const startAll = async (programs: Program[]) => {
      // waits for all, so that none keeps running when one fails
      const begun = await Promise.allSettled(
        programs.map(async (program) => {
          const env = { ...program.env, ...options.extraEnv?.[program.name] };
          processes.set(program.name, await start({ ...program, env }, dir, log));
        }),
      );
      for (const result of begun) if (result.status === 'rejected') throw result.reason;
    };
    await startAll(standIns(options, ports, secrets));
    await startAll(productPrograms(options, ports, env));
    await startAll(people(options, ports, keys));
    const client = await connectTemporal(temporalOf(installation));
    const { db } = openDatabase(installation);
    const { buildId, replayed } = await deploy({
      ...{ client, deployment: 'tsunagi', bundle, log },
      openPaths: () => openPaths(db),
    }).finally(() => db.destroy());
    await client.connection.close();
    log(`build ${buildId} is current${replayed > 0 ? `, ${replayed} open histories replayed` : ''}`);
    return installation;
  } catch (error) {
    await stop();
    throw error;
  }
}

const start = ({ name, file, env, health }: Program, dir: string, log: (line: string) => void) =>
  superviseProcess({ name, dir, log, env, ready: () => answers(health), ...typescriptCommand(join(ROOT, file)) });

async function keysFor(installation: Pick<Installation, 'appUrl'>, options: InstallationOptions) {
  const { db } = openDatabase(installation);
  try {
    return await options.keysOf(db);
  } finally {
    await db.destroy();
  }
}

interface Secrets {
  owner: string;
  app: string;
  sms: string;
  phone: string;
}

/** Created once per data folder; an older one gets what it lacks now. */
function secretsOf(dir: string): Secrets {
  const file = join(dir, 'secrets.json');
  const known = readJson<Partial<Secrets>>(file);
  const fresh = () => randomBytes(18).toString('base64url');
  const secrets = { owner: fresh(), app: fresh(), sms: fresh(), phone: fresh(), ...known };
  if (!known?.sms || !known.phone) writeJson(file, secrets, 0o600);
  return secrets;
}

/** Throws, and says how to start anew, when the folder's database was made by another build. Only reads. */
async function requireOwnData(dir: string, superUrl: string): Promise<void> {
  if (!(await hasDatabase(superUrl, DATABASE))) return;
  const url = new URL(superUrl);
  url.pathname = `/${DATABASE}`;
  try {
    await withConnection(url.href, (db) => requireKnownSchema(db));
  } catch (error) {
    if (!(error instanceof UnknownSchema)) throw error;
    throw new Error(inBothLanguages('unknownData', { dir, migration: error.migration }), { cause: error });
  }
}

async function prepareDatabase(secrets: Secrets, superUrl: string, log: (line: string) => void) {
  const database = { superUrl, database: DATABASE, ownerPassword: secrets.owner, appPassword: secrets.app };
  const urls = await ensureDatabase(database);
  const { applied, backup } = await migrateWithBackup({ superUrl, database: DATABASE, ownerUrl: urls.ownerUrl });
  if (backup) log(`database backed up as ${backup} before ${applied.join(', ')}`);
  const rehearsals = await ensureDatabase({ ...database, database: REHEARSALS.database });
  await prepareRehearsalDatabase(rehearsals);
  return { ...urls, rehearsalUrl: rehearsals.appUrl };
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
  return response.ok;
}

type TemporalEnv = Pick<TemporalSettings, 'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE'>;

/** Connection settings of an installation's Temporal. */
export const temporalOf = ({ env, codecKeyFile }: Pick<Installation, 'env' | 'codecKeyFile'>): TemporalSettings => ({
  ...(Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('TEMPORAL_'))) as TemporalEnv),
  CODEC_KEY_FILE: codecKeyFile,
});

/** The database of an installation, with its application role; for the clock and progress. */
export const openDatabase = (installation: Pick<Installation, 'appUrl'>) =>
  connectDb({ url: installation.appUrl, max: 4, application: 'tsunagi-engine' });
