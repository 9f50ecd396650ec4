import { type Api, openApi } from '../support/api';
import { clockAt, type Desk, identify, itemsOf, lease, messageOf, openDesk, report, tasksOf } from './calls-fixture';

let api: Api;
let desk: Desk;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
const phone = { mail: null, channels: ['phone', 'post'] as ('phone' | 'post')[] };
beforeEach(async () => {
  desk = await openDesk(api, [{ ...phone, contracts: 2 }, phone]);
});

const task = () => desk.tasks[0]!;
const choices = () => Object.fromEntries(desk.customers[0]!.contracts.map((id) => [id, 'migrate']));
const wrong = { identity: [{ item: 'birthDate', said: '1971/1/2' }, itemsOf(0)[1]] };
const promise = () => api.t.db.updateTable('call_tasks').set({ promised: true }).where('id', '=', task()).execute();

it('names the contracts, and books an answer, only once two items have been said rightly', async () => {
  expect((await lease(desk, task()).expect(200)).body).toMatchObject({ identified: false, contracts: [] });
  const early = await report(desk, task(), { result: 'completed', choices: choices() }).expect(400);
  expect(early.body.issues).toMatchObject([{ path: 'body.identity', code: 'missing' }]);
  expect((await identify(desk, 0, wrong).expect(200)).body).toEqual({ enough: false, triesLeft: 2 });
  expect((await lease(desk, task()).expect(200)).body).toMatchObject({ identified: false, contracts: [] });
  expect((await identify(desk, 0).expect(200)).body).toEqual({ enough: true, triesLeft: 2 });
  const { body } = await lease(desk, task()).expect(200);
  expect(body.contracts).toEqual([
    { contractId: desk.customers[0]!.contracts[0], number: expect.any(String), product: 'ライト' },
    { contractId: desk.customers[0]!.contracts[1], number: expect.any(String), product: 'ライト' },
  ]);
  const done = await report(desk, task(), { result: 'completed', choices: choices() }).expect(200);
  expect(done.body.receipt).toMatch(/^\w{4}-\w{4}$/);
});

it('does not take the number that was dialled for something the customer said', async () => {
  await lease(desk, task()).expect(200);
  const dialled = { identity: [itemsOf(0)[0], { item: 'phone', said: '03-1234-5678' }] };
  expect((await identify(desk, 0, dialled).expect(422)).body.code).toBe('identity_insufficient');
});

it('does not count for the next person who has the call, nor for who does not have it', async () => {
  await lease(desk, task()).expect(200);
  expect((await identify(desk, 0, undefined, desk.second).expect(409)).body.code).toBe('call_lease_lost');
  await identify(desk, 0).expect(200);
  await clockAt(api, '2027-02-01T10:30:00+09:00');
  expect((await lease(desk, task(), desk.second).expect(200)).body).toMatchObject({ identified: false, contracts: [] });
});

it('three wrong tries end it for the day, and a letter follows instead of a call', async () => {
  await lease(desk, task()).expect(200);
  for (const left of [2, 1, 0]) {
    expect((await identify(desk, 0, wrong).expect(200)).body).toEqual({ enough: false, triesLeft: left });
  }
  expect((await identify(desk, 0).expect(409)).body.code).toBe('caller_locked');
  await report(desk, task(), { result: 'unidentified' }).expect(200);
  expect(await messageOf(desk, task())).toMatchObject({ status: 'failed', failure: 'not_identified' });
  await desk.place();
  await clockAt(api, '2027-04-20T10:00:00+09:00');
  expect((await tasksOf(desk, '?state=due')).map(({ id }) => id)).not.toContain(task());
});

it('a promised call to the number on file needs no questions, even after three wrong tries', async () => {
  await lease(desk, task()).expect(200);
  expect((await identify(desk, 0, { registeredNumber: true }).expect(409)).body.code).toBe('callback_not_promised');
  for (let tried = 0; tried < 3; tried++) await identify(desk, 0, wrong).expect(200);
  await report(desk, task(), { result: 'callback', callbackAt: '2027-02-02T02:00:00Z' }).expect(200);
  await clockAt(api, '2027-02-02T11:00:00+09:00');
  expect((await lease(desk, task()).expect(200)).body).toMatchObject({ promised: true, identified: false });
  expect((await identify(desk, 0, { registeredNumber: true }).expect(200)).body.enough).toBe(true);
  expect((await lease(desk, task()).expect(200)).body).toMatchObject({ identified: true });
});

it('the check is evidence by the kinds of items, never by what was said', async () => {
  await promise();
  await lease(desk, task()).expect(200);
  await identify(desk, 0, { registeredNumber: true }).expect(200);
  await identify(desk, 0).expect(200);
  const entries = await api.t.db
    .selectFrom('ledger')
    .select('body')
    .where('chain', '=', `campaign:${desk.campaignId}`)
    .where('body', 'like', '%caller_identified%')
    .orderBy('seq')
    .execute();
  expect(entries.map(({ body }) => (JSON.parse(body) as { items: string[] }).items)).toEqual([
    ['registeredNumber'],
    ['birthDate', 'contractNumber'],
  ]);
  expect(entries.map(({ body }) => body).join()).not.toMatch(/1970|MN0/);
});
