import { createJourneys } from '../../db/journeys/create-journeys';
import { changeContacts } from '../../db/customers/changed-contacts';
import { checkAreas } from '../../db/campaigns/pause-areas';
import { messagePaused } from '../../db/journeys/facts/pause-facts';
import { stepClock } from '../support/seed';
import { type Api, type ApiClient, openApi } from '../support/api';

let api: Api;
let own: ApiClient;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

/** A running campaign: the first customer lives in the area, the second's address is not known; a letter for each. */
beforeEach(async () => {
  own = await api.client({ status: 'running', customers: [{ channels: ['post'] }, {}] });
  await stepClock(api.t, '2027-02-01T09:00:00+09:00');
  await createJourneys(api.t.db, own.campaignId);
  const lane = { channel: 'post', name: `post-${own.campaignId}` } as const;
  const { id: lane_id } = await api.t.db.insertInto('lanes').values(lane).returning('id').executeTakeFirstOrThrow();
  for (const { id: customer_id } of own.customers) {
    const ids = { client_id: own.clientId, campaign_id: own.campaignId, customer_id };
    const journey = await api.t.db
      .selectFrom('journeys')
      .select('id')
      .where('campaign_id', '=', own.campaignId)
      .where('customer_id', '=', customer_id)
      .executeTakeFirstOrThrow();
    const piece = await api.t.db
      .insertInto('pieces')
      .values({ ...ids, code: `P${customer_id}` })
      .returning('id')
      .executeTakeFirstOrThrow();
    const text = { step: 'notice', channel: 'post', purpose: 'service_notice', notice: 'notice', version: 1, run: 1 };
    const when = { due_at: new Date(0), not_before: new Date(0) };
    await api.t.db
      .insertInto('messages')
      .values({ ...ids, ...text, ...when, journey_id: journey.id, piece_id: piece.id, lane_id })
      .execute();
  }
});

const pauses = () => `/api/campaigns/${own.campaignId}/pauses`;
const open = async (scope: object): Promise<number> => {
  const answers = { scope, extendWaits: false, reason: '豪雨' };
  const { body } = await api.act(pauses(), own.keys.manager.key, answers).expect(201);
  return (body as { id: number }).id;
};
const customersOf = async (id: number) => {
  const { body } = await api.send('get', pauses(), own.keys.manager.key).expect(200);
  const { items } = body as { items: { id: number; scope: { customers: number; area: object } }[] };
  return items.find((pause) => pause.id === id)!.scope;
};
const held = async () => {
  const rows = await api.t.db
    .selectFrom('messages as m')
    .select(messagePaused.as('held'))
    .where('m.campaign_id', '=', own.campaignId)
    .orderBy('m.customer_id')
    .execute();
  return rows.map((row) => row.held);
};
/** The client's file of changes says where a customer lives. */
const moves = (index: number, postalCode: string, address: string) =>
  api.t.db.transaction().execute(
    (trx) =>
      changeContacts(trx, api.t.vault, { customerId: own.customers[index]!.id, clientId: own.clientId, change: { postalCode, address } }), // prettier-ignore
  );

it.each<[string, object]>([
  ['postal code', { area: { postalCode: '105' } }],
  ['city', { area: { city: '東京都港区' } }],
])('an area by %s holds customers whose address arrives later, from the moment it is written', async (_, scope) => {
  const id = await open(scope);
  expect(await held()).toEqual([true, false]);
  await moves(1, '105-0022', '東京都港区海岸２－３');
  expect(await held()).toEqual([true, true]);
  expect((await customersOf(id)).customers).toBe(1);
  expect(await checkAreas(api.t.db, api.t.vault)).toBe(1);
  expect(await held()).toEqual([true, true]);
  expect((await customersOf(id)).customers).toBe(2);
});

it('releases at once a customer whose new address lies elsewhere; listed customers stay listed', async () => {
  const id = await open({ area: { postalCode: '105' } });
  await moves(1, '060-0001', '北海道札幌市中央区1-1');
  await moves(0, '060-0001', '北海道札幌市中央区1-2');
  expect(await held()).toEqual([true, true]);
  await checkAreas(api.t.db, api.t.vault);
  expect(await held()).toEqual([true, false]);
  expect((await customersOf(id)).customers).toBe(1);
});

it('does not add to a list that was given with the area', async () => {
  const id = await open({ area: { postalCode: '105' }, customerIds: [own.customers[0]!.id] });
  await moves(1, '105-0022', '東京都港区海岸2-3');
  await checkAreas(api.t.db, api.t.vault);
  expect(await held()).toEqual([true, false]);
  expect(await customersOf(id)).toMatchObject({ customers: 1, area: { postalCode: '105' } });
});

it('finds an address that was being written while the pause was opened', async () => {
  const writing = await api.t.db.startTransaction().execute();
  const change = { postalCode: '105-0022', address: '東京都港区海岸2-3' };
  await changeContacts(writing, api.t.vault, { customerId: own.customers[1]!.id, clientId: own.clientId, change });
  const id = await open({ area: { postalCode: '105' } });
  await checkAreas(api.t.db, api.t.vault);
  expect((await customersOf(id)).customers).toBe(1);
  await writing.commit().execute();
  // transactions of other databases on the same server count too: it is looked up once they are over
  for (let tries = 0; tries < 1_000 && (await customersOf(id)).customers < 2; tries++) {
    await checkAreas(api.t.db, api.t.vault);
  }
  expect((await customersOf(id)).customers).toBe(2);
  expect(await held()).toEqual([true, true]);
});

it('compares nothing while no area is paused', async () => {
  await moves(1, '105-0022', '東京都港区海岸2-3');
  expect(await checkAreas(api.t.db, api.t.vault)).toBe(0);
  expect(await held()).toEqual([false, false]);
});
