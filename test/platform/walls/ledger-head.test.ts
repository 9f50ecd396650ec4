import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { appendLedger, campaignChain, INSTALLATION_CHAIN } from '../../../db/platform/ledger';
import { type Db, type Trx } from '../../../db/platform/types';
import { testDb, type TestDb } from '../../support/test-db';

const CHAIN = campaignChain(1);

let t: TestDb;
let clientId: number;
beforeAll(async () => {
  t = await testDb();
  const client = t.db.insertInto('clients').values({ code: 'c', name: 'C' }).returning('id');
  clientId = (await client.executeTakeFirstOrThrow()).id;
});
afterAll(() => t.close());

const append = (db: Db | Trx, chain: string, name: string) =>
  appendLedger(db, chain, chain === CHAIN ? clientId : null, 0, [{ kind: 'paused', name }]);

async function namesOf(chain: string): Promise<string[]> {
  const rows = await t.db.selectFrom('ledger').select('body').where('chain', '=', chain).orderBy('seq').execute();
  return rows.map(({ body }) => (JSON.parse(body) as { name: string }).name);
}

test('a transaction that has appended in a loop holds no one up before it commits, and its entries follow in order', async () => {
  const before = await namesOf(CHAIN);
  const slow = await t.db.startTransaction().execute();
  for (const name of ['1', '2', '3']) await append(slow, CHAIN, name);
  await t.db.transaction().execute(async (trx) => {
    await sql`set local lock_timeout = '2s'`.execute(trx);
    await append(trx, CHAIN, 'meanwhile');
  });
  await slow.commit().execute();
  expect((await namesOf(CHAIN)).slice(before.length)).toEqual(['meanwhile', '1', '2', '3']);
});

test('two that append to the same chains in opposite order both commit', async () => {
  const both = [await t.db.startTransaction().execute(), await t.db.startTransaction().execute()] as const;
  await append(both[0], CHAIN, 'a1');
  await append(both[1], INSTALLATION_CHAIN, 'b1');
  await append(both[0], INSTALLATION_CHAIN, 'a2');
  await append(both[1], CHAIN, 'b2');
  await Promise.all(both.map((trx) => trx.commit().execute()));
  expect(await namesOf(CHAIN)).toEqual(expect.arrayContaining(['a1', 'b2']));
  expect(await namesOf(INSTALLATION_CHAIN)).toEqual(expect.arrayContaining(['a2', 'b1']));
});

test('one that is rolled back leaves no entry, nor to the next user of its connection', async () => {
  const before = await namesOf(CHAIN);
  const failing = t.db.transaction().execute(async (trx) => {
    await append(trx, CHAIN, 'never');
    throw new Error('undone');
  });
  await expect(failing).rejects.toThrow('undone');
  for (let i = 0; i < 12; i++) await t.db.transaction().execute((trx) => sql`select 1`.execute(trx));
  expect(await namesOf(CHAIN)).toEqual(before);
});

test('an entry that the database refuses undoes its whole transaction', async () => {
  const failing = t.db.transaction().execute(async (trx) => {
    await trx.insertInto('clients').values({ code: 'undone', name: 'C' }).execute();
    await appendLedger(trx, CHAIN, -1, 0, [{ kind: 'paused' }]); // no such client
  });
  await expect(failing).rejects.toMatchObject({ code: '23503' });
  expect(await t.db.selectFrom('clients').select('id').where('code', '=', 'undone').execute()).toEqual([]);
});

test('no connection of the product is without this, and nothing else appends', () => {
  const found: string[] = [];
  for (const folder of ['db', 'api', 'activities', 'audit', 'cli', 'embedded']) {
    for (const file of readdirSync(join(__dirname, '../../..', folder), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const text = readFileSync(join(__dirname, '../../..', folder, file), 'utf8');
      if (/new PostgresDialect|ledger_append/.test(text)) found.push(`${folder}/${file}`);
    }
  }
  // migrations run as the owner, before there is a ledger; the database of rehearsals has its own function, and no evidence
  const others = ['db/platform/migrate.ts', 'db/rehearsals/engine/schema.ts'];
  expect(found.sort()).toEqual(['db/platform/collected-entries.ts', ...others]);
});
