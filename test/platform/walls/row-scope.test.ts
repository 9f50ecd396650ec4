import { sql } from 'kysely';
import { seedCampaign } from '../../support/seed';
import { type TestDb, testDb } from '../../support/test-db';
import { makeWorld, type World } from '../../access/access-world';
import { wholeClient } from '../../../db/platform/scope';
import { fillEveryTable, namedBy } from './every-table';

let t: TestDb;
let clientId: number;
let otherClient: number;
let own: World;
let sister: World;
let other: World;
let columns: Map<string, string[]>;
beforeAll(async () => {
  t = await testDb();
  const client = async () => (await seedCampaign(t, { customers: [] })).clientId;
  const person = { login: 'p', name: 'p' };
  const { id: personId } = await t.db.insertInto('persons').values(person).returning('id').executeTakeFirstOrThrow();
  clientId = await client();
  own = await makeWorld(t, { clientId, personId }, 5_000_000_000);
  sister = await makeWorld(t, { clientId, personId }, 8_800_000_000);
  otherClient = await client();
  other = await makeWorld(t, { clientId: otherClient, personId }, 7_700_000_000);
  columns = await fillEveryTable(t, [
    { clientId, world: own },
    { clientId, world: sister },
    { clientId: otherClient, world: other },
  ]);
});
afterAll(() => t.close());

const tables = () => [...columns.keys()];

test('every table with a client is behind the wall, for the one role and open to the other', async () => {
  const { rows } = await sql<{ name: string; secured: boolean; roles: string[] }>`
    select c.relname as name, c.relrowsecurity as secured,
      array(select r.rolname::text from pg_policy p join pg_roles r on r.oid = any (p.polroles)
        where p.polrelid = c.oid order by 1) as roles
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname = any (${tables()}::text[])`.execute(
    t.db,
  );
  expect(rows.length).toBeGreaterThan(30);
  for (const row of rows) expect(row).toEqual({ ...row, secured: true, roles: ['tsunagi_api', 'tsunagi_app'] });
});

test('a query that forgets the scope sees nothing of another client, in any table', async () => {
  const scoped = t.scoped.db(wholeClient(clientId));
  const clients = async (db: TestDb['db'], table: string) =>
    (await sql<{ client_id: number | null }>`select distinct client_id from ${sql.table(table)}`.execute(db)).rows.map(
      (row) => row.client_id,
    );
  for (const table of tables()) {
    expect([table, await clients(t.db, table)]).toEqual([table, expect.arrayContaining([clientId, otherClient])]);
    expect([table, await clients(scoped, table)]).toEqual([table, [clientId]]);
  }
  const names = await scoped.selectFrom('clients').select('id').execute();
  expect(names).toEqual([{ id: clientId }]);
});

/** Shared by all campaigns of a client, and without data of customers. */
const OF_CLIENT = ['acd_intervals', 'api_keys', 'grants', 'lanes', 'brands', 'phone_agreements', 'print_runs'];
/** Of the campaigns that their uploader may see: see the test below. */
const OF_UPLOADER = ['scan_batches', 'scan_files', 'scan_pages', 'scan_chunks'];

test("limited to a campaign, no table shows a row of another campaign's", async () => {
  const limited = t.scoped.db({ clientId, campaigns: [own.campaigns!] });
  const rowsOf = async (db: TestDb['db'], table: string) =>
    (await sql<Record<string, number | null>>`select * from ${sql.table(table)}`.execute(db)).rows;
  for (const [table, names] of columns) {
    if (OF_CLIENT.includes(table) || OF_UPLOADER.includes(table)) continue;
    const telling = names.filter((name) => namedBy(own, name) && namedBy(own, name) !== namedBy(sister, name));
    const belongsTo = (world: World) => (row: Record<string, number | null>) =>
      row.chain === undefined
        ? (row.id !== undefined && row.id === world[table]) ||
          telling.some((name) => row[name] === namedBy(world, name))
        : String(row.chain) === `campaign:${world.campaigns}`;
    const whole = await rowsOf(t.scoped.db(wholeClient(clientId)), table);
    const seen = await rowsOf(limited, table);
    expect([table, whole.some(belongsTo(own)), whole.some(belongsTo(sister))]).toEqual([table, true, true]);
    expect([table, seen.filter(belongsTo(sister))]).toEqual([table, []]);
  }
});

test('a stack of scans shows to those who may see all campaigns of its uploader', async () => {
  const [mine, theirs] = [own.campaigns!, sister.campaigns!];
  const stacks = { mine: [mine], theirs: [theirs], both: [mine, theirs], all: null };
  const ids: Record<string, number> = {};
  for (const [whose, campaigns] of Object.entries(stacks)) {
    const { rows } = await sql<{
      id: number;
    }>`insert into scan_batches (client_id, campaigns, kind, received_on, files, created_by, created_at)
      values (${clientId}, ${campaigns}, 'form', '2027-02-01', 1, 1, now()) returning id`.execute(t.db);
    ids[whose] = rows[0]!.id;
    await sql`insert into scan_files (batch_id, no, client_id, hash, type) values (${ids[whose]}, 1, ${clientId}, ${whose}, 'image/png')`.execute(
      t.db,
    );
    await sql`insert into scan_pages (batch_id, no, client_id, found) values (${ids[whose]}, 1, ${clientId}, 'none')`.execute(
      t.db,
    );
    await sql`insert into scan_chunks (upload, no, client_id, campaigns, data)
      values (gen_random_uuid(), ${ids[whose]}, ${clientId}, ${campaigns}, '')`.execute(t.db);
  }
  const seen = async (campaigns: number[] | null, client = clientId) => {
    const db = t.scoped.db({ clientId: client, campaigns });
    const found = async (table: string, column: string) => {
      const { rows } = await sql<{ id: number }>`select ${sql.ref(column)} as id from ${sql.table(table)}`.execute(db);
      return Object.keys(ids).filter((whose) => rows.some(({ id }) => id === ids[whose]));
    };
    const [batches, files, pages, chunks] = [
      await found('scan_batches', 'id'),
      await found('scan_files', 'batch_id'),
      await found('scan_pages', 'batch_id'),
      await found('scan_chunks', 'no'),
    ];
    expect([files, pages, chunks]).toEqual([batches, batches, batches]);
    return batches;
  };
  expect(await seen([mine])).toEqual(['mine']);
  expect(await seen([mine, theirs])).toEqual(['mine', 'theirs', 'both']);
  expect(await seen(null)).toEqual(['mine', 'theirs', 'both', 'all']);
  expect(await seen(null, otherClient)).toEqual([]);
});

test("a search for a name's key finds no customer of another client", async () => {
  const key = 4_242;
  for (const [client, world] of [
    [clientId, own],
    [otherClient, other],
  ] as const) {
    const hit = { customer_id: world.customers!, client_id: client };
    await sql`delete from search_keys where customer_id = ${world.customers}`.execute(t.db);
    await sql`insert into search_keys (customer_id, client_id, keys) values (${hit.customer_id}, ${client}, array[${key}::bigint])`.execute(
      t.db,
    );
  }
  const hits = async (db: TestDb['db'], client: number) =>
    (await sql<{ hit: number }>`select hit from search_hits(${client}, ${key}) hit`.execute(db)).rows.map(
      ({ hit }) => hit,
    );
  const scoped = t.scoped.db(wholeClient(clientId));
  expect(await hits(scoped, clientId)).toEqual([own.customers]);
  expect(await hits(scoped, otherClient)).toEqual([]);
  expect(await hits(t.db, otherClient)).toEqual([other.customers]);
});

test.each([
  ['campaigns', 'campaigns'],
  ['customers', 'customers'],
  ['contracts', 'contracts'],
  ['journeys', 'journeys'],
  ['holds', 'holds'],
  ['representatives', 'representatives'],
  ['call_tasks', 'call_tasks'],
  ['returns', 'returns'],
  ['client_files', 'client_files'],
  ['requests', 'requests'],
  ['imports', 'imports'],
])('limited to a campaign, %s shows that of the campaign only', async (_what, table) => {
  const limited = t.scoped.db({ clientId, campaigns: [own.campaigns!] });
  const { rows } = await sql<{ id: number }>`select id from ${sql.table(table)} order by id`.execute(limited);
  const ids = rows.map(({ id }) => id);
  expect(ids).toContain(own[table]);
  expect(ids).not.toContain(sister[table]);
  expect(ids).not.toContain(other[table]);
});

test('limited to a campaign, the vault opens for its customers only', async () => {
  const limited = t.scoped.db({ clientId, campaigns: [own.campaigns!] });
  const rows = await limited.selectFrom('vault_items').select('customer_id').execute();
  expect(rows).toEqual([{ customer_id: own.customers }]);
});

test('a scope of no campaign sees none', async () => {
  const none = t.scoped.db({ clientId, campaigns: [] });
  expect(await none.selectFrom('campaigns').select('id').execute()).toEqual([]);
  expect(await none.selectFrom('customers').select('id').execute()).toEqual([]);
});

test('without the settings nothing is seen', async () => {
  await t.db.connection().execute(async (db) => {
    await sql`set role tsunagi_api`.execute(db);
    expect(await db.selectFrom('campaigns').select('id').execute()).toEqual([]);
    expect(await db.selectFrom('customers').select('id').execute()).toEqual([]);
    await sql`set tsunagi.client = ${sql.lit(String(clientId))}`.execute(db);
    expect(await db.selectFrom('campaigns').select('id').execute()).toEqual([]); // of no campaigns yet
    await sql`reset role`.execute(db);
  });
});

test('nothing can be written for another client, nor moved to it', async () => {
  const scoped = t.scoped.db(wholeClient(clientId));
  const hold = { reason: 'vip', source: 'x', opened_at: new Date() };
  const foreign = scoped.insertInto('holds').values({ ...hold, client_id: otherClient, customer_id: other.customers! });
  await expect(foreign.execute()).rejects.toThrow(/row-level security/);
  const moved = scoped.updateTable('holds').set({ client_id: otherClient }).where('id', '=', own.holds!);
  await expect(moved.execute()).rejects.toThrow(/row-level security/);
  const { numUpdatedRows } = await scoped.updateTable('journeys').set({ step: 'x' }).executeTakeFirstOrThrow();
  expect(Number(numUpdatedRows)).toBe(2);
});

test('what belongs to signing in is out of reach', async () => {
  const scoped = t.scoped.db(wholeClient(clientId));
  for (const table of ['accounts', 'sessions', 'recovery_codes', 'sign_in_failures', 'master_keys']) {
    await expect(sql`select * from ${sql.table(table)}`.execute(scoped)).rejects.toThrow(/permission denied/);
  }
  const { rows } = await t.pool.query(
    `select attname from pg_attribute where attrelid = 'accounts'::regclass and attnum > 0
       and has_column_privilege('tsunagi_api', attrelid, attnum, 'select') order by attname`,
  );
  expect(rows.map(({ attname }) => attname as string)).toEqual(['disabled_at', 'person_id']);
});

test('the ledger is read by the same rule, also through its function', async () => {
  const chain = (world: World) => `campaign:${world.campaigns}`;
  for (const world of [own, sister, other]) {
    const body = ['{"kind":"x"}'];
    await sql`select ledger_append(${chain(world)}, ${world === other ? otherClient : clientId}, now(), ${body}::text[])`.execute(
      t.db,
    );
  }
  const seen = async (db: TestDb['db'], world: World) =>
    (await sql`select body from ledger_about(${chain(world)}, null) where body = '{"kind":"x"}'`.execute(db)).rows
      .length;
  const whole = t.scoped.db(wholeClient(clientId));
  const limited = t.scoped.db({ clientId, campaigns: [own.campaigns!] });
  expect([await seen(t.db, other), await seen(whole, other), await seen(whole, sister)]).toEqual([1, 0, 1]);
  expect([await seen(limited, own), await seen(limited, sister)]).toEqual([1, 0]);
  expect(await limited.selectFrom('ledger').select('chain').distinct().execute()).toEqual([{ chain: chain(own) }]);
});

test('callers that take turns on one connection each see their own', async () => {
  const turns = Array.from({ length: 60 }, (_, n) => (n % 2 === 0 ? clientId : otherClient));
  const seen = await Promise.all(
    turns.map(async (client) => {
      const rows = await t.scoped.db(wholeClient(client)).selectFrom('campaigns').select('client_id').execute();
      return [client, [...new Set(rows.map((row) => row.client_id))]];
    }),
  );
  expect(seen).toEqual(turns.map((client) => [client, [client]]));
});
