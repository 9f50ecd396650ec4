import { sql } from 'kysely';
import { addUpFigures } from '../../../db/campaigns/board/figures';
import { countWaves } from '../../../db/campaigns/waves';
import { createJourneys } from '../../../db/journeys/create-journeys';
import { seededRandom } from '../../../sandbox/support/seeded-random';
import { type Api, type ApiClient, openApi } from '../../support/api';

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
  own = await api.client({ customers: Array.from({ length: 12 }, () => ({})) });
  await createJourneys(api.t.db, own.campaignId);
});

const waves = ['first', 'second'].map((id) => ({ id, name: { ja: id, en: id }, begins: 0 }));
const STATUSES = ['queued', 'claimed', 'handing_over', 'handed_over', 'failed', 'withdrawn', 'doubtful', 'recalled'];
const one = <Value>(values: readonly Value[], some: number): Value => values[Math.floor(some * 997) % values.length]!;
const third = (column: string, some: number) =>
  sql<boolean>`(${sql.ref(column)} * 7919 + ${Math.floor(some * 1e6)}::int) % 3 = 0`;

/** Changes of some of the campaign's rows, as a value between 0 and 1 chooses them. */
const CHANGES: ((some: number) => Promise<unknown>)[] = [
  (some) =>
    sql`update journeys set wave = ${one(['first', 'second', null], some)}
      where campaign_id = ${own.campaignId} and ${third('id', some)}`.execute(api.t.db),
  (some) => {
    const state = one(['scheduled', 'notified', 'call_due', 'closed'], some);
    const closed = state === 'closed';
    return sql`update journeys set state = ${state}, status = ${closed ? 'closed' : 'open'}
      where campaign_id = ${own.campaignId} and ${third('id', some)}`.execute(api.t.db);
  },
  (some) =>
    sql`with j as (select * from journeys where campaign_id = ${own.campaignId} and ${third('id', some)}),
      p as (insert into pieces (client_id, campaign_id, customer_id, code)
        select client_id, campaign_id, customer_id, md5(random()::text) from j returning id, customer_id)
    insert into messages (client_id, campaign_id, customer_id, journey_id, piece_id, lane_id, run, step, channel, purpose,
      notice, version, due_at, not_before, status, reply)
    select j.client_id, j.campaign_id, j.customer_id, j.id, p.id, ${lane}, 1, md5(random()::text), 'mail',
      'service_notice', 'notice', 1, tsunagi_now(), tsunagi_now(), ${one(STATUSES, some * 7)}, ${some > 0.7}
    from j join p using (customer_id)`.execute(api.t.db),
  (some) =>
    sql`update messages set status = ${one(STATUSES, some)}
      where campaign_id = ${own.campaignId} and ${third('id', some)}`.execute(api.t.db),
];

async function recount() {
  const { rows } = await sql`
    select w.id as wave, count(j.id)::int as customers,
      count(*) filter (where j.status = 'open' and not contacted.any)::int as waiting,
      count(*) filter (where contacted.any)::int as notified,
      count(*) filter (where j.status = 'open')::int as open, count(*) filter (where j.status = 'closed')::int as closed
    from unnest(${waves.map(({ id }) => id)}::text[]) with ordinality as w(id, place)
    left join journeys j on j.campaign_id = ${own.campaignId} and j.wave = w.id
    left join lateral (select exists (select 1 from messages m where m.journey_id = j.id and not m.reply
      and m.status in ('handed_over', 'doubtful')) as any) contacted on true
    group by w.id, w.place order by w.place`.execute(api.t.db);
  return rows;
}

test.each([1, 2, 3])("after random changes (seed %d) a wave's progress is what a recount says", async (seed) => {
  const campaign = { id: own.campaignId, client_id: own.clientId };
  let notified = 0;
  for (let round = 0; round < 40; round++) {
    const random = (name: string) => seededRandom(seed, round, name);
    await one(CHANGES, random('change'))(random('some'));
    if (round % 9 === 0) await addUpFigures(api.t.db);
    const counted = await countWaves(api.t.db, campaign, waves);
    expect(counted).toEqual(await recount());
    notified += counted.reduce((sum, wave) => sum + wave.notified, 0);
  }
  expect(notified).toBeGreaterThan(0);
  await addUpFigures(api.t.db);
  expect(await countWaves(api.t.db, campaign, waves)).toEqual(await recount());
});
