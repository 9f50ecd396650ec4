import { takeSteps } from '../../db/journeys/take-steps';
import { type StepDeps } from '../../db/journeys/record-steps';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { createJourneys } from '../../db/journeys/create-journeys';
import { claimMessages } from '../../db/delivery/claims';
import { markHandingOver } from '../../db/delivery/handovers';
import { ensureLane } from '../../db/delivery/lanes';
import { takeOverLane } from '../../db/delivery/lane-health';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { channelsDoc, stepClock } from '../support/seed';
import { type Api, type ApiClient, ledgerKinds, openApi } from '../support/api';
import { handOverQueued } from '../support/seeding/messages';

let api: Api;
let own: ApiClient;
let docs: CampaignDocs;
let lanes: Record<string, number>;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

const NOTICE_AT = '2027-02-01T09:00:00+09:00';

/** Customers of a running campaign over all channels, each with a lane of its own; the clock stands at the notice. */
async function begin(
  customers: Parameters<Api['client']>[0] = {},
  doc: CampaignDoc = channelsDoc(),
): Promise<number[]> {
  own = await api.client({ status: 'running', ...customers });
  await api.t.db
    .insertInto('campaign_versions')
    .values({
      campaign_id: own.campaignId,
      version: 2,
      client_id: own.clientId,
      doc: JSON.stringify(doc),
    })
    .execute();
  await api.t.db.updateTable('campaigns').set({ version: 2 }).where('id', '=', own.campaignId).execute();
  docs = new CampaignDocs();
  lanes = {};
  for (const channel of ['mail', 'sms', 'post', 'phone'] as const) {
    lanes[channel] = await ensureLane(api.t.db, {
      clientId: own.clientId,
      channel,
      name: `${channel}-${own.campaignId}`,
      burst: 1000,
    });
  }
  await stepClock(api.t, NOTICE_AT);
  await createJourneys(api.t.db, own.campaignId);
  const rows = await api.t.db
    .selectFrom('journeys')
    .select('id')
    .where('campaign_id', '=', own.campaignId)
    .orderBy('customer_id')
    .execute();
  return rows.map(({ id }) => id);
}

const place = async (journeyId: number, turn = 0) => {
  const deps: StepDeps = { db: api.t.db, vault: api.t.vault, docs, laneOf: async (_, __, channel) => lanes[channel]! };
  return (await takeSteps(deps, [{ journeyId, run: 1, turn }]))[0]!;
};
const pauses = () => `/api/campaigns/${own.campaignId}/pauses`;
const open = (body: object) =>
  api.act(pauses(), own.keys.manager.key, { scope: {}, extendWaits: false, reason: '文面の確認', ...body });
const end = (id: number) => api.act(`${pauses()}/${id}/end`, own.keys.manager.key, { reason: '確認済み' });
const claim = async (channel = 'mail') => {
  const { fence } = await takeOverLane(api.t.db, docs, lanes[channel]!);
  return (await claimMessages(api.t.db, docs, { laneId: lanes[channel]!, fence, limit: 100 })).messages;
};

test('the four questions are answered, recorded and listed; the ledger says so too', async () => {
  await begin();
  const until = '2027-02-03T00:00:00.000Z';
  const opened = await open({ scope: { channel: 'mail' }, extendWaits: true, until }).expect(201);
  expect(opened.body).toMatchObject({
    scope: { channel: 'mail', notice: null, version: null, area: null, wave: null, customerId: null, customers: null },
    extendWaits: true,
    arrivals: 'take',
    until,
    fallThrough: false,
    inForce: true,
    endedAt: null,
    effect: { journeys: 3, queued: { mail: 0, sms: 0, post: 0, phone: 0 } },
  });
  await end(opened.body.id).expect(200);
  const again = await end(opened.body.id).expect(200);
  expect(again.body).toMatchObject({ inForce: false, endReason: '確認済み' });
  const { body } = await api.send('get', pauses(), own.keys.client_viewer.key).expect(200);
  expect(body).toMatchObject({ items: [{ id: opened.body.id, inForce: false }], next: null });
  expect(await ledgerKinds(api.t, own.campaignId)).toEqual(['journeys_created', 'pause_opened', 'pause_ended']);
});

test('the same key opens one pause; only a manager may', async () => {
  await begin();
  const body = { scope: {}, extendWaits: false, reason: 'x' };
  const once = () =>
    api.send('post', pauses(), own.keys.manager.key).set('Idempotency-Key', `one-${own.campaignId}`).send(body);
  const [first, second] = [await once().expect(201), await once().expect(201)];
  expect(second.body).toEqual(first.body);
  await api.act(pauses(), own.keys.operator.key, body).expect(403);
});

test.each<[string, object, number, string]>([
  ['a notice that is not there', { scope: { notice: 'nothing' } }, 422, 'pause_scope_unknown'],
  ['a wave that is not there', { scope: { wave: 'second' } }, 422, 'pause_scope_unknown'],
  ['a version to come', { scope: { version: 3 } }, 422, 'pause_scope_unknown'],
  ['a customer of no campaign', { scope: { customerId: 999_999 } }, 422, 'pause_scope_unknown'],
  ['an end in the past', { until: '2027-01-01T00:00:00.000Z' }, 422, 'pause_until_past'],
  ['an empty area', { scope: { area: {} } }, 400, 'invalid_request'],
  ['an unknown field', { scope: { waves: 1 } }, 400, 'invalid_request'],
])('%s is refused', async (_, body, status, code) => {
  await begin();
  const refused = await open(body).expect(status);
  expect(refused.body.code).toBe(code);
});

test.each<[string, (at: { customers: number[] }) => object, string[]]>([
  ['the channel', () => ({ channel: 'mail' }), ['held', 'held', 'held']],
  ['another channel', () => ({ channel: 'post' }), ['sent', 'sent', 'sent']],
  ['the whole campaign', () => ({}), ['held', 'held', 'held']],
  ['the notice', () => ({ notice: 'notice' }), ['held', 'held', 'held']],
  ['this version', () => ({ version: 2 }), ['held', 'held', 'held']],
  ['the version before', () => ({ version: 1 }), ['sent', 'sent', 'sent']],
  ['one customer', ({ customers }) => ({ customerId: customers[1] }), ['sent', 'held', 'sent']],
  ['a list', ({ customers }) => ({ customerIds: [customers[0], customers[2]] }), ['held', 'sent', 'held']],
  ['a prefecture', () => ({ area: { prefecture: 17 } }), ['sent', 'sent', 'held']],
  ['a postal code', () => ({ area: { postalCode: '105-00' } }), ['held', 'sent', 'sent']],
  ['a city', () => ({ area: { city: '東京都　港区' } }), ['held', 'sent', 'sent']],
  [
    'a channel of a customer',
    ({ customers }) => ({ channel: 'mail', customerId: customers[0] }),
    ['held', 'sent', 'sent'],
  ],
])('a pause of %s holds just its scope, in the decision and in the claim', async (_, scope, expected) => {
  const journeys = await begin({ customers: [{ channels: ['post'] }, {}, {}] });
  const customers = own.customers.map(({ id }) => id);
  await api.t.db.updateTable('customers').set({ prefecture: 17 }).where('id', '=', customers[2]!).execute();
  const notified = await begun(journeys);
  const pause = await open({ scope: scope({ customers }) }).expect(201);
  const leaves = expected.map((did) => did === 'sent');
  const claimed = (await claim()).map(({ journeyId }) => journeyId);
  expect(notified.map((id) => claimed.includes(id))).toEqual(leaves);
  await api.t.db
    .updateTable('messages')
    .set({ status: 'withdrawn', step: 'earlier' })
    .where('campaign_id', '=', own.campaignId)
    .execute();
  const did = [];
  for (const journey of journeys) {
    await api.t.db.updateTable('journeys').set({ step: 'notice' }).where('id', '=', journey).execute();
    did.push(await place(journey, 1));
  }
  expect(did.map((one) => one.did)).toEqual(expected);
  for (const one of did) if (one.did === 'held') expect(one.why).toBe(`paused:${pause.body.id}`);
});

/** Places the notice of each journey. */
async function begun(journeys: number[]): Promise<number[]> {
  for (const journey of journeys)
    expect(await place(journey)).toMatchObject({ did: 'sent', step: 'notice', on: 'mail' });
  return journeys;
}

test('what was claimed before the pause is not handed over after it', async () => {
  const journeys = await begin();
  await begun(journeys);
  const messages = await claim();
  const pause = await open({ scope: { channel: 'mail', customerId: own.customers[0]!.id } }).expect(201);
  const marked = [];
  for (const message of messages) marked.push(await markHandingOver(api.t.db, message));
  // the others' claims are void as well and are made anew
  expect(marked).toEqual([false, false, false]);
  await end(pause.body.id).expect(200);
  expect((await claim()).length).toBe(3);
});

test('first waits for its paused channel, or falls through where the pause says so', async () => {
  const journeys = await begin({ customers: [{ channels: ['sms'] }, { channels: ['sms'] }] });
  const waiting = await open({ scope: { channel: 'mail' } }).expect(201);
  expect(await place(journeys[0]!)).toMatchObject({ did: 'held', why: `paused:${waiting.body.id}` });
  await end(waiting.body.id).expect(200);
  await open({ scope: { channel: 'mail' }, fallThrough: true }).expect(201);
  expect(await place(journeys[1]!)).toMatchObject({ did: 'sent', on: 'sms' });
});

test('the preview counts what is held, recalled and gone, and changes nothing', async () => {
  const journeys = await begin({ customers: [{}, { channels: ['sms'] }] });
  await begun(journeys);
  const preview = await api
    .send('post', `${pauses()}/preview`, own.keys.manager.key)
    .send({ scope: { channel: 'mail' } })
    .expect(200);
  expect(preview.body).toEqual({
    journeys: 2,
    queued: { mail: 2, sms: 0, post: 0, phone: 0 },
    lettersRecalled: 0,
    lettersAtShop: 0,
    lettersGone: 0,
    callsLeased: 0,
    leaving: 0,
  });
  expect((await api.send('get', pauses(), own.keys.manager.key)).body.items).toEqual([]);
});

test('a pause with an end releases all customers by itself, outside quiet hours and not all at once', async () => {
  const journeys = await begin({ customers: Array.from({ length: 20 }, () => ({})) });
  const until = '2027-02-02T22:00:00+09:00';
  await api.t.db.updateTable('clock').set({ slot_ms: 0, speed: 1, slack_ms: 0 }).execute();
  await stepTo('2027-02-01T19:59:59+09:00');
  await open({ scope: { channel: 'mail' }, until: new Date(until).toISOString() }).expect(201);
  const turns = [];
  for (const journey of journeys) {
    const held = await place(journey);
    expect(held).toMatchObject({ did: 'held' });
    turns.push(Date.parse('2027-02-01T19:59:59+09:00') + held.timer!.ms);
  }
  expect(Math.min(...turns)).toBeGreaterThanOrEqual(Date.parse('2027-02-03T09:00:00+09:00'));
  expect(Math.max(...turns)).toBeLessThan(Date.parse('2027-02-03T20:00:00+09:00'));
  expect(new Set(turns).size).toBe(20);
  for (const [index, journey] of journeys.entries()) {
    await stepTo(turns[index]!);
    expect(await place(journey, 1)).toMatchObject({ did: 'sent', on: 'mail' });
  }
  await stepTo('2027-02-03T20:00:00+09:00');
  expect(await claim()).toEqual([]);
  await stepTo('2027-02-04T09:00:00+09:00');
  expect((await claim()).length).toBe(20);
});

const stepTo = (at: string | number) =>
  api.t.db
    .updateTable('clock')
    .set({ stepped_to: new Date(at) })
    .execute();

test.each<[string, boolean, string]>([
  ['extends', true, '2027-02-18'],
  ['does not extend', false, '2027-02-15'],
])('a pause of three days that %s waits: the reminder is due on %s', async (_, extendWaits, day) => {
  const [journey] = await begin({ customers: [{ channels: ['phone'] }] });
  await place(journey!);
  await handOverQueued(api.t, Date.parse(NOTICE_AT), { journeyId: journey! });
  await stepClock(api.t, '2027-02-03T10:00:00+09:00');
  const { body } = await open({ scope: { channel: 'phone' }, extendWaits }).expect(201);
  await stepClock(api.t, '2027-02-06T10:00:00+09:00');
  await end(body.id).expect(200);
  const now = await stepClock(api.t, '2027-02-14T10:00:00+09:00');
  await place(journey!, 1);
  const row = await api.t.db
    .selectFrom('journeys')
    .select(['wake_at', 'step'])
    .where('id', '=', journey!)
    .executeTakeFirstOrThrow();
  expect(row.step).toBe('call');
  expect(new Date(row.wake_at! + 9 * 3_600_000).toISOString().slice(0, 10)).toBe(day);
  expect(row.wake_at!).toBeGreaterThan(now);
});
