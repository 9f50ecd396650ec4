import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { appendLedger, campaignChain, canonicalJson } from '../../db/platform/ledger';
import { testDb, type TestDb } from '../support/test-db';

let t: TestDb;
beforeAll(async () => {
  t = await testDb();
});
afterAll(() => t.close());

test('chains entries so that each hash follows from the one before and the body', async () => {
  const client = await t.db
    .insertInto('clients')
    .values({ code: 'c', name: 'C' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await appendLedger(t.db, campaignChain(1), client.id, 0, [{ kind: 'started' }, { kind: 'paused', reason: 'x' }]);
  await appendLedger(t.db, campaignChain(1), client.id, 1, [{ kind: 'resumed' }]);
  const rows = await t.db.selectFrom('ledger').selectAll().where('chain', '=', 'campaign:1').orderBy('seq').execute();
  let hash = createHash('sha256').update('').digest();
  for (const row of rows) {
    hash = createHash('sha256').update(hash).update(row.body).digest();
    expect(row.hash.equals(hash)).toBe(true);
  }
  expect(rows.map((row) => row.seq)).toEqual([1, 2, 3]);
});

test.each(['update ledger set body = body', 'delete from ledger', "insert into ledger_heads values ('x', null)"])(
  'the application may not run: %s',
  async (statement) => {
    await expect(sql.raw(statement).execute(t.db)).rejects.toThrow(/permission denied/);
  },
);

test('canonical JSON does not depend on key order and keeps nothing undefined', () => {
  expect(canonicalJson({ b: [1, { d: undefined, c: null }], a: '一' })).toBe(
    canonicalJson({ a: '一', b: [1, { c: null }] }),
  );
});
