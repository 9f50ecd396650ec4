import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { type Logger } from 'pino';
import { AppError } from '../../domain/errors';
import { readClock } from '../platform/clock';
import { appendLedger, INSTALLATION_CHAIN } from '../platform/ledger';
import { type Vault, openVault } from './vault';
import { type Db, type Queryable } from '../platform/types';
import { type Config } from '../../config/settings';
import { sleep } from '../../config/sleep';
import { FileMasterKeys, followMasterKeys, type MasterKeys, kmsLines } from './master-keys';
import { requireKnownSchema, UnknownSchema } from '../platform/migrate';

/** The master keys do not belong to the database; waiting does not help. */
class WrongMasterKeys extends Error {}

/**
 * Checks that these are the database's master keys and stores their ids. Throws an error naming the key if the root
 * differs, or if the keys of the first or last customer cannot be unwrapped.
 */
export async function checkMasterKeys(db: Db, vault: Vault): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`insert into master_keys (id, root) values (${vault.rootId}, true) on conflict do nothing`.execute(trx);
    for (const id of vault.keyIds) {
      await sql`insert into master_keys (id, root) values (${id}, false) on conflict do nothing`.execute(trx);
    }
    const { rows } = await sql<{ id: string }>`select id from master_keys where root`.execute(trx);
    const root = rows[0]?.id;
    if (root !== vault.rootId) {
      throw new WrongMasterKeys(
        `the master keys are not those of this database: it was begun with ${root}, the first one given is ${vault.rootId}`,
      );
    }
    await openEnds(trx, vault);
  });
}

async function openEnds(trx: Queryable, vault: Vault): Promise<void> {
  const { rows } = await sql<{ wrapped: Buffer; id: string }>`
    (select wrapped_key as wrapped, master_key_id as id from vault_keys order by customer_id limit 1) union all
    (select wrapped_key, master_key_id from vault_keys order by customer_id desc limit 1)`.execute(trx);
  for (const { wrapped, id } of rows) {
    try {
      vault.unwrap(wrapped);
    } catch {
      throw new WrongMasterKeys(
        `the master keys cannot open what ${id} has wrapped: is a line of MASTER_KEY_FILE missing?`,
      );
    }
  }
}

export interface KeyUse {
  /** Id of a master key. */
  key: string;
  customers: number;
}

/** Number of customers' keys wrapped by each master key. Reads all of them: about a second for 1,000,000. */
export async function keyUses(db: Queryable): Promise<KeyUse[]> {
  const { rows } = await sql<KeyUse>`
    select master_key_id as key, count(*) as customers from vault_keys group by 1 order by 1`.execute(db);
  return rows;
}

interface Rewrapped {
  rewrapped: number;
  /** Customers whose keys cannot be unwrapped: the master key is missing, or the key was altered. */
  lost: number;
  /** The master keys concerned, with up to ten surrogate customer ids each. */
  lostKeys: { key: string; customers: number[] }[];
}

interface Wrapped {
  id: number;
  key: string;
  wrapped: Buffer;
}

const LOST_SHOWN = 10;

/**
 * Re-wraps every customer's key with the current master key, one batch per transaction, while everything runs: keys
 * another process changes meanwhile are left to it, and readers find either version. Can be interrupted and called
 * again. The result is an entry in the installation's ledger.
 */
export async function rewrapKeys(
  db: Db,
  vault: Vault,
  options: { batch?: number; onProgress?: (done: number) => void } = {},
): Promise<Rewrapped> {
  const { batch = 1_000, onProgress } = options;
  const done: Rewrapped = { rewrapped: 0, lost: 0, lostKeys: [] };
  const key = vault.keyId;
  for (let after = 0; ;) {
    const { rows } = await sql<Wrapped>`
      select customer_id as id, master_key_id as key, wrapped_key as wrapped from vault_keys
      where customer_id > ${after} and master_key_id <> ${key} order by customer_id limit ${batch}`.execute(db);
    if (rows.length === 0) break;
    after = rows.at(-1)!.id;
    done.rewrapped += await update(db, key, again(vault, rows, done));
    onProgress?.(done.rewrapped);
  }
  const { now } = await readClock(db);
  const entry = { kind: 'keys_rewrapped', by: 'command', key, customers: done.rewrapped, lost: done.lost };
  if (done.rewrapped + done.lost > 0) await appendLedger(db, INSTALLATION_CHAIN, null, now, [entry]);
  return done;
}

function again(vault: Vault, rows: Wrapped[], done: Rewrapped): (Wrapped & { fresh: Buffer })[] {
  return rows.flatMap((row) => {
    try {
      return [{ ...row, fresh: vault.wrap(vault.unwrap(row.wrapped)) }];
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      done.lost += 1;
      const known = done.lostKeys.find(({ key }) => key === row.key);
      if (!known) done.lostKeys.push({ key: row.key, customers: [row.id] });
      else if (known.customers.length < LOST_SHOWN) known.customers.push(row.id);
      return [];
    }
  });
}

/** Updates only keys that are still as they were read, so that a concurrent erasure is not undone. */
async function update(db: Db, key: string, rows: (Wrapped & { fresh: Buffer })[]): Promise<number> {
  const { numAffectedRows } = await sql`
    update vault_keys v set wrapped_key = u.fresh, master_key_id = ${key}
    from unnest(${rows.map(({ id }) => id)}::bigint[], ${rows.map(({ wrapped }) => wrapped)}::bytea[],
      ${rows.map(({ fresh }) => fresh)}::bytea[]) as u(id, wrapped, fresh)
    where v.customer_id = u.id and v.wrapped_key = u.wrapped`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Records in the installation's ledger that another master key wraps from now on. */
export async function recordRotation(db: Db, key: string, announced: boolean): Promise<void> {
  const { now } = await readClock(db);
  const entry = { kind: announced ? 'key_announced' : 'key_rotated', by: 'command', key };
  await appendLedger(db, INSTALLATION_CHAIN, null, now, [entry]);
}

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
