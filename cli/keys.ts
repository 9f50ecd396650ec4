import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { findTarget } from '../temporal/target';
import { readKeys, type RingStatus, ringStatus, rotateKeyRing } from '../temporal/codec/key-ring';
import { loadConfig } from '../config/settings';
import { connectDb } from '../db/platform/connect';
import { ANNOUNCE_MS, currentKey } from '../db/privacy/master-keys';
import {
  type KeySettings,
  masterKeysOf,
  keyUses,
  type KeyUse,
  recordRotation,
  rewrapKeys,
} from '../db/privacy/vault-keys';
import { openVault } from '../db/privacy/vault';
import { type Db } from '../db/platform/types';
import { sleep } from '../config/sleep';
import { type Language } from '../domain/campaigns/campaign';
import { terminalText } from '../domain/texts/terminal';

export interface KeysOptions {
  /** Data folder of a running embedded installation; by default the environment's settings apply. */
  data?: string;
  json: boolean;
  lang?: Language;
}

type Say = (line: string) => void;
const toStdout: Say = (line) => void process.stdout.write(`${line}\n`);
const toStderr: Say = (line) => void process.stderr.write(`${line}\n`);

interface KeysTarget extends KeySettings {
  DATABASE_URL: string;
  CODEC_KEY_FILE?: string | undefined;
}

/** Location of database and master keys: of an embedded installation's data folder, otherwise from the environment. */
export function targetOf({ data }: { data?: string }): KeysTarget {
  if (data === undefined) return loadConfig();
  return { ...findTarget(data), MASTER_KEY_FILE: `${resolve(data)}.key` };
}

interface Status {
  root: string;
  current: string;
  announced: string[];
  keys: (KeyUse & { needed: boolean })[];
  /** Master keys that have wrapped customers' keys but are not available here. */
  missing: KeyUse[];
  codec: RingStatus | null;
}

/** Prints the master keys, how many customers depend on each, and which lines could be removed. Shows no key. */
export async function keysStatus(options: KeysOptions, say: Say = toStdout): Promise<number> {
  const target = targetOf(options);
  return withDb(target, async (db) => {
    const keys = await masterKeysOf(target).load();
    const uses = await keyUses(db);
    const [root, current] = [keys[0]!.id, currentKey(keys).id];
    const ofKey = (id: string) => uses.find(({ key }) => key === id)?.customers ?? 0;
    const status: Status = {
      root,
      current,
      announced: keys.filter((key) => key.announced).map(({ id }) => id),
      keys: keys.map((key) => {
        const customers = ofKey(key.id);
        return { key: key.id, customers, needed: customers > 0 || [root, current].includes(key.id) || !!key.announced };
      }),
      missing: uses.filter(({ key }) => !keys.some(({ id }) => id === key)),
      codec: codecStatus(target.CODEC_KEY_FILE),
    };
    if (options.json) say(JSON.stringify(status));
    else tell(status, options, say);
    return status.missing.length > 0 ? 1 : 0;
  });
}

const codecStatus = (file: string | undefined): RingStatus | null =>
  file !== undefined && existsSync(file) ? ringStatus(readKeys(file)) : null;

const textIn =
  ({ lang = 'ja' }: KeysOptions) =>
  (code: Parameters<typeof terminalText>[1], values: Record<string, string | number> = {}): string =>
    terminalText(lang, code, values);

function tell({ root, current, announced, keys, missing, codec }: Status, options: KeysOptions, say: Say): void {
  const text = textIn(options);
  for (const { key, customers, needed } of keys) {
    const marks = [
      ...(key === root ? [text('keyRoot')] : []),
      ...(key === current ? [text('keyWraps')] : []),
      ...(announced.includes(key) ? [text('keyAnnounced')] : []),
      ...(needed ? [] : [text('keyUnneeded')]),
    ];
    const line = text('keyUses', { key, customers });
    say(marks.length > 0 ? text('keyMarks', { line, marks: marks.join('; ') }) : line);
  }
  for (const { key, customers } of missing) say(text('keyMissing', { key, customers }));
  if (codec) say(text('codecKeys', { keys: codec.keys.join(' '), current: codec.current }));
}

/**
 * Adds a master key, or with `codec` one for Temporal's payloads, and uses it from now on; running processes adopt it
 * by themselves. With `announce` it only decrypts for now, so that the file can be copied to other machines; the next
 * call without it makes it current.
 */
export async function keysRotate(
  options: KeysOptions & { announce: boolean; codec: boolean },
  say: Say = toStdout,
): Promise<number> {
  const target = targetOf(options);
  if (options.codec) {
    if (target.CODEC_KEY_FILE === undefined) throw new Error('CODEC_KEY_FILE is not set');
    const status = rotateKeyRing(target.CODEC_KEY_FILE, options.announce);
    const { keys, current } = status;
    say(options.json ? JSON.stringify(status) : textIn(options)('codecKeys', { keys: keys.join(' '), current }));
    return 0;
  }
  return withDb(target, async (db) => {
    const ring = masterKeysOf(target);
    const waiting = (await ring.load()).some((key) => key.announced);
    if (options.announce || !waiting) await ring.rotate(true);
    if (!options.announce) {
      await sleep(waiting ? 0 : ANNOUNCE_MS); // until every process here can decrypt what the others will wrap
      await ring.rotate(false);
    }
    const keys = await ring.load();
    const fresh = options.announce ? keys.at(-1)!.id : currentKey(keys).id;
    await recordRotation(db, fresh, options.announce);
    const ids = keys.map(({ id }) => id);
    const current = currentKey(keys).id;
    if (options.json) say(JSON.stringify({ current, keys: ids }));
    else say(textIn(options)(options.announce ? 'keysAnnounced' : 'keysRotated', { keys: ids.join(' '), current }));
    return 0;
  });
}

/**
 * Re-wraps every customer's key with the current master key, while everything runs. Exit code 1 if some keys are lost.
 */
export async function keysRewrap(
  options: KeysOptions & { batch: number },
  say: Say = toStdout,
  progress: Say = toStderr,
): Promise<number> {
  const target = targetOf(options);
  const text = textIn(options);
  return withDb(target, async (db) => {
    const vault = await openVault(masterKeysOf(target));
    const total = (await keyUses(db)).reduce(
      (sum, { key, customers }) => sum + (key === vault.keyId ? 0 : customers),
      0,
    );
    const onProgress = (done: number) => progress(text('keysProgress', { done, total }));
    const result = await rewrapKeys(db, vault, { batch: options.batch, onProgress });
    if (options.json) say(JSON.stringify({ current: vault.keyId, ...result }));
    else {
      say(text('keysRewrapped', { customers: result.rewrapped, current: vault.keyId }));
      for (const { key, customers } of result.lostKeys) say(text('keysLost', { key, customers: customers.join(' ') }));
    }
    return result.lost > 0 ? 1 : 0;
  });
}

async function withDb(target: KeysTarget, work: (db: Db) => Promise<number>): Promise<number> {
  const { db } = connectDb({ url: target.DATABASE_URL, max: 2, application: 'tsunagi-keys' });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}
