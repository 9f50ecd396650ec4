import { lockOrder, locksOf, requireLockOrder } from '../../support/database/lock-order';
import { seedCampaign } from '../../support/seed';
import { testDb, type TestDb } from '../../support/test-db';

let t: TestDb;
beforeAll(async () => {
  t = await testDb();
});
afterAll(() => t.close());

const own = (table: string) => ({ table, skips: false, own: true });
const waits = (table: string) => ({ table, skips: false, own: false });
const skips = (table: string) => ({ table, skips: true, own: false });

test.each([
  ['select "id" from "lanes" where "id" = $1 for no key update', [waits('lanes')]],
  [
    'select id from journeys where id in (select journey from x for update) order by id for share',
    [waits('x'), waits('journeys')],
  ],
  [
    'select c.id from campaigns c left join lane_shares s on s.campaign_id = c.id where true for share of c',
    [waits('campaigns')],
  ],
  [
    'with j as (select id from journeys for no key update) update messages m set a = 1 from j',
    [waits('journeys'), waits('messages')],
  ],
  [
    'select m.id from messages m, call_tasks t where true limit 1 for no key update of t skip locked',
    [skips('call_tasks')],
  ],
  ['insert into pieces (id) values (1)', [own('pieces')]],
  ['insert into lane_minutes as m (id) values (1) on conflict (id) do update set n = 1', [waits('lane_minutes')]],
  ['delete from outcomes where id = 1', [waits('outcomes')]],
  ['select ledger_append($1, $2, $3, $4)', [waits('ledger_heads')]],
])('the locks of: %s', (statement, locks) => {
  expect(locksOf(statement)).toEqual(locks);
});

test('every table in the order of locks is one of the schema', async () => {
  const tables = (await t.db.introspection.getTables()).map(({ name }) => name);
  expect(lockOrder().length).toBeGreaterThan(8);
  expect(lockOrder().filter((table) => !tables.includes(table))).toEqual([]);
});

test('a transaction that locks a journey before its campaign is found, one that locks the campaign first is not', async () => {
  const { campaignId } = await seedCampaign(t, { customers: [{}], status: 'running' });
  const lock = (...tables: ('campaigns' | 'journeys')[]) =>
    t.db.transaction().execute(async (trx) => {
      for (const table of tables)
        await trx.selectFrom(table).select('id').where('id', '=', campaignId).forNoKeyUpdate().execute();
    });
  await lock('campaigns', 'journeys');
  await lock('journeys');
  expect(requireLockOrder).not.toThrow();
  await lock('journeys', 'campaigns');
  expect(requireLockOrder).toThrow('campaigns after journeys');
});
