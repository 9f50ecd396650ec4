import { sql } from 'kysely';
import pg from 'pg';
import { claimMessages } from '../../../db/delivery/claims';
import { hasDue } from '../../../db/delivery/due-messages';
import { takeOverLane } from '../../../db/delivery/lane-health';
import { setAside } from '../../../db/delivery/set-aside';
import { connectDb } from '../../../db/platform/connect';
import { type Db } from '../../../db/platform/types';
import { meet } from '../../support/barrier';
import { testDb, type TestDb } from '../../support/test-db';
import { MINUTE, scene, type Scene, START } from '../mail/mail-fixture';

/** Messages that are kept back at the head of the queue, and messages behind them that may leave. */
const AHEAD = 3_000;
const BEHIND = 5;
const LIMIT = 64;
/** What one look at a queue and one claim may read, however many are kept back: a head of 256, and a few rows for each. */
const ROWS_PER_CLAIM = 4_500;

let test: TestDb;
let one: ReturnType<typeof connectDb>;
beforeAll(async () => {
  test = await testDb();
  // one connection, whose reads are counted; tables as small as these would be read whole
  one = connectDb({ url: `${test.url}?options=${encodeURIComponent('-c enable_seqscan=off')}`, max: 1 });
});
afterAll(async () => {
  await one.db.destroy();
  await test.close();
});

async function asOwner(work: (owner: pg.Client) => Promise<unknown>): Promise<void> {
  const owner = new pg.Client({ connectionString: test.ownerUrl });
  await owner.connect();
  await work(owner).finally(() => owner.end());
}

/** Rows that the database read for `work`, which uses the one connection. */
async function rowsRead(work: (db: Db) => Promise<unknown>): Promise<number> {
  const read = async () => {
    await sql`select pg_stat_force_next_flush()`.execute(one.db);
    const { rows } = await sql<{ n: number }>`
      select sum(coalesce(idx_tup_fetch, 0) + seq_tup_read)::int as n from pg_stat_user_tables`.execute(one.db);
    return rows[0]!.n;
  };
  const before = await read();
  await work(one.db);
  return (await read()) - before;
}

interface Filled {
  at: Scene;
  clientId: number;
  fence: number;
  ahead: number[];
  behind: number[];
}

/** A mail lane with `AHEAD` customers of prefecture 1 due before `BEHIND` of prefecture 2. */
async function filled(): Promise<Filled> {
  const at = await scene(test, { lane: { ratePerMinute: 1e9, burst: 1e6 } });
  const { rows } = await sql<{ id: number; client: number; prefecture: number }>`
    with c as (insert into customers (client_id, kind, party_hash, prefecture)
        select k.client_id, 'person', uuid_send(gen_random_uuid()), case when n <= ${AHEAD} then 1 else 2 end
        from campaigns k, generate_series(1, ${AHEAD + BEHIND}::int) n where k.id = ${at.campaignId} returning *),
      p as (insert into contact_points (customer_id, channel, client_id, hash)
        select id, 'mail', client_id, party_hash from c),
      j as (insert into journeys (client_id, campaign_id, customer_id)
        select client_id, ${at.campaignId}, id from c returning *),
      e as (insert into pieces (client_id, campaign_id, customer_id, code)
        select client_id, campaign_id, customer_id, gen_random_uuid()::text from j returning *)
    insert into messages (client_id, campaign_id, customer_id, journey_id, piece_id, lane_id, run, step, channel, purpose,
      notice, version, due_at, not_before)
    select j.client_id, j.campaign_id, j.customer_id, j.id, e.id, ${at.laneId}, 1, 'notice', 'mail', 'service_notice', 'n1', 1,
      t.at, t.at
    from j join e using (customer_id) join c on c.id = j.customer_id
      cross join lateral (select ${new Date(START - MINUTE)}::timestamptz + make_interval(secs => c.prefecture)) t(at)
    order by c.prefecture, c.id returning id, client_id as client,
      (select prefecture from c where c.id = messages.customer_id) as prefecture`.execute(test.db);
  await asOwner((owner) => owner.query('analyze'));
  const { fence } = await takeOverLane(test.db, at.docs, at.laneId);
  const ids = (prefecture: number) => rows.filter((row) => row.prefecture === prefecture).map(({ id }) => id);
  return { at, clientId: rows[0]!.client, fence, ahead: ids(1), behind: ids(2) };
}

const claim = async ({ at, fence }: Filled, db: Db = test.db, limit = LIMIT) => {
  const { messages, deferred } = await claimMessages(db, at.docs, { laneId: at.laneId, fence, limit });
  return { ids: messages.map(({ messageId }) => messageId), deferred };
};

/** What the drain does: looks, and claims as long as it may find something. Returns what was claimed, in order. */
async function drain(all: Filled, db: Db = test.db, limit = LIMIT): Promise<number[]> {
  const taken: number[] = [];
  for (let turn = 0; (await hasDue(db, all.at.laneId)) && turn < 300; turn++) {
    const { ids, deferred } = await claim(all, db, limit);
    taken.push(...ids);
    if (ids.length + deferred === 0) break;
  }
  return taken;
}

const people = (all: Filled) => sql`select customer_id from messages where id = any(${all.ahead}::bigint[])`;

/** What keeps the messages ahead back, and what lets them go. */
const KEEPERS = {
  'a pause': {
    keep: async ({ at, clientId }: Filled) => {
      const opened = { extend_waits: false, reason: 'x', opened_by: await person(), opened_at: new Date(START) };
      await test.db
        .insertInto('pauses')
        .values({ client_id: clientId, campaign_id: at.campaignId, prefecture: 1, ...opened })
        .execute();
    },
    release: async ({ at }: Filled) => {
      const ended = { ended_at: new Date(START), end_reason: 'x' };
      await test.db.updateTable('pauses').set(ended).where('campaign_id', '=', at.campaignId).execute();
    },
  },
  'holds on each of them': {
    keep: async (all: Filled) => {
      await sql`insert into holds (client_id, customer_id, reason, source, opened_at)
        select ${all.clientId}, id, 'complaint', 'test', now() from (${people(all)}) p(id)`.execute(test.db);
    },
    release: async (all: Filled) => {
      await sql`update holds set released_at = now() where customer_id in (${people(all)})`.execute(test.db);
    },
  },
};

async function person(): Promise<number> {
  const known = await test.db.selectFrom('persons').select('id').executeTakeFirst();
  if (known) return known.id;
  const made = test.db.insertInto('persons').values({ login: 'p', name: 'p' }).returning('id');
  return (await made.executeTakeFirstOrThrow()).id;
}

describe.each(Object.entries(KEEPERS))('while %s keeps what is due first', (_what, { keep, release }) => {
  it('reads a bounded number of rows per claim, and none of it once all is set aside', async () => {
    const all = await filled();
    await keep(all);
    const rows: number[] = [];
    for (let taken: number[] = []; taken.length === 0;) {
      rows.push(await rowsRead(async (db) => void (taken = await drainOnce(all, db))));
      if (rows.length > 100) throw new Error('the messages behind are not reached');
      if (taken.length > 0) expect(taken).toEqual(all.behind);
    }
    expect(Math.max(...rows)).toBeLessThan(ROWS_PER_CLAIM);
    expect(await hasDue(test.db, all.at.laneId)).toBe(false);
    expect(await rowsRead((db) => hasDue(db, all.at.laneId))).toBeLessThan(50);
  });

  it('sends each exactly once after the release, in the order in which they were due', async () => {
    const all = await filled();
    await keep(all);
    expect(await drain(all)).toEqual(all.behind);
    await release(all);
    expect(await hasDue(test.db, all.at.laneId)).toBe(true);
    expect(await drain(all, test.db, 1_000)).toEqual(all.ahead);
    expect(await hasDue(test.db, all.at.laneId)).toBe(false);
  });

  it('keeps back at once what was not kept before', async () => {
    const all = await filled();
    expect((await claim(all)).ids).toEqual(all.ahead.slice(0, LIMIT));
    await keep(all);
    expect(await drain(all)).toEqual(all.behind);
  });
});

const drainOnce = async (all: Filled, db: Db): Promise<number[]> =>
  (await hasDue(db, all.at.laneId)) ? (await claim(all, db)).ids : [];

it('lets one customer go whose hold is released', async () => {
  const all = await filled();
  await KEEPERS['holds on each of them'].keep(all);
  await drain(all);
  const [, , third] = all.ahead;
  await sql`update holds set released_at = now()
    where customer_id = (select customer_id from messages where id = ${third})`.execute(test.db);
  expect(await drain(all)).toEqual([third]);
});

it('lets a customer go who has moved out of the paused prefecture', async () => {
  const all = await filled();
  await KEEPERS['a pause'].keep(all);
  await drain(all);
  const [, second] = all.ahead;
  await sql`update customers set prefecture = 3
    where id = (select customer_id from messages where id = ${second})`.execute(test.db);
  expect(await drain(all)).toEqual([second]);
});

it('keeps under a second pause what a first one no longer keeps', async () => {
  const all = await filled();
  await KEEPERS['a pause'].keep(all);
  await drain(all);
  const [first] = await test.db
    .selectFrom('pauses')
    .select('id')
    .where('campaign_id', '=', all.at.campaignId)
    .execute();
  await KEEPERS['a pause'].keep(all);
  const end = (id: number) =>
    test.db
      .updateTable('pauses')
      .set({ ended_at: new Date(START), end_reason: 'x' })
      .where('id', '=', id)
      .execute();
  await end(first!.id);
  expect(await drain(all)).toEqual([]);
  await KEEPERS['a pause'].release(all);
  expect(await drain(all, test.db, 1_000)).toEqual(all.ahead);
});

it('finds what may leave behind any number of messages that wait for a moment only', async () => {
  const all = await filled();
  await sql`update journeys set arrival_seq = 1 where customer_id in (${people(all)})`.execute(test.db);
  expect(await claim(all)).toMatchObject({ ids: all.behind });
  await sql`update journeys set read_seq = 1 where customer_id in (${people(all)})`.execute(test.db);
  expect((await claim(all)).ids).toEqual(all.ahead.slice(0, LIMIT));
});

describe('a hold that is released while its message is set aside', () => {
  const aside = (all: Filled, db: Db) => setAside(db, all.at.laneId, [all.at.campaignId], LIMIT);
  const release = (all: Filled, db: Db) => KEEPERS['holds on each of them'].release(all).then(() => db);
  const releaseBy = (all: Filled, db: Db) =>
    sql`update holds set released_at = now() where customer_id in (${people(all)})`.execute(db);

  it('waits for it, and puts it back', async () => {
    const all = await filled();
    await KEEPERS['holds on each of them'].keep(all);
    await meet(
      test,
      (db) => aside(all, db),
      () => release(all, test.db),
    );
    expect((await claim(all)).ids).toEqual(all.ahead.slice(0, LIMIT));
  });

  it('is seen, and nothing set aside', async () => {
    const all = await filled();
    await KEEPERS['holds on each of them'].keep(all);
    const both = await meet(
      test,
      (db) => releaseBy(all, db),
      () => aside(all, test.db),
    );
    expect(both.second).toBe(0);
    expect((await claim(all)).ids).toEqual(all.ahead.slice(0, LIMIT));
  });
});
