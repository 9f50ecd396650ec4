import { sql } from 'kysely';
import { addUpFigures } from '../../../db/campaigns/board/figures';
import { createJourneys } from '../../../db/journeys/create-journeys';
import { type Db, type Trx } from '../../../db/platform/types';
import { seededRandom } from '../../../sandbox/support/seeded-random';
import { type Api, type ApiClient, openApi } from '../../support/api';
import { linesOf, recount } from './recount';

const SEEDS = [1, 2, 3];
const CUSTOMERS = 12;

let api: Api;
let own: ApiClient;
let lane: number;
beforeAll(async () => {
  api = await openApi();
  const made = api.t.db.insertInto('lanes').values({ channel: 'mail', name: 'mail' }).returning('id');
  lane = (await made.executeTakeFirstOrThrow()).id;
});
afterAll(() => api.t.close());
beforeEach(async () => {
  own = await api.client({ customers: Array.from({ length: CUSTOMERS }, (_, i) => ({ contracts: (i % 3) + 1 })) });
});

const board = async () =>
  linesOf((await api.send('get', `/api/campaigns/${own.campaignId}`, own.keys.client_viewer.key).expect(200)).body);
const changes = async () => (await api.t.db.selectFrom('campaign_figure_changes').select('id').execute()).length;

/** A change of some of the campaign's rows, which a value between 0 and 1 chooses. */
type Change = (db: Db | Trx, some: number) => Promise<unknown>;
const STATES = ['scheduled', 'notified', 'reminded', 'awaiting_reply', 'call_due', 'closed'] as const;
const OUTCOMES = ['migrated', 'cancelled', 'lapsed', 'unreachable', 'excluded', 'stopped'] as const;
const STATUSES = ['queued', 'claimed', 'handing_over', 'handed_over', 'failed', 'withdrawn', 'doubtful'] as const;
const one = <Value>(values: readonly Value[], some: number): Value => values[Math.floor(some * 997) % values.length]!;
/** SQL: about a third of the rows of a table, by a column with numbers. */
const third = (column: string, some: number) =>
  sql<boolean>`(${sql.ref(column)} * 7919 + ${Math.floor(some * 1e6)}::int) % 3 = 0`;

const ofCampaign: Record<string, Change> = {
  journeys: (db, some) =>
    db
      .updateTable('journeys')
      .set({ state: one(STATES, some), wave: one(['first', 'second', null], some * 3) })
      .where('campaign_id', '=', own.campaignId)
      .where(third('id', some))
      .execute(),
  messages: (db, some) =>
    sql`
    with j as (select * from journeys where campaign_id = ${own.campaignId} and ${third('id', some)}),
      p as (insert into pieces (client_id, campaign_id, customer_id, code)
        select client_id, campaign_id, customer_id, md5(random()::text) from j returning id, customer_id)
    insert into messages (client_id, campaign_id, customer_id, journey_id, piece_id, lane_id, run, step, channel, purpose,
      notice, version, due_at, not_before)
    select j.client_id, j.campaign_id, j.customer_id, j.id, p.id, ${lane}, 1, md5(random()::text),
      ${one(['mail', 'sms', 'post'], some)}, 'service_notice', 'notice', 1, tsunagi_now(), tsunagi_now()
    from j join p using (customer_id)`.execute(db),
  lanes: (db, some) =>
    db
      .updateTable('messages')
      .set({ status: one(STATUSES, some), deferred_reason: one(['lane_full', null, 'closed'], some * 5) })
      .where('campaign_id', '=', own.campaignId)
      .where(third('id', some))
      .execute(),
  outcomes: (db, some) =>
    sql`
    insert into outcomes (campaign_id, contract_id, client_id, customer_id, outcome, reason, at)
    select campaign_id, contract_id, client_id, customer_id, ${one(OUTCOMES, some)}, 'answered', tsunagi_now()
    from audience where campaign_id = ${own.campaignId} and ${third('contract_id', some)}
    on conflict (campaign_id, contract_id) do update set outcome = excluded.outcome`.execute(db),
  reopened: (db, some) =>
    db.deleteFrom('outcomes').where('campaign_id', '=', own.campaignId).where(third('contract_id', some)).execute(),
  removed: (db, some) =>
    db
      .updateTable('audience')
      .set({ state: one(['included', 'excluded', 'held'] as const, some) })
      .where('campaign_id', '=', own.campaignId)
      .where(third('contract_id', some))
      .execute(),
  audience: async (db, some) => {
    const rows = await db
      .deleteFrom('audience')
      .where('campaign_id', '=', own.campaignId)
      .where(third('contract_id', some))
      .returningAll()
      .execute();
    if (rows.length > 0 && some < 0.9) await db.insertInto('audience').values(rows.map(again)).execute();
  },
};
const again = <Row extends { decided_at: number | null }>(row: Row) => ({ ...row, decided_at: null });

/** Changes as many and as mixed as the seed gives, some undone, with the differences added up in between. */
async function changeAtRandom(kinds: Change[], seed: number): Promise<void> {
  for (let round = 0; round < 60; round++) {
    const random = (name: string) => seededRandom(seed, round, name);
    const change = one(kinds, random('change'));
    const some = random('some');
    const undo = random('undo') < 0.2;
    const writing = api.t.db.transaction().execute(async (trx) => {
      await change(trx, some);
      if (undo) throw new Error('undone');
    });
    if (undo) await expect(writing).rejects.toThrow('undone');
    else await writing;
    if (round % 17 === 0) await addUpFigures(api.t.db);
  }
}

test.each(SEEDS)(
  'before the start, after random changes (seed %d), the board says what a recount says',
  async (seed) => {
    await changeAtRandom([ofCampaign.removed!, ofCampaign.audience!], seed);
    expect(await board()).toEqual(await recount(api.t.db, own.campaignId));
  },
);

test.each(SEEDS)('in flight, after random changes (seed %d), the board says what a recount says', async (seed) => {
  await createJourneys(api.t.db, own.campaignId);
  const { audience: _, ...kinds } = ofCampaign;
  await changeAtRandom(Object.values(kinds), seed);
  const counted = await recount(api.t.db, own.campaignId);
  expect(counted.length).toBeGreaterThan(12);
  expect(await board()).toEqual(counted);
  await addUpFigures(api.t.db);
  expect(await changes()).toBe(0);
  expect(await board()).toEqual(counted);
});

test('changes made side by side wait for no other and are all counted, also while they are added up', async () => {
  await createJourneys(api.t.db, own.campaignId);
  const rows = await api.t.db.selectFrom('journeys').select('id').where('campaign_id', '=', own.campaignId).execute();
  const open = await Promise.all(rows.slice(0, 5).map(() => api.t.db.startTransaction().execute()));
  for (const [i, trx] of open.entries()) {
    await sql`set local lock_timeout = '2s'`.execute(trx);
    await trx.updateTable('journeys').set({ state: 'notified' }).where('id', '=', rows[i]!.id).execute();
    if (i === 2) await addUpFigures(api.t.db);
  }
  expect(await board()).toEqual(await recount(api.t.db, own.campaignId));
  for (const trx of open) await trx.commit().execute();
  expect(await board()).toContain('customers notified 5');
  await Promise.all([addUpFigures(api.t.db), addUpFigures(api.t.db)]);
  expect(await board()).toEqual(await recount(api.t.db, own.campaignId));
});

test('only the triggers and their sum write figures', async () => {
  await expect(sql`update campaign_figures set count = 0`.execute(api.t.db)).rejects.toThrow(/permission denied/);
  await expect(sql`delete from campaign_figure_changes`.execute(api.t.db)).rejects.toThrow(/permission denied/);
});
