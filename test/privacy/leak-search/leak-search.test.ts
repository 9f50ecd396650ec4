import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client } from '@temporalio/client';
import { filePatterns, type Owner, vaultPatterns } from './values';
import { searchDatabase, searchFiles, searchTemporal } from './sources';
import { type Pattern, Patterns, PatternStream } from './patterns';
import { ensureKeyRing } from '../../../temporal/codec/key-ring';
import { appendLedger, INSTALLATION_CHAIN } from '../../../db/platform/ledger';
import { connectTemporal } from '../../../temporal/connection';
import { TEST_NAMESPACE } from '../../support/base';
import { seedCampaign, type Seeded, testDoc } from '../../support/seed';
import { eventually } from '../../support/test-worker';
import { testBase, testDb, type TestDb } from '../../support/test-db';
import { asOwner } from '../../audit/fixture';

let t: TestDb;
let seeded: Seeded;
let patterns: Patterns<Owner>;
let folder: string;
beforeAll(async () => {
  t = await testDb();
  const { sender } = testDoc();
  const doc = testDoc({ sender: { ...sender, address: '大阪府大阪市北区梅田9-9-9' } });
  seeded = await seedCampaign(t, { doc, customers: [{ channels: ['sms', 'phone', 'post'] }, {}] });
  const all: Pattern<Owner>[] = [];
  for await (const pattern of vaultPatterns(t.db, t.vault)) all.push(pattern);
  patterns = new Patterns(all);
  folder = mkdtempSync(join(tmpdir(), 'tsunagi-leaks-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await t.close();
});

type Hits = [where: string, owner: Owner][];
const inDatabase = async () => {
  const hits: Hits = [];
  const searched = await searchDatabase(t.ownerUrl, patterns, (where, owner) => hits.push([where, owner]));
  return { hits, searched };
};

test('a database in which every value is encrypted holds none, and all its tables are searched', async () => {
  const { hits, searched } = await inDatabase();
  expect(hits).toEqual([]);
  expect(searched.places).toBeGreaterThan(40);
  expect(searched.bytes).toBeGreaterThan(5_000);
});

describe('a value that was planted', () => {
  const first = () => seeded.customers[0]!.id;

  it.each([
    [
      'a note',
      `insert into holds (client_id, customer_id, reason, source, opened_at, note) values ($1, $2, 'vip', 'x', now(), '見本 0 様より')`,
      'holds',
    ],
    [
      'a text without its space',
      `insert into holds (client_id, customer_id, reason, source, opened_at, note) values ($1, $2, 'vip', 'x', now(), '見本0様')`,
      'holds',
    ],
    [
      'JSON',
      `update campaigns set name = '{"tel":"090-1234-5678"}' where client_id = $1 and $2::bigint > 0`,
      'campaigns',
    ],
    [
      'bytes',
      `insert into return_scans (return_id, client_id, type, data) values ($2, $1, 'x', convert_to('.. c0@customers.example ..', 'UTF8'))`,
      'return_scans',
    ],
    [
      'JSON within bytes',
      `insert into return_scans (return_id, client_id, type, data) values ($2, $1, 'x', convert_to('{"n":"\\u898b\\u672c 0"}', 'UTF8'))`,
      'return_scans',
    ],
    [
      'an address that went into a URL',
      `update clients set name = 'https://x.example/?to=c0%40customers.example' where id = $1 and $2::bigint > 0`,
      'clients',
    ],
  ])('is found in a table as %s', async (_how, statement, table) => {
    await asOwner(t, 'alter table return_scans drop constraint if exists return_scans_return_id_fkey');
    await asOwner(t, statement, [seeded.clientId, first()]);
    const { hits } = await inDatabase();
    expect(hits).toContainEqual([expect.stringContaining(`public.${table}`), { customer: first() }]);
    expect(new Set(hits.map(([where]) => where)).size).toBe(1);
  });

  afterEach(async () => {
    await asOwner(t, 'delete from holds; delete from return_scans');
    await asOwner(t, `update campaigns set name = 'x'; update clients set name = 'x'`);
  });

  it('is found in the ledger', async () => {
    await appendLedger(t.db, INSTALLATION_CHAIN, null, 0, [{ kind: 'test', reference: '0312345678' }]);
    expect((await inDatabase()).hits).toContainEqual([expect.stringContaining('public.ledger'), { customer: first() }]);
  });

  it.each([
    ['a log', 'logs/api.log', '{"msg":"to +819012345678"}'],
    ['the name of a file', 'upload-c0@customers.example.txt', ''],
  ])('is found in %s', async (_how, name, text) => {
    mkdirSync(join(folder, 'logs'), { recursive: true });
    writeFileSync(join(folder, name), text);
    const found: Hits = [];
    const searched = await searchFiles(folder, [], patterns, (where, owner) => found.push([where, owner]));
    expect(found).toEqual(expect.arrayContaining([[expect.stringMatching(/^file/), { customer: first() }]]));
    expect(searched.places).toBeGreaterThan(0);
    const skipped: Hits = [];
    await searchFiles(folder, [name], patterns, (where, owner) => skipped.push([where, owner]));
    expect(skipped).toEqual([]);
    rmSync(join(folder, name));
  });
});

describe('Temporal', () => {
  const settings = () => ({ TEMPORAL_ADDRESS: testBase().temporalAddress, TEMPORAL_NAMESPACE: TEST_NAMESPACE });
  const clients: Client[] = [];
  const open = async (codec?: string) => {
    const client = await connectTemporal({ ...settings(), CODEC_KEY_FILE: codec });
    clients.push(client);
    return client;
  };
  afterAll(async () => {
    for (const client of clients) await client.connection.close();
  });

  const search = async (client: Client, workflowId: string) => {
    const query = `WorkflowId = '${workflowId}'`;
    await eventually('the workflow to be listed', async () =>
      (await client.workflow.count(query)).count > 0 ? true : undefined,
    );
    const found: Hits = [];
    await searchTemporal(client, patterns, (where, owner) => found.push([where, owner]), query);
    return found.map(([where]) => where);
  };
  const begin = async (client: Client, workflowId: string, args: unknown[], memo = {}) => {
    await client.workflow.start('planted', { workflowId, taskQueue: 'nobody', args, memo, workflowRunTimeout: '1m' });
    return workflowId;
  };
  const id = () => `leaks-${seeded.campaignId}-${Math.random().toString(36).slice(2)}`;

  it('a workflow id, an argument as stored, a memo are found; clean ones are clean', async () => {
    const plain = await open();
    expect(await search(plain, await begin(plain, id(), [{ customer: 7 }]))).toEqual([]);
    const stored = await search(plain, await begin(plain, id(), [{ mail: 'c0@customers.example' }]));
    expect(stored).toEqual(['temporal: histories as stored', 'temporal: histories decoded']);
    expect(await search(plain, await begin(plain, id(), [], { who: '見本 0' }))).toContain('temporal: who');
    const named = `${id()}-c0@customers.example`;
    expect(await search(plain, await begin(plain, named, []))).toContain('temporal: workflow ids');
  });

  it('an argument that is encoded is found once it is decoded', async () => {
    const ring = join(folder, 'codec');
    ensureKeyRing(ring);
    const encoding = await open(ring);
    const workflowId = await begin(encoding, id(), [{ mail: 'c0@customers.example' }]);
    expect(await search(encoding, workflowId)).toEqual(['temporal: histories decoded']);
  });
});

describe('the search itself', () => {
  it('finds a value wherever it is cut, and reports it once', () => {
    const some = new Patterns([{ bytes: Buffer.from('見本 花子'), label: 'it' }]);
    const text = Buffer.from('..見本 花子..見本 花子');
    for (let cut = 0; cut <= text.length; cut++) {
      const found: string[] = [];
      const stream = new PatternStream(some, (label) => found.push(label));
      stream.push(text.subarray(0, cut));
      stream.push(text.subarray(cut));
      expect(found).toEqual(['it', 'it']);
    }
  });

  it("reads the client's file in its own encoding, and leaves out columns that identify no one", async () => {
    const file = Buffer.from(
      '契約番号,氏名,プラン\r\nMN17,佐藤 一郎,ライトプラン\r\nMN170001,山田 花子,ライトプラン\r\n',
    );
    const found: Owner[] = [];
    for await (const { label } of filePatterns(file)) found.push(label);
    expect(found).toContainEqual({ line: 2, column: '氏名' });
    expect(found).toContainEqual({ line: 3, column: '契約番号' });
    expect(found).not.toContainEqual({ line: 2, column: '契約番号' });
    expect(found.some(({ column }) => column === 'プラン')).toBe(false);
  });
});
