import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { FileMasterKeys, type MasterKeys } from '../../db/privacy/master-keys';
import { openVault, Vault, wrappedBy } from '../../db/privacy/vault';
import { checkMasterKeys, keyUses, rewrapKeys } from '../../db/privacy/vault-keys';
import { keysRewrap, keysRotate, keysStatus } from '../../cli/keys';
import { seedCampaign } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';
import { eventually } from '../support/test-worker';

const dir = mkdtempSync(join(tmpdir(), 'tsunagi-keys-'));
let t: TestDb;
beforeEach(async () => {
  t = await testDb();
});
afterEach(() => t.close());
afterAll(() => rmSync(dir, { recursive: true }));

let files = 0;
function ringFile(...lines: string[]): string {
  const file = join(dir, `ring${++files}`);
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return file;
}
const FIRST = '07'.repeat(32); // the key of every test's vault
const ring = (file: string): MasterKeys => new FileMasterKeys(file);
const wrappedKeys = () => t.db.selectFrom('vault_keys').selectAll().orderBy('customer_id').execute();

describe('a vault with several master keys', () => {
  test('wraps with the last, unwraps with all, and hashes and links with the first for ever', async () => {
    const file = ringFile(FIRST);
    const before = await openVault(ring(file));
    const old = before.newKey();
    await ring(file).rotate(false);
    const after = await openVault(ring(file));
    expect(after.keyId).not.toBe(before.keyId);
    expect(after.unwrap(old.wrapped)).toEqual(old.key);
    expect(wrappedBy(after.newKey().wrapped)).toBe(after.keyId);
    const link = { campaignId: 1, customerId: 2, kind: 'page', version: 1 } as const;
    expect(after.linkToken(link)).toBe(before.linkToken(link));
    expect(after.index(1, 'name', 'x')).toEqual(before.index(1, 'name', 'x'));
    expect(after.openOwn(before.encryptOwn({ a: 1 }))).toEqual({ a: 1 });
  });

  test.each<[string, (wrapped: Buffer) => Buffer]>([
    ['altered', (wrapped) => (wrapped.writeUInt8(wrapped.readUInt8(30) ^ 1, 30), wrapped)],
    ['cut', (wrapped) => wrapped.subarray(0, 40)],
    ['empty', () => Buffer.alloc(0)],
  ])('a wrapped key that is %s is lost, not wrong', (_, change) => {
    const { wrapped } = t.vault.newKey();
    expect(() => t.vault.unwrap(change(wrapped))).toThrow(expect.objectContaining({ code: 'key_lost' }));
  });

  test('goes on with keys that were added, but never with another first one', async () => {
    const file = ringFile(FIRST);
    const [vault, writer] = [await openVault(ring(file)), ring(file)];
    await writer.rotate(true);
    const ahead = await openVault(ring(file));
    expect(ahead.keyId).toBe(vault.keyId); // announced only
    vault.adopt(await ring(file).load());
    await writer.rotate(false);
    const { wrapped, key } = (await openVault(ring(file))).newKey();
    expect(vault.unwrap(wrapped)).toEqual(key);
    expect(() => vault.adopt([{ id: '0'.repeat(12), secret: Buffer.alloc(32) }])).toThrow(/must stay/);
  });

  test('a thread that began before a rotation is given keys it can unwrap', async () => {
    const file = ringFile(FIRST);
    const vault = await openVault(ring(file));
    const { masterKeys, fit } = vault.forThread();
    vault.adopt(await ring(file).rotate(false));
    const fresh = vault.newKey();
    const thread = new Vault(Buffer.from(masterKeys));
    expect(() => thread.unwrap(fresh.wrapped)).toThrow(expect.objectContaining({ code: 'key_lost' }));
    expect(thread.unwrap(Buffer.from(fit(fresh.wrapped.toString('hex')), 'hex'))).toEqual(fresh.key);
  });
});

describe('the file', () => {
  test('is made with one key, mode 0600, and keeps that mode over rotations', async () => {
    const file = join(dir, 'fresh', 'master.key');
    await ring(file).load();
    expect(readFileSync(file, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
    await ring(file).rotate(false);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await ring(file).load()).toHaveLength(2);
  });

  test.each<[string, string[], RegExp]>([
    ['a short line', [FIRST, 'abcd'.repeat(5)], /no master key on line 2/],
    ['no line', [''], /holds no master key/],
    [
      'an encrypted line without a system to ask',
      [FIRST, 'kms vault:v1:abcd'],
      /line 2 is encrypted, KMS_URL is needed/,
    ],
  ])('%s is an error without a key in it', async (_, lines, expected) => {
    const failure = ring(ringFile(...lines)).load();
    await expect(failure).rejects.toThrow(expected);
    await expect(failure).rejects.not.toThrow(/abcd|0707/);
  });
});

test('rewrapping moves every customer to the current key, and only those of another', async () => {
  await seedCampaign(t, { customers: Array.from({ length: 25 }, () => ({})) });
  const file = ringFile(FIRST);
  await ring(file).rotate(false);
  const vault = await openVault(ring(file));
  await checkMasterKeys(t.db, vault);
  const before = await wrappedKeys();
  const progress: number[] = [];
  const result = await rewrapKeys(t.db, vault, { batch: 10, onProgress: (done) => void progress.push(done) });
  expect(result).toEqual({ rewrapped: 25, lost: 0, lostKeys: [] });
  expect(progress).toEqual([10, 20, 25]);
  expect(await keyUses(t.db)).toEqual([{ key: vault.keyId, customers: 25 }]);
  const after = await wrappedKeys();
  after.forEach((row, index) => {
    expect(wrappedBy(row.wrapped_key)).toBe(vault.keyId);
    expect(vault.unwrap(row.wrapped_key)).toEqual(t.vault.unwrap(before[index]!.wrapped_key));
  });
  expect(await rewrapKeys(t.db, vault)).toMatchObject({ rewrapped: 0 });
  const rows = await t.db.selectFrom('ledger').select('body').where('chain', '=', 'installation').execute();
  expect(rows.map(({ body }) => JSON.parse(body) as object)).toEqual([
    expect.objectContaining({ kind: 'keys_rewrapped', key: vault.keyId, customers: 25, lost: 0 }),
  ]);
});

test('a customer erased while the keys are rewrapped stays erased', async () => {
  await seedCampaign(t, { customers: [{}, {}] });
  const file = ringFile(FIRST);
  await ring(file).rotate(false);
  const vault = await openVault(ring(file));
  const [first] = await wrappedKeys();
  const gone = Buffer.alloc(0);
  // the batch is read before the erasure commits, and written after it
  const rewrapping = await t.db.transaction().execute(async (trx) => {
    const erase = trx.updateTable('vault_keys').set({ wrapped_key: gone });
    await erase.where('customer_id', '=', first!.customer_id).execute();
    const begun = { result: rewrapKeys(t.db, vault) };
    await eventually('a session that waits for a lock', async () => {
      const waiting = await sql<{ count: number }>`
        select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
        t.db,
      );
      return waiting.rows[0]!.count > 0 || undefined;
    });
    return begun;
  });
  expect(await rewrapping.result).toMatchObject({ rewrapped: 1, lost: 0 });
  expect((await wrappedKeys())[0]!.wrapped_key).toEqual(gone);
});

test('a customer whose master key is lost is named by it, and the others are rewrapped', async () => {
  const { customers } = await seedCampaign(t, { customers: [{}, {}, {}] });
  const stranger = await openVault(ring(ringFile('99'.repeat(32))));
  const lost = { wrapped_key: stranger.newKey().wrapped, master_key_id: stranger.keyId };
  await t.db.updateTable('vault_keys').set(lost).where('customer_id', '=', customers[1]!.id).execute();
  const file = ringFile(FIRST);
  await ring(file).rotate(false);
  const vault = await openVault(ring(file));
  const lostKeys = [{ key: stranger.keyId, customers: [customers[1]!.id] }];
  expect(await rewrapKeys(t.db, vault)).toEqual({ rewrapped: 2, lost: 1, lostKeys });
  expect(() => vault.unwrap(lost.wrapped_key)).toThrow(
    expect.objectContaining({ code: 'key_lost', detail: { key: stranger.keyId } }),
  );
});

describe('a start', () => {
  test('with other master keys than the database was begun with is refused', async () => {
    await checkMasterKeys(t.db, t.vault);
    const wrong = await openVault(ring(ringFile('99'.repeat(32), FIRST)));
    const expected = new RegExp(`begun with ${t.vault.keyId}, the first one given is ${wrong.rootId}`);
    await expect(checkMasterKeys(t.db, wrong)).rejects.toThrow(expected);
    await checkMasterKeys(t.db, t.vault);
  });

  test('without the key of customers that are there is refused', async () => {
    const vault = await openVault(ring(ringFile(FIRST)));
    await checkMasterKeys(t.db, vault);
    const newer = await openVault(ring(ringFile(FIRST, '99'.repeat(32))));
    await seedCampaign({ ...t, vault: newer }, { customers: [{}] });
    await expect(checkMasterKeys(t.db, vault)).rejects.toThrow(
      new RegExp(`cannot open what ${newer.keyId} has wrapped`),
    );
  });
});

describe('the command', () => {
  async function run(work: (say: (line: string) => void) => Promise<number>) {
    const lines: string[] = [];
    const code = await work((line) => void lines.push(line));
    return { code, json: JSON.parse(lines.at(-1)!) as Record<string, unknown>, text: lines.join('\n') };
  }

  test('rotates, rewraps and prints the state, without a key in its output', async () => {
    await seedCampaign(t, { customers: [{}, {}] });
    const file = ringFile(FIRST);
    process.env.DATABASE_URL = t.url;
    process.env.MASTER_KEY_FILE = file;
    const json = { json: true, lang: 'en' as const };
    const rotated = await run((say) => keysRotate({ ...json, announce: false, codec: false }, say));
    const [first, second] = rotated.json.keys as string[];
    expect(rotated.json).toEqual({ current: second, keys: [t.vault.keyId, second] });
    const between = await run((say) => keysStatus(json, say));
    expect(between.json).toMatchObject({ current: second, missing: [], keys: [{ customers: 2 }, { customers: 0 }] });
    const progress: string[] = [];
    const rewrapped = await run((say) => keysRewrap({ ...json, batch: 1 }, say, (line) => void progress.push(line)));
    expect(rewrapped).toMatchObject({ code: 0, json: { rewrapped: 2, lost: 0 } });
    expect(progress).toEqual(['1 of 2', '2 of 2']);
    const after = await run((say) => keysStatus(json, say));
    const inWords: string[] = [];
    await keysStatus({ json: false }, (line) => void inWords.push(line));
    expect(inWords.slice(0, 2)).toEqual([
      `マスターキー ${first}: お客様 0名(根の鍵、削除不可)`,
      `マスターキー ${second}: お客様 2名(現用)`,
    ]);
    await keysStatus({ json: false, lang: 'en' }, (line) => void inWords.push(line));
    expect(inWords).toContain(`master key ${second}: 2 customers (wraps)`);
    expect(after.json).toMatchObject({ root: first, keys: [{ customers: 0, needed: true }, { customers: 2 }] });
    const said = [rotated, between, rewrapped, after].map(({ text }) => text).join('\n');
    for (const line of readFileSync(file, 'utf8').trim().split('\n')) expect(said).not.toContain(line);
  });
});
