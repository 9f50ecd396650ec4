import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { FileMasterKeys, followMasterKeys } from '../../db/privacy/master-keys';
import { openVault } from '../../db/privacy/vault';
import { type KeySettings, masterKeysOf } from '../../db/privacy/vault-keys';
import { eventually } from '../support/test-worker';

const dir = mkdtempSync(join(tmpdir(), 'tsunagi-kms-'));
const TOKEN = 'hvs.stand-in-token';
let standIn: ChildProcess;
let url: string;
beforeAll(async () => {
  const file = join(__dirname, '..', 'support', 'kms-stand-in.ts');
  standIn = spawn(process.execPath, ['--import', 'tsx', file], {
    env: { ...process.env, KMS_STAND_IN_TOKEN: TOKEN },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(createInterface(standIn.stdout!), 'line')) as [string];
  url = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  standIn.kill();
  await once(standIn, 'exit');
  rmSync(dir, { recursive: true });
});

let files = 0;
const settings = (more: Partial<KeySettings> = {}): KeySettings => ({
  MASTER_KEY_FILE: join(dir, `ring${++files}`),
  KMS_URL: url,
  KMS_KEY: 'tsunagi',
  KMS_TOKEN: TOKEN,
  ...more,
});
const calls = async () => (await (await fetch(`${url}/calls`)).json()) as { encrypt: number; decrypt: number };

test('the file holds what the system has encrypted, and opens the same vault again', async () => {
  const given = settings();
  const vault = await openVault(masterKeysOf(given));
  expect(readFileSync(given.MASTER_KEY_FILE, 'utf8')).toMatch(/^kms vault:v1:\S+\n$/);
  const { key, wrapped } = vault.newKey();
  const again = await openVault(masterKeysOf(given));
  expect(again.unwrap(wrapped)).toEqual(key);
  expect(again.rootId).toBe(vault.rootId);
});

test('the system is asked once a key at a start, and not for customers', async () => {
  const given = settings();
  await openVault(masterKeysOf(given));
  const before = await calls();
  const vault = await openVault(masterKeysOf(given));
  for (let customer = 0; customer < 10_000; customer++) vault.unwrap(vault.newKey().wrapped);
  const after = await calls();
  expect({ encrypt: after.encrypt - before.encrypt, decrypt: after.decrypt - before.decrypt }).toEqual({
    encrypt: 0,
    decrypt: 1,
  });
});

test('a rotation encrypts every line again, also one that was plain before, and running processes adopt it', async () => {
  const given = settings();
  const plain = '07'.repeat(32);
  writeFileSync(given.MASTER_KEY_FILE, `${plain}\n`, { mode: 0o600 });
  const ring = masterKeysOf(given);
  const mark = ring.mark();
  const vault = await openVault(ring);
  const adopt = (keys: Parameters<typeof vault.adopt>[0]) => vault.adopt(keys);
  const stop = followMasterKeys(ring, mark, { adopt, log: pino({ level: 'silent' }) });
  const rotated = await masterKeysOf(given).rotate(false);
  expect(rotated).toHaveLength(2);
  const text = readFileSync(given.MASTER_KEY_FILE, 'utf8');
  expect(text).toMatch(/^(kms vault:v1:\S+\n){2}$/);
  expect(text).not.toContain(plain);
  await eventually('the rotated key', async () => (vault.keyId === rotated[1]!.id ? true : undefined));
  stop();
});

test.each<[string, Partial<KeySettings>, RegExp]>([
  ['a wrong token', { KMS_TOKEN: 'hvs.wrong' }, /did not decrypt: status 403/],
  ['another key of the system', { KMS_KEY: 'other' }, /did not decrypt: status 400/],
  ['a system that is away', { KMS_URL: 'http://127.0.0.1:1' }, /did not decrypt: ECONNREFUSED/],
  ['another mount', { KMS_MOUNT: 'elsewhere' }, /did not decrypt: status 404/],
])('%s is an error that shows neither token nor key', async (_, change, expected) => {
  const given = settings();
  await openVault(masterKeysOf(given));
  const failure = openVault(masterKeysOf({ ...given, ...change }));
  await expect(failure).rejects.toThrow(expected);
  await expect(failure).rejects.not.toThrow(/hvs\.|vault:v1/);
});

test('without the system the file opens nothing', async () => {
  const given = settings();
  await openVault(masterKeysOf(given));
  await expect(openVault(new FileMasterKeys(given.MASTER_KEY_FILE))).rejects.toThrow(/KMS_URL is needed/);
});
