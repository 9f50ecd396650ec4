import { readFileSync } from 'node:fs';
import { type Logger } from 'pino';
import { type Config } from '../../config/settings';
import { sleep } from '../../config/sleep';

import { FileMasterKeys, followMasterKeys, type MasterKeys } from './master-keys';
import { kmsLines } from './master-keys-kms';
import { checkMasterKeys, WrongMasterKeys } from './vault-keys';
import { openVault, type Vault } from './vault';
import { requireKnownSchema, UnknownSchema } from '../platform/migrate';
import { type Db } from '../platform/types';

export type KeySettings = Pick<Config, 'MASTER_KEY_FILE'> &
  Partial<Pick<Config, 'KMS_URL' | 'KMS_MOUNT' | 'KMS_KEY' | 'KMS_TOKEN' | 'KMS_TOKEN_FILE' | 'KMS_CA_FILE'>>;

/** The master keys of these settings: a key file, its lines encrypted by a key management system when one is configured. */
export function masterKeysOf(settings: KeySettings): MasterKeys {
  const { MASTER_KEY_FILE: file, KMS_URL: url, KMS_MOUNT: mount, KMS_KEY, KMS_TOKEN, KMS_CA_FILE: caFile } = settings;
  const tokenFile = settings.KMS_TOKEN_FILE;
  if (url === undefined) return new FileMasterKeys(file);
  const kms = {
    url,
    key: KMS_KEY!,
    token: () => (tokenFile === undefined ? KMS_TOKEN! : readFileSync(tokenFile, 'utf8').trim()),
    ...(mount && { mount }),
    ...(caFile && { caFile }),
  };
  return new FileMasterKeys(file, kmsLines(kms));
}

const DATABASE_MS = 20_000;
const RETRY_MS = 1_000;

/**
 * Opens the vault for a process, checks that the database was set up with these keys (waiting up to 20 s for the
 * database), and follows key rotations until `stop`. Throws WrongMasterKeys for the wrong keys, UnknownSchema for the database of another build.
 */
export async function vaultFor(settings: KeySettings, db: Db, log: Logger): Promise<{ vault: Vault; stop(): void }> {
  const keys = masterKeysOf(settings);
  const mark = keys.mark();
  const vault = await openVault(keys);
  for (const until = performance.now() + DATABASE_MS; ;) {
    try {
      await requireKnownSchema(db);
      await checkMasterKeys(db, vault);
      break;
    } catch (error) {
      const final = error instanceof WrongMasterKeys || error instanceof UnknownSchema;
      if (final || performance.now() > until) throw error;
      await sleep(RETRY_MS);
    }
  }
  return { vault, stop: followMasterKeys(keys, mark, { adopt: (added) => vault.adopt(added), log }) };
}
