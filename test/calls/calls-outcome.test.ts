import { randomUUID } from 'node:crypto';
import { addDays } from '../../domain/campaigns/calendar';
import { expireCallLeases } from '../../db/calls/expire-leases';
import { channelsDoc, stepClock } from '../support/seed';
import { arrivalsOf, clockAt, type Desk, identify, lease, messageOf, openDesk, report, tasksOf } from './calls-fixture';
import { type Api, ledgerKinds, openApi } from '../support/api';

let api: Api;
let desk: Desk;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
const phone = { mail: null, channels: ['phone', 'sms', 'post'] as ('phone' | 'sms' | 'post')[] };
beforeEach(async () => {
  desk = await openDesk(api, [{ ...phone, contracts: 2 }, phone, phone]);
  await lease(desk, task()).expect(200);
});

const rule = { attempts: 4, spacing: { businessDays: 1 } };
const task = () => desk.tasks[0]!;
const customer = () => desk.customers[0]!;
const db = () => api.t.db;
const outcomes = () =>
  db()
    .selectFrom('outcomes')
    .select(['outcome', 'reason'])
    .where('client_id', '=', desk.clientId)
    .orderBy('contract_id')
    .execute();

it('an answer on the phone closes the journey, with a receipt', async () => {
  const [move, leave] = customer().contracts;
  await identify(desk, 0).expect(200);
  const choices = { [move!]: 'migrate', [leave!]: 'cancel' };
  const half = await report(desk, task(), { result: 'completed', choices: { [move!]: 'migrate' } }).expect(422);
  expect(half.body.code).toBe('answer_incomplete');
  const { body } = await report(desk, task(), { result: 'completed', choices, recording: 'rec-1' }).expect(200);
  expect(body).toMatchObject({ status: 'done', result: 'completed' });
  expect(body.receipt).toMatch(/^\w{4}-\w{4}$/);
  expect(await messageOf(desk, task())).toMatchObject({ status: 'handed_over', attempts: 1 });
  await desk.place();
  expect(await outcomes()).toEqual([
    { outcome: 'migrated', reason: 'phone' },
    { outcome: 'cancelled', reason: 'phone' },
  ]);
  expect(await ledgerKinds(api.t, desk.campaignId)).toEqual(
    expect.arrayContaining(['call_attempt', 'handed_over', 'arrival']),
  );
});

it('is taken once, however often it is sent', async () => {
  const key = randomUUID();
  const send = () =>
    api
      .send('post', `/api/call-tasks/${task()}/outcome`, desk.operator)
      .set('Idempotency-Key', key)
      .send({ result: 'busy' });
  const first = await send().expect(200);
  expect((await send().expect(200)).body).toEqual(first.body);
  const attempts = db().selectFrom('call_attempts').selectAll().where('task_id', '=', task());
  expect(await attempts.execute()).toHaveLength(1);
  expect((await report(desk, task(), { result: 'busy' }).expect(409)).body.code).toBe('call_lease_lost');
});

it.each(['no_answer', 'busy', 'voicemail', 'third_party'])(
  '%s: again at another time of day, then no more',
  async (result) => {
    const again = await report(desk, task(), { result }).expect(200);
    expect(again.body).toMatchObject({
      status: 'waiting',
      attempts: 1,
      nextAt: '2027-03-01T03:00:00.000Z',
      result: null,
    });
    expect(await messageOf(desk, task())).toMatchObject({ status: 'queued' });
    expect((await lease(desk, task()).expect(409)).body.params.reason).toBe('not_due');
    await clockAt(api, '2027-03-01T12:00:00+09:00');
    const { body } = await lease(desk, task(), desk.second).expect(200);
    expect(body.attempts).toMatchObject([{ no: 1, band: 'am', result }]);
    const last = await report(desk, task(), { result }, desk.second).expect(200);
    expect(last.body).toMatchObject({ status: 'done', attempts: 2, result: 'no_answer' });
    expect(await messageOf(desk, task())).toMatchObject({ status: 'failed', failure: 'no_answer' });
    expect(await arrivalsOf(desk, 0)).toMatchObject([['not_sent', { reason: 'no_answer' }]]);
    const point = db().selectFrom('contact_points').select('bad_at').where('customer_id', '=', customer().id);
    expect((await point.where('channel', '=', 'phone').execute())[0]).toEqual({ bad_at: null });
  },
);

it('a call back is promised for an allowed time and is no attempt', async () => {
  const body = (callbackAt?: string) => ({ result: 'callback', callbackAt });
  await report(desk, task(), body()).expect(400);
  const quiet = await report(desk, task(), body('2027-02-03T12:00:00Z')).expect(422);
  expect(quiet.body).toMatchObject({ code: 'call_callback_unfit', params: { reason: 'quiet_hours' } });
  const kept = await report(desk, task(), body('2027-02-03T02:00:00Z')).expect(200);
  expect(kept.body).toMatchObject({ status: 'waiting', attempts: 0, nextAt: '2027-02-03T02:00:00.000Z' });
});

it('an intention leaves the journey waiting for the reply', async () => {
  await report(desk, task(), { result: 'intent' }).expect(200);
  expect(await messageOf(desk, task())).toMatchObject({ status: 'handed_over' });
  expect(await arrivalsOf(desk, 0)).toMatchObject([['call_ended', { result: 'intent' }]]);
  await desk.place();
  const journey = db().selectFrom('journeys').select(['status', 'state']).where('customer_id', '=', customer().id);
  expect(await journey.execute()).toEqual([{ status: 'open', state: 'awaiting_reply' }]);
});

it('"do not call me again" stops calls of every purpose, not the letters', async () => {
  await report(desk, task(), { result: 'refused' }).expect(200);
  expect((await arrivalsOf(desk, 0)).map(([kind, data]) => [kind, data.purpose])).toEqual([
    ['call_ended', undefined],
    ['opt_out', 'service_notice'],
    ['opt_out', 'offer'],
  ]);
  await desk.place();
  const consents = db().selectFrom('consents').select(['channel', 'value']).where('customer_id', '=', customer().id);
  expect(await consents.execute()).toEqual([
    { channel: 'phone', value: false },
    { channel: 'phone', value: false },
  ]);
  expect(await outcomes()).toEqual([]);
});

it('a reported death stops everything at once', async () => {
  await report(desk, task(), { result: 'deceased' }).expect(200);
  const { body } = await api.send('get', `/api/customers/${customer().id}/holds`, desk.auditor).expect(200);
  expect(body.items).toMatchObject([{ reason: 'death_reported', reviewOn: '2027-02-15', releasedAt: null }]);
  expect((await arrivalsOf(desk, 0)).map(([kind]) => kind)).toEqual(['call_ended', 'hold_opened']);
  await desk.place();
  expect(await outcomes()).toEqual([]);
  expect(await messageOf(desk, task())).toMatchObject({ status: 'failed' });
});

it.each(['wrong_number', 'invalid_number'])('%s: cut for every customer who has the number', async (result) => {
  const points = db()
    .selectFrom('contact_points')
    .select(['customer_id', 'channel', 'bad_reason'])
    .where('client_id', '=', desk.clientId);
  const own = await db()
    .selectFrom('contact_points')
    .select('hash')
    .where('customer_id', '=', customer().id)
    .where('channel', '=', 'phone')
    .executeTakeFirstOrThrow();
  const same = db().updateTable('contact_points').set({ hash: own.hash }).where('channel', 'in', ['phone', 'sms']);
  await same.where('customer_id', '=', desk.customers[1]!.id).execute();
  await report(desk, task(), { result }).expect(200);
  const bad = (await points.execute()).filter((point) => point.bad_reason === result);
  expect(
    bad.map((point) => [desk.customers.findIndex(({ id }) => id === point.customer_id), point.channel]).sort(),
  ).toEqual([
    [0, 'phone'],
    [0, 'sms'],
    [1, 'phone'],
    [1, 'sms'],
  ]);
  expect(await arrivalsOf(desk, 0)).toMatchObject([['not_sent', { reason: result, hard: true }]]);
  expect(await arrivalsOf(desk, 1)).toMatchObject([['not_sent', { reason: result, hard: true }]]);
  expect((await tasksOf(desk, '?state=done')).map((one) => one.result)).toEqual([result, result]);
  expect(await arrivalsOf(desk, 2)).toEqual([]);
});

it("takes the caller's report after the customer refused elsewhere, but leases the call to no one again", async () => {
  const refusal = { channel: 'phone', purpose: 'service_notice', source: '問い合わせ 12' };
  await api.act(`/api/customers/${customer().id}/opt-outs`, desk.second, refusal).expect(201);
  const { body } = await report(desk, task(), { result: 'no_answer' }).expect(200);
  expect(body).toMatchObject({ status: 'done', result: 'withdrawn:refused' });
  const made = db().selectFrom('call_attempts').select('result').where('task_id', '=', task());
  expect(await made.execute()).toEqual([{ result: 'no_answer' }]);
  expect(await messageOf(desk, task())).toMatchObject({ status: 'withdrawn', failure: 'refused' });
  await clockAt(api, '2027-03-01T12:00:00+09:00');
  expect((await lease(desk, task(), desk.second).expect(409)).body.code).toBe('call_task_done');
});

it('makes no further attempt for a journey that closed during the call', async () => {
  await db().updateTable('journeys').set({ status: 'closed', closed_at: new Date() }).execute();
  const { body } = await report(desk, task(), { result: 'no_answer' }).expect(200);
  expect(body).toMatchObject({ status: 'done', result: 'withdrawn:journey_over' });
  expect(await messageOf(desk, task())).toMatchObject({ status: 'withdrawn', failure: 'journey_over' });
});

it('goes round the parts of the day on a clock stepped by days, the last attempt included', async () => {
  const daily = await openDesk(api, [phone], {
    plan: {
      steps: channelsDoc()
        .plan.steps.slice(2)
        .map((step) => ({ ...step, ...(step.call && { call: rule }) })),
    },
  });
  const called: string[] = [];
  for (let day = '2027-02-02'; day < '2027-04-01'; day = addDays(day, 1)) {
    await stepClock(api.t, `${day}T00:00:00+09:00`);
    for (const due of await tasksOf(daily, '?state=due')) {
      called.push(day);
      await lease(daily, due.id).expect(200);
      await report(daily, due.id, { result: 'no_answer' }).expect(200);
    }
  }
  // four attempts over the time that the final letter leaves, not in four days
  expect(called).toEqual(['2027-02-02', '2027-02-16', '2027-03-02', '2027-03-16']);
  const rows = await db().selectFrom('call_attempts').select('band').where('task_id', '=', daily.tasks[0]!).execute();
  expect(rows.map((row) => row.band)).toEqual(['am', 'pm', 'evening', 'am']);
  expect(await arrivalsOf(daily, 0)).toMatchObject([['not_sent', { reason: 'no_answer' }]]);
});

it('loses nothing and deadlocks nowhere while many calls, refusals and holds meet', async () => {
  const crowd = await openDesk(
    api,
    Array.from({ length: 12 }, () => phone),
  );
  const hash = Buffer.alloc(16, 1);
  const points = db().updateTable('contact_points').set({ hash }).where('channel', '=', 'phone');
  await points.where('client_id', '=', crowd.clientId).execute();
  const customers = crowd.customers.map(({ id }) => `/api/customers/${id}`);
  const results = ['wrong_number', 'refused', 'deceased', 'busy', 'intent', 'invalid_number'];
  const answers = await Promise.all([
    ...crowd.tasks.map(async (id, n) => {
      const taken = await lease(crowd, id, n % 2 ? crowd.operator : crowd.second);
      if (taken.status !== 200) return taken;
      return report(crowd, id, { result: results[n % 6]! }, n % 2 ? crowd.operator : crowd.second);
    }),
    ...customers.map((path) =>
      api.act(`${path}/opt-outs`, crowd.manager, { channel: 'sms', purpose: 'offer', source: 'x' }),
    ),
    ...customers.map((path) =>
      api.act(`${path}/holds`, crowd.manager, { reason: 'vip', source: 'x', reviewOn: '2027-03-01' }),
    ),
    crowd.place(),
    expireCallLeases(db()),
  ]);
  const statuses = answers.flatMap((answer) => (answer && 'status' in answer ? [answer.status] : []));
  expect(statuses.filter((status) => ![200, 201, 409].includes(status))).toEqual([]);
  const open = db().selectFrom('call_tasks').select('id').where('client_id', '=', crowd.clientId);
  expect(await open.where('status', '=', 'leased').execute()).toEqual([]);
});
