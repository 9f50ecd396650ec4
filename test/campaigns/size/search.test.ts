import { sql } from 'kysely';
import { getCampaign } from '../../../db/campaigns/campaigns';
import { createJourneys } from '../../../db/journeys/create-journeys';
import { type JourneyRow } from '../../../db/journeys/facts/load-facts';
import { listJourneys } from '../../../db/journeys/list/journey-list';
import { connectDb } from '../../../db/platform/connect';
import { wholeClient } from '../../../db/platform/scope';
import { type JourneyState, type OutcomeName } from '../../../domain/journeys/states';
import { seededRandom } from '../../../sandbox/support/seeded-random';
import { type Api, type ApiClient, openApi } from '../../support/api';

const STATES = ['scheduled', 'notified', 'reminded', 'awaiting_reply', 'call_due', 'closed'] as const;
const OUTCOMES = ['migrated', 'cancelled', 'lapsed', 'unreachable', 'excluded', 'stopped', 'pending'] as const;

const WAKES = ['2027-02-03T10:00:00Z', '2027-02-04T10:00:00Z'].map((at) => new Date(at));

let api: Api;
let own: ApiClient;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

const list = async (query: string): Promise<{ items: { id: number }[]; next: string | null }> => {
  const path = `/api/campaigns/${own.campaignId}/journeys?${query}`;
  return (await api.send('get', path, own.keys.auditor.key).expect(200)).body as never;
};
/** Every page of a list, of two journeys each. */
async function pages(query: string): Promise<number[]> {
  const ids: number[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await list(`${query}&limit=2${cursor && `&cursor=${cursor}`}`);
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next ?? null;
  }
  return ids;
}
const journeys = () =>
  api.t.db.selectFrom('journeys').selectAll().where('campaign_id', '=', own.campaignId).orderBy('id').execute();

/** Whether a contract of the journey's has this outcome, by the rows that say so. */
async function has(journey: JourneyRow, outcome: string): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`
    select coalesce(o.outcome, case when a.state <> 'excluded' then 'open' end) as name
    from audience a left join outcomes o on o.campaign_id = a.campaign_id and o.contract_id = a.contract_id
    where a.campaign_id = ${journey.campaign_id} and a.customer_id = ${journey.customer_id}`.execute(api.t.db);
  return rows.some(({ name }) => name === outcome);
}

describe('journeys in random states with random outcomes', () => {
  beforeAll(async () => {
    own = await api.client({ customers: Array.from({ length: 16 }, (_, i) => ({ contracts: (i % 3) + 1 })) });
    const pick = <Value>(values: readonly Value[], ...names: (string | number)[]): Value =>
      values[Math.floor(seededRandom(4, ...names) * values.length)]!;
    const excluded = { state: 'excluded' as const, reason: 'already_cancelled' };
    const [first, second] = [own.customers[0]!, own.customers[1]!];
    const left = [...first.contracts, second.contracts[0]!];
    await api.t.db.updateTable('audience').set(excluded).where('contract_id', 'in', left).execute();
    await createJourneys(api.t.db, own.campaignId);
    for (const { id } of own.customers)
      await api.t.db
        .updateTable('customers')
        .set({ prefecture: pick([13, 27, null], 'lives', id) })
        .where('id', '=', id)
        .execute();
    for (const { id } of await journeys()) {
      await api.t.db
        .updateTable('journeys')
        .set({ state: pick(STATES, 'state', id), wake_at: pick([null, ...WAKES], 'wake', id) })
        .where('id', '=', id)
        .execute();
    }
    const ids = { client_id: own.clientId, campaign_id: own.campaignId, reason: 'answered', at: new Date(0) };
    for (const { id, contracts } of own.customers.slice(2)) {
      for (const contract of contracts) {
        const row = { ...ids, customer_id: id, contract_id: contract, outcome: pick(OUTCOMES, 'outcome', contract) };
        if (pick([true, true, false], 'has', contract)) await api.t.db.insertInto('outcomes').values(row).execute();
        if (pick([true, false, false], 'reopened', contract))
          await api.t.db.deleteFrom('outcomes').where('contract_id', '=', contract).execute();
        if (pick([true, false, false, false], 'removed', contract))
          await api.t.db.updateTable('audience').set(excluded).where('contract_id', '=', contract).execute();
      }
    }
  });

  const combinations = [undefined, ...STATES].flatMap((state) =>
    [undefined, 'open' as const, ...OUTCOMES].map((outcome) => [state, outcome] as const),
  );
  test.each(combinations)('state %s and outcome %s list what the rows say, page by page', async (state, outcome) => {
    const expected: number[] = [];
    for (const journey of await journeys())
      if ((!state || journey.state === state) && (!outcome || (await has(journey, outcome)))) expected.push(journey.id);
    expect(await pages(`${state ? `state=${state}` : ''}${outcome ? `&outcome=${outcome}` : ''}`)).toEqual(expected);
  });

  test.each([undefined, ...STATES])(
    'by when they go on, state %s lists open journeys, the next first',
    async (state) => {
      const expected = (await journeys())
        .filter((one) => one.status === 'open' && one.wake_at !== null && one.state !== 'closed')
        .filter((one) => !state || one.state === state)
        .sort((a, b) => a.wake_at! - b.wake_at! || a.id - b.id);
      expect(await pages(`order=wakeAt${state ? `&state=${state}` : ''}`)).toEqual(expected.map(({ id }) => id));
      await api
        .send('get', `/api/campaigns/${own.campaignId}/journeys?order=wakeAt&outcome=open`, own.keys.auditor.key)
        .expect(400);
    },
  );

  test.each([undefined, 'closed', 'reminded'] as const)(
    'a prefecture and state %s list those who live there',
    async (state) => {
      const living = (await journeys()).filter((one) => one.prefecture === 13 && (!state || one.state === state));
      expect(await pages(`prefecture=13${state ? `&state=${state}` : ''}`)).toEqual(living.map(({ id }) => id));
    },
  );

  test('names are masked, of those whom the caller may see, for desk readers alone', async () => {
    const hidden = own.customers[2]!;
    await api.t.db
      .insertInto('protections')
      .values({ client_id: own.clientId, customer_id: hidden.id, source: 'import', opened_at: new Date(0) })
      .execute();
    const names = async (role: 'operator' | 'approver') => {
      const path = `/api/campaigns/${own.campaignId}/journeys?limit=3`;
      const { body } = await api.send('get', path, own.keys[role].key).expect(200);
      return (body as { items: { name?: string | null }[] }).items.map(({ name }) => name);
    };
    expect(await names('operator')).toEqual(['見●●●', '見●●●', null]);
    expect(await names('approver')).toEqual([undefined, undefined, undefined]);
  });

  test('an id finds the journey, its customer and its contract, together with the other filters', async () => {
    const [journey] = await journeys();
    const { contracts } = own.customers[0]!;
    for (const id of [journey!.id, journey!.customer_id, contracts[0]!])
      expect((await list(`q=${id}`)).items.map((row) => row.id)).toContain(journey!.id);
    expect((await list(`q=${journey!.id}&outcome=excluded`)).items).toHaveLength(1);
    expect((await list(`q=${journey!.id}&outcome=migrated`)).items).toEqual([]);
    expect((await list('q=999999999')).items).toEqual([]);
  });
});

test('no filter reads the whole campaign, however rare its journeys are', async () => {
  const MANY = 3_000;
  own = await api.client({ customers: [{}] });
  const ids = sql`${own.clientId}::bigint`;
  await sql`
    with c as (insert into customers (client_id, kind, party_hash, prefecture)
        select ${ids}, 'person', decode(md5('many' || n), 'hex'), 13 from generate_series(1, ${MANY}) n returning id),
      k as (insert into contracts (client_id, customer_id, number_hash, row_hash, product)
        select ${ids}, id, decode(md5('many' || id), 'hex'), ''::bytea, 'ライト' from c returning id, customer_id)
    insert into audience (campaign_id, contract_id, client_id, customer_id, line, state)
    select ${own.campaignId}, id, ${ids}, customer_id, 2, 'included' from k`.execute(api.t.db);
  await createJourneys(api.t.db, own.campaignId);
  await sql`
    with o as (insert into outcomes (campaign_id, contract_id, client_id, customer_id, outcome, reason, at)
      select campaign_id, contract_id, client_id, customer_id, 'migrated', 'answered', tsunagi_now() from audience
      where campaign_id = ${own.campaignId} and contract_id % 2 = 0 returning customer_id)
    update journeys set state = 'closed' from o where o.customer_id = journeys.customer_id`.execute(api.t.db);
  const last = (await journeys()).at(-1)!;
  const { contract_id: contract } = await api.t.db
    .selectFrom('audience')
    .select('contract_id')
    .where('customer_id', '=', last.customer_id)
    .executeTakeFirstOrThrow();
  const owner = connectDb({ url: api.t.ownerUrl, max: 1 });
  await sql`analyze journeys, outcomes, audience`.execute(owner.db);
  await owner.db.destroy();
  const filters: { state?: JourneyState; outcome?: OutcomeName | 'open'; id?: number; prefecture?: number }[] = [
    ...[{}, { state: 'closed' }, { state: 'reminded' }, { outcome: 'open' }, { outcome: 'migrated' }],
    ...[{ outcome: 'stopped' }, { state: 'closed', outcome: 'open' }, { state: 'scheduled', outcome: 'migrated' }],
    ...[
      { prefecture: 13, state: 'closed' },
      { prefecture: 13, outcome: 'stopped' },
    ],
    ...[{ id: contract }, { id: last.customer_id }, { id: last.id }, { id: 999_999_999 }],
  ] as object[];
  const read: Record<string, boolean> = {};
  for (const filter of filters) read[JSON.stringify(filter)] = (await rowsReadBy(filter)) < 200;
  expect(Object.entries(read).filter(([, few]) => !few)).toEqual([]);
});

/** Rows of the large tables that one page of a list reads, as a caller of the API sees them. */
async function rowsReadBy(filter: object): Promise<number> {
  return api.t.scoped
    .db(wholeClient(own.clientId))
    .transaction()
    .execute(async (trx) => {
      const campaign = await getCampaign(trx, wholeClient(own.clientId), own.campaignId);
      await listJourneys(trx, campaign, { after: null, limit: 10, ...filter });
      const { rows } = await sql<{ read: number }>`
        select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint as read from pg_stat_xact_user_tables
        where relname in ('journeys', 'outcomes', 'audience')`.execute(trx);
      return rows[0]!.read;
    });
}
