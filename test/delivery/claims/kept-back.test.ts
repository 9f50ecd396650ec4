import { sql } from 'kysely';
import { claimMessages } from '../../../db/delivery/claims';
import { hasDue } from '../../../db/delivery/due-messages';
import { setAside } from '../../../db/delivery/set-aside';
import { type Db } from '../../../db/platform/types';
import { meet } from '../../support/barrier';
import { countRows, type RowCounter } from '../../support/database/rows-read';
import { testDb, type TestDb } from '../../support/test-db';
import { START } from '../mail/mail-fixture';
import { type Filled, filled, LIMIT } from './long-queue';

/** What one check of a queue and one claim may read, however many are kept back: a head of 256, and a few rows for each. */
const ROWS_PER_CLAIM = 4_500;

let test: TestDb;
let counter: RowCounter;
beforeAll(async () => {
  test = await testDb();
  counter = countRows(test);
});
afterAll(async () => {
  await counter.close();
  await test.close();
});

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
  it('reads a bounded number of rows per claim, and hardly any once all is set aside', async () => {
    const all = await filled(test);
    await keep(all);
    const rows: number[] = [];
    for (let taken: number[] = []; taken.length === 0;) {
      rows.push(await counter.rowsRead(async (db) => void (taken = await drainOnce(all, db))));
      if (rows.length > 100) throw new Error('the messages after are not reached');
      if (taken.length > 0) expect(taken).toEqual(all.after);
    }
    expect(Math.max(...rows)).toBeLessThan(ROWS_PER_CLAIM);
    expect(await hasDue(test.db, all.at.laneId)).toBe(false);
    expect(await counter.rowsRead((db) => hasDue(db, all.at.laneId))).toBeLessThan(700);
  });

  it('sends each exactly once after the release, in the order in which they were due', async () => {
    const all = await filled(test);
    await keep(all);
    expect(await drain(all)).toEqual(all.after);
    await release(all);
    expect(await hasDue(test.db, all.at.laneId)).toBe(true);
    expect(await drain(all, test.db, 1_000)).toEqual(all.ahead);
    expect(await hasDue(test.db, all.at.laneId)).toBe(false);
  });

  it('keeps back at once what was not kept before', async () => {
    const all = await filled(test);
    expect((await claim(all)).ids).toEqual(all.ahead.slice(0, LIMIT));
    await keep(all);
    expect(await drain(all)).toEqual(all.after);
  });
});

const drainOnce = async (all: Filled, db: Db): Promise<number[]> =>
  (await hasDue(db, all.at.laneId)) ? (await claim(all, db)).ids : [];

it('lets one customer go whose hold is released', async () => {
  const all = await filled(test);
  await KEEPERS['holds on each of them'].keep(all);
  await drain(all);
  const [, , third] = all.ahead;
  await sql`update holds set released_at = now()
    where customer_id = (select customer_id from messages where id = ${third})`.execute(test.db);
  expect(await drain(all)).toEqual([third]);
});

it('lets a customer go who has moved out of the paused prefecture', async () => {
  const all = await filled(test);
  await KEEPERS['a pause'].keep(all);
  await drain(all);
  const [, second] = all.ahead;
  await sql`update customers set prefecture = 3
    where id = (select customer_id from messages where id = ${second})`.execute(test.db);
  expect(await drain(all)).toEqual([second]);
});

it('keeps under a second pause what a first one no longer keeps', async () => {
  const all = await filled(test);
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

it('finds what may leave after any number of messages that wait for a moment only', async () => {
  const all = await filled(test);
  await sql`update journeys set arrival_seq = 1 where customer_id in (${people(all)})`.execute(test.db);
  expect(await claim(all)).toMatchObject({ ids: all.after });
  await sql`update journeys set read_seq = 1 where customer_id in (${people(all)})`.execute(test.db);
  expect((await claim(all)).ids).toEqual(all.ahead.slice(0, LIMIT));
});

describe('a hold that is released while its message is set aside', () => {
  const aside = (all: Filled, db: Db) => setAside(db, all.at.laneId, [all.at.campaignId], LIMIT);
  const release = (all: Filled, db: Db) => KEEPERS['holds on each of them'].release(all).then(() => db);
  const releaseBy = (all: Filled, db: Db) =>
    sql`update holds set released_at = now() where customer_id in (${people(all)})`.execute(db);

  it('waits for it, and puts it back', async () => {
    const all = await filled(test);
    await KEEPERS['holds on each of them'].keep(all);
    await meet(
      test,
      (db) => aside(all, db),
      () => release(all, test.db),
    );
    expect((await claim(all)).ids).toEqual(all.ahead.slice(0, LIMIT));
  });

  it('is seen, and nothing set aside', async () => {
    const all = await filled(test);
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
