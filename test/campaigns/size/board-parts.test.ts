import { sql } from 'kysely';
import { addUpFigures } from '../../../db/campaigns/board/figures';
import { noteDay } from '../../../db/campaigns/board/days';
import { createJourneys } from '../../../db/journeys/create-journeys';
import { type Api, type ApiClient, openApi } from '../../support/api';
import { channelsDoc, stepClock } from '../../support/seed';
import { cameBack, ended, journeysAre, livesIn, posted } from '../../support/seeding/board';

const OSAKA = 27;
const KAGAWA = 37;
const FIRST_DAY = '2027-02-01';

let api: Api;
let own: ApiClient;
let lane: number;
beforeAll(async () => {
  api = await openApi();
  const made = api.t.db
    .insertInto('lanes')
    .values({ channel: 'post', name: 'post', daily_capacity: 180 })
    .returning('id');
  lane = (await made.executeTakeFirstOrThrow()).id;
});
afterAll(() => api.t.close());

beforeEach(async () => {
  await stepClock(api.t, `${FIRST_DAY}T10:00:00+09:00`);
  own = await api.client({ status: 'running', customers: Array.from({ length: 14 }, () => ({})), doc: channelsDoc() });
  const { db } = api.t;
  await liveIn(KAGAWA, own.customers.slice(0, 4));
  await liveIn(OSAKA, own.customers.slice(4));
  await createJourneys(db, own.campaignId);
});

interface Board {
  yesterdayAt: string | null;
  states: { state: string; customers: number; yesterday: number | null }[];
  contracts: { total: number; open: number; byOutcome: Record<string, number>; yesterday: null | { open: number } };
  channels: { channel: string; handedOver: number; cameBack: number; today: object; dailyCapacity: number | null }[];
  days: { day: string; handedOver: object; outcomes: object; returned: object; total: object }[];
  ahead: { day: string; closed: boolean; due: Record<string, number>; capacity: object }[];
  prefectures: { code: number | null; customers: number | null; done: number | null; cameBack: number | null }[];
  under: number | null;
  pauses: { scope: Record<string, unknown>; reason: string; by: { name: string } }[];
  glance: { done: number; of: number; today: number; alerts: number | null };
}
const board = async (role: keyof ApiClient['keys'] = 'manager') =>
  (await api.send('get', `/api/campaigns/${own.campaignId}/board`, own.keys[role].key).expect(200)).body as Board;

const liveIn = (prefecture: number, customers: { id: number }[]) => livesIn(api.t.db, prefecture, customers);
const post = (customers: { id: number }[]) => posted(api.t.db, own, lane, customers);
const comesBack = (customer: { id: number }) => cameBack(api.t.db, own, customer);
const outcome = (customer: ApiClient['customers'][number], name: 'migrated' | 'lapsed') =>
  ended(api.t.db, own, customer, name);
const state = (customers: { id: number }[], name: 'notified' | 'closed') =>
  journeysAre(api.t.db, own, customers, { state: name });

async function nextDay(): Promise<void> {
  await stepClock(api.t, '2027-02-02T00:00:01+09:00');
  await noteDay(api.t.db, own.campaignId);
  await stepClock(api.t, '2027-02-02T14:00:00+09:00');
}

test('states and contracts add up, and are compared with the day before', async () => {
  await state(own.customers, 'notified');
  await outcome(own.customers[5]!, 'migrated');
  expect((await board()).yesterdayAt).toBeNull();
  await nextDay();
  await state(own.customers.slice(0, 3), 'closed');
  await outcome(own.customers[0]!, 'migrated');
  const shown = await board();
  expect(shown.yesterdayAt).toBe('2027-02-01T15:00:01.000Z');
  expect(shown.states.filter(({ customers, yesterday }) => customers || yesterday)).toEqual([
    { state: 'notified', customers: 11, yesterday: 14 },
    { state: 'closed', customers: 3, yesterday: 0 },
  ]);
  const { total, open, byOutcome, yesterday } = shown.contracts;
  expect({ total, open, migrated: byOutcome.migrated, before: yesterday!.open }).toEqual({
    total: 14,
    open: 12,
    migrated: 2,
    before: 13,
  });
  expect(shown.glance).toEqual({ done: 2, of: 14, left: expect.any(Number) as number, today: 0, alerts: 0 });
});

test('days say what each added, and today what has left of what is due', async () => {
  await post(own.customers.slice(0, 6));
  await outcome(own.customers[5]!, 'migrated');
  await nextDay();
  await post(own.customers.slice(6, 9));
  const { days, channels } = await board();
  expect(days.map(({ day, handedOver, outcomes }) => ({ day, handedOver, outcomes }))).toEqual([
    { day: '2027-02-01', handedOver: { post: 6 }, outcomes: { open: 13, migrated: 1 } },
    { day: '2027-02-02', handedOver: { post: 3 }, outcomes: {} },
  ]);
  expect(channels.find(({ channel }) => channel === 'post')).toMatchObject({
    handedOver: 9,
    today: { due: 3, done: 3 },
    dailyCapacity: 180,
  });
});

test('a day is written once, however often the campaign is looked over', async () => {
  await nextDay();
  await post(own.customers);
  await noteDay(api.t.db, own.campaignId);
  expect((await board()).days.map(({ handedOver }) => handedOver)).toEqual([{}, { post: 14 }]);
});

test('ten working days ahead have what falls due by the plan, beside what the lane can take', async () => {
  const wake = (customers: { id: number }[], at: string) =>
    journeysAre(api.t.db, own, customers, { wake_at: new Date(at), step: channelsDoc().plan.steps.at(-1)!.id });
  await wake(own.customers.slice(0, 5), '2027-02-03T10:00:00+09:00');
  await wake(own.customers.slice(5), '2027-02-08T23:30:00+09:00');
  expect((await board()).ahead.every(({ due }) => Object.keys(due).length === 0)).toBe(true);
  await nextDay();
  const { ahead } = await board();
  expect(ahead.filter(({ closed }) => !closed)).toHaveLength(10);
  expect(ahead.filter(({ closed }) => closed).map(({ day }) => day)).toEqual([
    ...['2027-02-06', '2027-02-07', '2027-02-11', '2027-02-13', '2027-02-14'],
  ]);
  const due = (day: string) => Object.values(ahead.find((one) => one.day === day)!.due);
  expect([due('2027-02-03'), due('2027-02-08')]).toEqual([[5], [9]]);
  expect(ahead[0]!.capacity).toEqual({ post: 180 });
});

test('prefectures follow their customers; a client viewer sees no count below ten', async () => {
  await post(own.customers.slice(0, 5));
  await comesBack(own.customers[0]!);
  await comesBack(own.customers[4]!);
  for (const customer of own.customers.slice(3, 6)) await outcome(customer, 'migrated');
  await outcome(own.customers[6]!, 'lapsed');
  const counted = [
    { code: OSAKA, customers: 10, done: 2, cameBack: 1 },
    { code: KAGAWA, customers: 4, done: 1, cameBack: 1 },
  ];
  expect((await board('client_approver')).prefectures).toEqual(counted);
  await addUpFigures(api.t.db);
  expect((await board()).prefectures).toEqual(counted);
  const { prefectures, under } = await board('client_viewer');
  expect({ prefectures, under }).toEqual({
    under: 10,
    prefectures: [
      { code: OSAKA, customers: 10, done: null, cameBack: null },
      { code: KAGAWA, customers: null, done: null, cameBack: null },
    ],
  });
  await liveIn(OSAKA, own.customers.slice(3, 4));
  expect((await board()).prefectures).toEqual([
    { code: OSAKA, customers: 11, done: 3, cameBack: 1 },
    { code: KAGAWA, customers: 3, done: 0, cameBack: 1 },
  ]);
});

test('pauses in force say who opened them and why, and name no customer', async () => {
  const open = (scope: object, reason: string) =>
    api
      .act(`/api/campaigns/${own.campaignId}/pauses`, own.keys.manager.key, { scope, extendWaits: true, reason })
      .expect(201);
  await open({ channel: 'sms' }, 'wrong sender');
  await open({ customerId: own.customers[0]!.id }, 'asked for it');
  const { body } = await open({ area: { prefecture: KAGAWA } }, 'typhoon');
  const { id } = body as { id: number };
  await api
    .act(`/api/campaigns/${own.campaignId}/pauses/${id}/end`, own.keys.manager.key, { reason: 'over' })
    .expect(200);
  const { pauses } = await board('client_viewer');
  expect(pauses.map(({ reason, by, scope }) => [reason, by.name, scope.channel, scope.customers])).toEqual([
    ['asked for it', 'manager', null, 1],
    ['wrong sender', 'manager', 'sms', null],
  ]);
  expect(pauses.every(({ scope }) => !('customerId' in scope))).toBe(true);
  const list = async (role: 'manager' | 'client_viewer') => {
    const path = `/api/campaigns/${own.campaignId}/pauses`;
    const { body: page } = await api.send('get', path, own.keys[role].key).expect(200);
    return (page as { items: Board['pauses'] }).items.map(({ scope }) => [scope.customerId, scope.customers]);
  };
  expect((await list('manager'))[1]).toEqual([own.customers[0]!.id, null]);
  expect((await list('client_viewer'))[1]).toEqual([null, 1]);
});

test("another client's board is not found, and alerts are counted for those who may read them", async () => {
  const other = await api.client();
  await api.send('get', `/api/campaigns/${own.campaignId}/board`, other.keys.manager.key).expect(404);
  const figures = JSON.stringify({ campaign: own.campaignId, count: 2 });
  await sql`insert into alerts (client_id, kind, subject, figures, opened_at)
    values (${own.clientId}, 'doubtful', ${`campaign:${own.campaignId}`}, ${figures}::jsonb, tsunagi_now())`.execute(
    api.t.db,
  );
  const list = async (role: keyof ApiClient['keys']) =>
    ((await api.send('get', '/api/campaigns', own.keys[role].key).expect(200)).body as { items: Board[] }).items[0]!
      .glance;
  expect((await list('manager')).alerts).toBe(1);
  expect((await list('client_viewer')).alerts).toBeNull();
  expect((await board()).glance).toEqual(await list('manager'));
});
