import { createApiKey } from '../../db/api-keys';
import { ensureLane } from '../../db/lanes';
import { type Desk, lease, openDesk } from './calls-fixture';
import { type Api, makePerson, openApi } from './fixture';

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
    usedToday: 0,
    breaker: 'closed',
    breakerReason: null,
  });
  expect((await lanes(administrator)).map((lane) => lane.id)).toEqual([shared]);
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
])('refuses %s', async (_who, send, status) => {
  await send().expect(status);
});

it('holds from the next claim on, and closes a breaker', async () => {
  await set(desk.lane, desk.manager, { ...limits, dailyCapacity: 0 }).expect(200);
  expect((await lease(desk, desk.tasks[0]!).expect(409)).body.params.reason).toBe('capacity');
  const broken = api.t.db.updateTable('lanes').set({ breaker: 'open', breaker_reason: 'x' });
  await broken.where('id', '=', desk.lane).execute();
  const { body } = await set(desk.lane, desk.manager, { ...limits, breaker: 'closed' }).expect(200);
  expect(body).toMatchObject({ breaker: 'closed', breakerReason: null });
});
