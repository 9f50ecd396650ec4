import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { appendLedger, campaignChain, canonicalJson, canonicalJsonOf, inMs } from '../../db/platform/ledger';
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

test('a statement writes the same bytes of an entry as the code does', async () => {
  const texts = ['notice', '', 'a"b\\c/d', '\u0001', '\b\f\n\r\t\u001f\u007f', '電報\u2028😀', "o'clock"];
  for (const text of texts) {
    const value = { z: text, a: 7, mid_2: -1, B: true };
    const body = canonicalJsonOf({ z: sql`${text}::text`, a: sql`7`, mid_2: sql`(-1)::bigint`, B: sql`true` });
    const { rows } = await sql<{ body: string }>`select ${body} as body`.execute(t.db);
    expect(rows[0]!.body).toBe(canonicalJson(value));
  }
  const at = new Date('2027-03-31T01:02:03.987Z');
  const { rows } = await sql<{
    ms: number;
  }>`select ${inMs(sql`${at}::timestamptz + interval '999 microseconds'`)} as ms`.execute(t.db);
  expect(rows[0]!.ms).toBe(at.getTime());
});
