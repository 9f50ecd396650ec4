import { clockAt, type Desk, lease, messageOf, openDesk, report, tasksOf } from './calls-fixture';
import { statedAttempts } from '../../db/campaigns/statement/attempts';
import { bookedCalls } from '../../db/delivery/handed-over';
import { type Api, openApi } from '../support/api';

let api: Api;
let desk: Desk;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
const phone = { mail: null, channels: ['phone', 'post'] as ('phone' | 'post')[] };
const NIGHT = '2027-02-01T22:30:00+09:00';

/** The first call is missed at ten; the customer calls back that night, outside the hours for calls. */
beforeEach(async () => {
  desk = await openDesk(api, [phone, phone]);
  await lease(desk, task()).expect(200);
  await report(desk, task(), { result: 'no_answer' }).expect(200);
  await clockAt(api, NIGHT);
});

const task = () => desk.tasks[0]!;
const choices = () => ({ [desk.customers[0]!.contracts[0]!]: 'migrate' });
const identity = [
  { item: 'birthDate', said: '1970/1/2' },
  { item: 'phone', said: '03-1234-5678' },
];
const returned = (key = desk.operator) =>
  api.send('post', `/api/call-tasks/${task()}/lease`, key).send({ inbound: true });
const taskNow = async () => (await tasksOf(desk)).find(({ id }) => id === task())!;
const attempts = async () => {
  const campaign = await api.t.db
    .selectFrom('campaigns')
    .selectAll()
    .where('id', '=', desk.campaignId)
    .executeTakeFirstOrThrow();
  const { id } = desk.customers[0]!;
  const all = await statedAttempts(api.t.db, campaign, { customers: [id], asOf: Date.parse(NIGHT) });
  return all.get(id)!.map(({ result, band }) => `${result}/${band}`);
};

it('a missed call returned is taken before it is due, at night, and is no attempt', async () => {
  expect((await lease(desk, task()).expect(409)).body.params.reason).toBe('not_due');
  const { body } = await returned().expect(200);
  expect(body.attempts).toMatchObject([{ no: 1, result: 'no_answer', inbound: false }]);
  const done = await report(desk, task(), { result: 'completed', choices: choices(), identity }).expect(200);
  expect(done.body).toMatchObject({ status: 'done', result: 'completed', attempts: 1 });
  expect(done.body.receipt).toMatch(/^\w{4}-\w{4}$/);
  expect(await messageOf(desk, task())).toMatchObject({ status: 'handed_over', attempts: 1 });
  expect(await attempts()).toEqual(['call_no_answer/am', 'call_in_completed/evening']);
  // what is compared with the telephone's own records of calls made
  expect((await bookedCalls(api.t.db, desk.campaignId)).find(({ id }) => id === task())).toMatchObject({ booked: 1 });
  await desk.place();
  const outcomes = api.t.db.selectFrom('outcomes').select(['outcome', 'reason']).where('client_id', '=', desk.clientId);
  expect(await outcomes.execute()).toEqual([{ outcome: 'migrated', reason: 'phone' }]);
});

it('uses none of the capacity for calls', async () => {
  const used = async () =>
    (await api.t.db.selectFrom('lanes').select('used').where('id', '=', desk.lane).executeTakeFirstOrThrow()).used;
  const before = await used();
  await returned().expect(200);
  expect(await used()).toBe(before);
});

it('an answer needs to be known whose it is; three wrong tries end it', async () => {
  await returned().expect(200);
  const completed = { result: 'completed', choices: choices() };
  const { body } = await report(desk, task(), completed).expect(400);
  expect(body.issues).toMatchObject([{ path: 'body.identity', code: 'missing' }]);
  const wrong = [{ item: 'birthDate', said: '1971/1/2' }, identity[1]];
  await report(desk, task(), { ...completed, identity: wrong }).expect(403);
  await report(desk, task(), { ...completed, identity: wrong }).expect(403);
  expect((await report(desk, task(), { ...completed, identity: wrong }).expect(409)).body.code).toBe('caller_locked');
  expect((await report(desk, task(), { ...completed, identity }).expect(409)).body.code).toBe('caller_locked');
  expect(await taskNow()).toMatchObject({ status: 'leased', attempts: 1 });
});

it.each(['no_answer', 'busy', 'voicemail', 'invalid_number'])('%s is not what can come of it', async (result) => {
  await returned().expect(200);
  expect((await report(desk, task(), { result }).expect(400)).body.issues).toMatchObject([{ path: 'body.result' }]);
});

it('another person on the phone: the next attempt stays as it was', async () => {
  const { nextAt } = await taskNow();
  await returned().expect(200);
  await report(desk, task(), { result: 'third_party' }).expect(200);
  expect(await taskNow()).toMatchObject({ status: 'waiting', attempts: 1, nextAt });
});

it('a stranger who returns the call ends it for the number, without a further attempt', async () => {
  await returned().expect(200);
  const { body } = await report(desk, task(), { result: 'wrong_number' }).expect(200);
  expect(body).toMatchObject({ status: 'done', result: 'wrong_number', attempts: 1 });
});

it('a hold, a pause and a colleague who has the call stand against it as ever', async () => {
  await returned(desk.second).expect(200);
  expect((await returned().expect(409)).body.code).toBe('call_task_taken');
  await report(desk, task(), { result: 'third_party' }, desk.second).expect(200);
  const hold = { reason: 'complaint', source: 'desk', reviewOn: '2027-03-01' };
  await api.act(`/api/customers/${desk.customers[0]!.id}/holds`, desk.operator, hold).expect(201);
  expect((await returned().expect(409)).body.params.reason).toBe('hold:complaint');
});
