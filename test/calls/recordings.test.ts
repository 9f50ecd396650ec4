import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { signWebhook } from '../../activities/maintenance/webhook-signature';
import { expireRecordings } from '../../db/calls/recordings';
import { type Api, openApi } from '../support/api';
import {
  clockAt,
  type Desk,
  findable,
  identify,
  itemsOf,
  lease,
  openDesk,
  report,
  TEN,
  tasksOf,
} from './calls-fixture';

const SECRET = 'a-secret-of-the-exchange';
let api: Api;
let desk: Desk;
beforeAll(async () => {
  api = await openApi({ PHONE_SECRET: SECRET });
});
afterAll(() => api.t.close());
const phone = { mail: null, channels: ['phone', 'post'] as ('phone' | 'post')[] };
beforeEach(async () => {
  desk = await openDesk(api, [phone, phone]);
});

const task = () => desk.tasks[0]!;
const sent = (event: object) => {
  const body = JSON.stringify({ event: randomUUID(), direction: 'out', at: TEN, ...event });
  const post = request(api.app).post('/webhooks/phone').set('Content-Type', 'application/json');
  const signature = signWebhook(SECRET, Math.floor(Date.now() / 1000), body);
  return post.set('X-Tsunagi-Signature', signature).send(body).expect(204);
};
const read = (key = desk.auditor, customer = desk.customers[0]!.id) =>
  api.send('post', `/api/customers/${customer}/recordings`, key).send({ purpose: 'inquiry', reference: 'Q-0000001-1' });
const found = async () =>
  ((await read().expect(200)).body.items as { recording: string }[]).map(({ recording }) => recording);
const attempts = () =>
  api.t.db
    .selectFrom('call_attempts')
    .select(['no', 'recording'])
    .where('task_id', '=', task())
    .orderBy('no')
    .execute();
const called = async (more: object = {}) => {
  await lease(desk, task()).expect(200);
  await report(desk, task(), { result: 'busy', announced: true, ...more }).expect(200);
};

it('are found for a purpose, and who looked for what is in the record of accesses', async () => {
  await called({ recording: 'rec-1' });
  await identify(desk, 0, { identity: itemsOf(0), recording: 'rec-2' });
  const { body } = await read().expect(200);
  expect(body.items).toMatchObject([
    { callTask: task(), result: 'busy', announced: true, inbound: false, recording: 'rec-1' },
  ]);
  const log = (await api.send('get', '/api/access-log?limit=5', desk.auditor).expect(200)).body.items;
  expect(log[0]).toMatchObject({ what: 'recordings', purpose: 'inquiry', reference: 'Q-0000001-1' });
  const missing = api.send('post', `/api/customers/${desk.customers[0]!.id}/recordings`, desk.auditor).send({});
  expect((await missing.expect(400)).body.code).toBe('invalid_request');
});

it('are in no ledger and no list: what can be read without a purpose says only that there is one', async () => {
  await called({ recording: 'rec-secret' });
  await sent({ kind: 'recording', callTask: task(), recording: 'rec-secret-2' });
  const rows = await api.t.db.selectFrom('ledger').select('body').where('client_id', '=', desk.clientId).execute();
  const whole = rows.map(({ body }) => body).join();
  expect(whole).toContain('"recorded":true');
  expect(whole).not.toContain('rec-secret');
  expect(JSON.stringify(await tasksOf(desk))).not.toContain('rec-secret');
});

it('that come after the result belong to their call, also late, twice and in the wrong order', async () => {
  await called();
  await clockAt(api, '2027-02-03T10:00:00+09:00');
  await api.t.db
    .updateTable('call_tasks')
    .set({ next_at: new Date(TEN) })
    .where('id', '=', task())
    .execute();
  await api.t.db
    .updateTable('messages')
    .set({ not_before: new Date(TEN) })
    .execute();
  await called();
  const second = { kind: 'recording', callTask: task(), recording: 'rec-2', at: '2027-02-03T09:59:00+09:00' };
  await sent(second);
  await sent({ kind: 'recording', callTask: task(), recording: 'rec-1' });
  await sent({ ...second, recording: 'rec-3' });
  expect(await attempts()).toEqual([
    { no: 1, recording: 'rec-1' },
    { no: 2, recording: 'rec-2' },
  ]);
});

it('go after the days agreed with the client, not before and of no other client; the calls stay', async () => {
  const other = await openDesk(api, [phone]);
  await called({ recording: 'rec-1' });
  await lease(other, other.tasks[0]!).expect(200);
  await report(other, other.tasks[0]!, { result: 'busy', recording: 'rec-other' }).expect(200);
  const agreed = { from: '2027-02-01', percent: 80, seconds: 20, recordingDays: 30 };
  await api.act('/api/phone/agreements', desk.manager, agreed).expect(200);
  await clockAt(api, '2027-03-03T23:00:00+09:00');
  await expireRecordings(api.t.db);
  expect(await found()).toEqual(['rec-1']);
  await clockAt(api, '2027-03-04T00:00:00+09:00');
  expect(await expireRecordings(api.t.db)).toBe(1);
  expect(await expireRecordings(api.t.db)).toBe(0);
  expect([await found(), await attempts()]).toEqual([[], [{ no: 1, recording: null }]]);
  const { body } = await read(other.auditor, other.customers[0]!.id).expect(200);
  expect(body.items).toMatchObject([{ recording: 'rec-other' }]);
});

describe('a missed call', () => {
  const missed = { kind: 'missed', direction: 'in', number: '0312345678' };
  const due = async (of = desk) => (await tasksOf(of, '?state=due')).map(({ id }) => id);

  it('of a number that two customers have is the return of the call that was made last', async () => {
    await findable(desk);
    const [one, two] = desk.tasks as [number, number];
    for (const id of [two, one]) {
      await lease(desk, id).expect(200);
      await report(desk, id, { result: 'no_answer' }).expect(200);
      await clockAt(api, '2027-02-01T10:05:00+09:00');
    }
    expect(await due()).toEqual([]);
    await sent({ ...missed, client: desk.clientId });
    expect(await due()).toEqual([one]);
  });

  it('of a number that two clients know moves only the call of the client whose line was called', async () => {
    const other = await openDesk(api, [phone]);
    for (const one of [desk, other]) {
      await findable(one);
      for (const id of one.tasks) {
        await lease(one, id).expect(200);
        await report(one, id, { result: 'no_answer' }).expect(200);
      }
    }
    await sent({ ...missed, client: other.clientId });
    expect([await due(), await due(other)]).toEqual([[], other.tasks]);
  });
});
