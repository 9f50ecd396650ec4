import { createApiKey } from '../../db/access/api-keys';
import { ensureLane } from '../../db/delivery/lanes';
import { type Desk, lease, openDesk } from '../calls/calls-fixture';
import { type Api, makePerson, openApi } from '../support/api';

let api: Api;
let desk: Desk;
let other: Desk;
let shared: number;
let administrator: string;
const phone = { mail: null, channels: ['phone', 'post'] as ('phone' | 'post')[] };
beforeAll(async () => {
  api = await openApi();
  other = await openDesk(api, [phone]);
  desk = await openDesk(api, [phone]);
  shared = await ensureLane(api.t.db, { clientId: null, channel: 'mail', name: 'default' });
  const grant = { personId: await makePerson(api.t, 'administrator'), clientId: null, role: 'administrator' as const };
  administrator = (await createApiKey(api.t.db, grant)).key;
});
afterAll(() => api.t.close());

const limits = { ratePerMinute: 30, burst: 5, opens: '09:00', closes: '19:00', dailyCapacity: 120 };
const set = (lane: number, key: string, body: object = limits) => api.send('put', `/api/lanes/${lane}`, key).send(body);
const lanes = async (key: string) =>
  (await api.send('get', '/api/lanes', key).expect(200)).body.items as { id: number; shared: boolean }[];

it("shows a client's own lanes and the shared ones, to the administrator the shared ones only", async () => {
  const own = await lanes(desk.auditor);
  expect(own).toHaveLength(3);
  expect(own).toContainEqual({
    id: desk.lane,
    channel: 'phone',
    name: 'desk',
    shared: false,
    ratePerMinute: 6000,
    burst: 100,
    opens: '00:00',
    closes: '24:00',
    dailyCapacity: null,
    stops: { errors: 0.3, bounces: 0.1, complaints: 0.003, volume: 200, windowMinutes: 1440 },
    usedToday: 0,
    rests: null,
    breaker: 'closed',
    breakerReason: null,
    breakerText: null,
    health: { sent: 0, refused: 0, bounced: 0, complaints: 0 },
    envelope: null,
    shares: [],
  });
  expect((await lanes(administrator)).map((lane) => lane.id)).toEqual([shared]);
});

it.each([
  ['until it opens again', '2090-01-01T00:00:00.000Z', { until: '2090-01-01T00:00:00.000Z', because: 'lane_hours' }],
  ['no longer, once that is past', '2020-01-01T00:00:00.000Z', null],
])('says that a lane rests %s', async (_, until, rests) => {
  await api.t.db
    .updateTable('lanes')
    .set({ rests_until: new Date(until), rests_for: 'lane_hours' })
    .where('id', '=', shared)
    .execute();
  expect(await lanes(administrator)).toMatchObject([{ id: shared, rests }]);
  await api.t.db.updateTable('lanes').set({ rests_until: null, rests_for: null }).where('id', '=', shared).execute();
});

it('lets the manager set what the client has, the administrator what is shared, each kept in the ledger', async () => {
  expect((await set(desk.lane, desk.manager).expect(200)).body).toMatchObject({ id: desk.lane, ...limits });
  expect((await set(shared, administrator).expect(200)).body).toMatchObject({ id: shared, ...limits });
  const rows = await api.t.db.selectFrom('ledger').select('body').where('chain', '=', 'installation').execute();
  expect(rows.map((row) => JSON.parse(row.body)).filter((entry) => entry.kind === 'lane_changed')).toMatchObject([
    { lane: desk.lane, before: { dailyCapacity: null }, after: { dailyCapacity: 120, opens: '09:00' } },
    { lane: shared },
  ]);
});

it.each([
  ['an operator', () => set(desk.lane, desk.operator), 403],
  ['the manager, a shared one', () => set(shared, desk.manager), 403],
  ["the manager, another client's", () => set(other.lane, desk.manager), 404],
  ["the administrator, a client's", () => set(desk.lane, administrator), 404],
  ['hours that are none', () => set(desk.lane, desk.manager, { ...limits, closes: '25:00' }), 400],
  ['no rate', () => set(desk.lane, desk.manager, { ...limits, ratePerMinute: 0 }), 400],
  ['a restart without a reason', () => set(desk.lane, desk.manager, { ...limits, breaker: 'closed' }), 400],
  ['a share above all', () => set(desk.lane, desk.manager, { ...limits, stops: { bounces: 1.1 } }), 400],
])('refuses %s', async (_who, send, status) => {
  await send().expect(status);
});

it('holds from the next claim on, restarts a lane for a reason, and sets when it stops itself', async () => {
  await set(desk.lane, desk.manager, { ...limits, dailyCapacity: 0 }).expect(200);
  expect((await lease(desk, desk.tasks[0]!).expect(409)).body.params.reason).toBe('capacity');
  const reason = 'bounce_rate:25/200:0.1';
  const broken = api.t.db.updateTable('lanes').set({ breaker: 'open', breaker_reason: reason });
  await broken.where('id', '=', desk.lane).execute();
  const shown = (await lanes(desk.auditor)).find((lane) => lane.id === desk.lane);
  expect(shown).toMatchObject({ breaker: 'open', breakerText: { en: expect.stringContaining('25 of 200') } });
  const restart = { ...limits, breaker: 'closed', reason: 'list cleaned', stops: { bounces: null, volume: 50 } };
  const { body } = await set(desk.lane, desk.manager, restart).expect(200);
  expect(body).toMatchObject({ breaker: 'closed', breakerReason: null });
  expect(body.stops).toEqual({ errors: 0.3, bounces: null, complaints: 0.003, volume: 50, windowMinutes: 1440 });
  const rows = await api.t.db.selectFrom('ledger').select('body').where('chain', '=', 'installation').execute();
  const entries = rows.map((row) => JSON.parse(row.body));
  expect(entries.at(-1)).toMatchObject({ kind: 'lane_changed', reason: 'list cleaned', stoppedFor: reason });
});

const messageOf = (task: number) =>
  api.t.db
    .selectFrom('call_tasks as t')
    .innerJoin('messages as m', 'm.id', 't.message_id')
    .select(['t.next_at', 'm.not_before', 'm.deferred_reason', 'm.due_at'])
    .where('t.id', '=', task)
    .executeTakeFirstOrThrow();

it('brings back what was put off for the capacity once there is more of it', async () => {
  const always = { ...limits, opens: '00:00', closes: '24:00' };
  await set(desk.lane, desk.manager, { ...always, dailyCapacity: 0 }).expect(200);
  expect((await lease(desk, desk.tasks[0]!).expect(409)).body.params.reason).toBe('capacity');
  expect(await messageOf(desk.tasks[0]!)).toMatchObject({ deferred_reason: 'capacity' });
  await set(desk.lane, desk.manager, { ...always, dailyCapacity: 0 }).expect(200);
  expect(await messageOf(desk.tasks[0]!)).toMatchObject({ deferred_reason: 'capacity' });
  await set(desk.lane, desk.manager, { ...always, dailyCapacity: 1 }).expect(200);
  const back = await messageOf(desk.tasks[0]!);
  expect(back).toMatchObject({ deferred_reason: null, next_at: back.not_before });
  await lease(desk, desk.tasks[0]!).expect(200);
});

describe('the turns of campaigns', () => {
  const share = (lane: number, campaign: number, key: string, weight = 3) =>
    api.send('put', `/api/lanes/${lane}/campaigns/${campaign}`, key).send({ weight });

  it('are weighed by the manager in the own lanes, by the administrator in shared ones', async () => {
    await share(desk.lane, desk.campaignId, desk.manager).expect(200);
    await share(shared, desk.campaignId, administrator, 7).expect(200);
    const seen = await lanes(desk.manager);
    expect(seen.find((lane) => lane.id === desk.lane)).toMatchObject({
      shares: [{ campaignId: desk.campaignId, weight: 3 }],
    });
    expect(seen.find((lane) => lane.id === shared)).toMatchObject({
      shares: [{ campaignId: desk.campaignId, weight: 7 }],
    });
    await share(desk.lane, desk.campaignId, desk.manager, 1).expect(200);
    expect((await lanes(desk.manager)).find((lane) => lane.id === desk.lane)).toMatchObject({ shares: [] });
  });

  it.each([
    ['in a shared lane, by the manager', () => share(shared, desk.campaignId, desk.manager), 403],
    ["of another client's campaign", () => share(desk.lane, other.campaignId, desk.manager), 404],
    ["in another client's lane", () => share(other.lane, desk.campaignId, desk.manager), 404],
    ['beyond 100', () => share(desk.lane, desk.campaignId, desk.manager, 101), 400],
  ])('are refused %s', async (_, send, status) => {
    await send().expect(status);
  });
});

it('gives a client a lane of its own, once', async () => {
  const body = { channel: 'sms', name: 'own', ...limits };
  const first = (await api.act('/api/lanes', desk.manager, body).expect(201)).body;
  expect(first).toMatchObject({ channel: 'sms', name: 'own', shared: false, ...limits });
  expect((await api.act('/api/lanes', desk.manager, { ...body, dailyCapacity: 1 }).expect(201)).body).toEqual(first);
  await api.act('/api/lanes', desk.operator, body).expect(403);
});
