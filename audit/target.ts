import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { clusterAddress, clusterSettings, loadConfig } from '../config/settings';
import { databaseUrl } from '../db/platform/roles';
import { readJson } from '../embedded/files';
import { type TemporalSettings } from '../temporal/connection';

export interface AuditTarget extends TemporalSettings {
  DATABASE_URL: string;
}

/**
 * Connection settings of the audited installation: the running embedded one of a data folder, otherwise the
 * environment's. Throws if the folder has no running installation.
 */
export function auditTarget(dataDir?: string): AuditTarget {
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
    ...clusterSettings(),
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: 'tsunagi',
    ...(existsSync(codecKeys) && { CODEC_KEY_FILE: codecKeys }),
  };
}
