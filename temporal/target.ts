import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { clusterAddress, clusterSettings, loadConfig } from '../config/settings';
import { databaseUrl } from '../config/database-url';
import { readJson } from '../config/files';
import { type TemporalSettings } from './connection';
import { embeddedTlsSettings } from './embedded-tls';

/** Where a command finds the installation it works on. */
export interface Target extends TemporalSettings {
  DATABASE_URL: string;
}

/**
 * Addresses of an installation's database and Temporal: of the embedded one running from a data folder, otherwise from
 * the environment's settings. Throws when the folder holds no installation.
 */
export function findTarget(dataDir?: string): Target {
  if (dataDir === undefined) return loadConfig();
  const secrets = readJson<{ app: string }>(join(dataDir, 'secrets.json'));
  const postgres = readJson<{ postgres: number }>(join(dataDir, 'postgres', 'port.json'));
  const temporal = readJson<{ frontend: number }>(join(dataDir, 'temporal', 'ports.json'));
  const address = clusterAddress() ?? (temporal && `127.0.0.1:${temporal.frontend}`);
  if (!secrets || !postgres || !address) throw new Error(`there is no installation in ${dataDir}`);
  const codecKeys = `${resolve(dataDir)}.codec`;
  const server = `postgres://127.0.0.1:${postgres.postgres}/`;
  return {
    DATABASE_URL: databaseUrl(server, 'tsunagi', 'tsunagi_app', secrets.app),
    ...(clusterAddress() ? clusterSettings() : embeddedTlsSettings(join(resolve(dataDir), 'temporal'))),
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: 'tsunagi',
    ...(existsSync(codecKeys) && { CODEC_KEY_FILE: codecKeys }),
  };
}
