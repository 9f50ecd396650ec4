import { LEASE_MS } from '../../domain/calls/call-rules';
import { clockAt, type Desk, lease, messageOf, openDesk, report, tasksOf, TEN } from './calls-fixture';
import { type Api, openApi } from '../support/api';
import { channelsDoc } from '../support/seed';
import { insertCampaign } from '../support/seeding/customers';

let api: Api;
let desk: Desk;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
const phone = { mail: null, channels: ['phone', 'post'] as ('phone' | 'post')[] };
beforeEach(async () => {
  desk = await openDesk(api, [phone, phone, phone]);
});

const db = () => api.t.db;
const next = (key = desk.operator, body: object = {}) => api.send('post', '/api/call-tasks/next', key).send(body);
const giveBack = (task: number, why: 'break' | 'unable', key = desk.operator) =>
  api.act(`/api/call-tasks/${task}/give-back`, key, { why });
const set = (task: number, columns: object) =>
  db().updateTable('call_tasks').set(columns).where('id', '=', task).execute();
const used = async () =>
  (await db().selectFrom('lanes').select('used').where('id', '=', desk.lane).executeTakeFirstOrThrow()).used;

describe('the next call', () => {
  it('is a promised callback that is due, then the one with the fewest attempts', async () => {
    const [first, second, third] = desk.tasks as [number, number, number];
    await set(first, { attempts: 1 });
    await set(third, { promised: true });
    const got = [];
    for (const key of [desk.operator, desk.second, desk.manager]) {
      const { body } = await next(key).expect(200);
      got.push(body.task.id);
      expect(body).toMatchObject({ task: { status: 'leased' }, lease: { number: '+81312345678' }, why: null });
    }
    expect(got).toEqual([third, second, first]);
  });

  it('comes from the campaign with the fewest days left', async () => {
    const { clientId, tasks } = desk;
    const doc = channelsDoc();
    const dates = { ...doc.dates, lastDispatch: doc.dates.lastDispatch - 86_400_000 };
    const sooner = await insertCampaign(api.t, clientId, { ...doc, dates }, { status: 'running' });
    await set(tasks[2]!, { campaign_id: sooner });
    expect((await next().expect(200)).body.task).toMatchObject({ id: tasks[2], campaignId: sooner });
    expect((await next(desk.second).expect(200)).body.task.id).toBe(tasks[0]);
  });

  it('is the call in hand for a person who asks again, and uses the capacity once', async () => {
    const { body } = await next().expect(200);
    expect((await next().expect(200)).body.task.id).toBe(body.task.id);
    expect(await used()).toBe(1);
  });

  it('keeps a promised hour on a day that is full, and takes nothing from the day', async () => {
    const [first] = desk.tasks as [number];
    await set(first, { promised: true });
    await db().updateTable('lanes').set({ daily_capacity: 0 }).where('id', '=', desk.lane).execute();
    expect((await next().expect(200)).body.task.id).toBe(first);
    expect(await used()).toBe(0);
    await giveBack(first, 'break').expect(200);
    expect(await used()).toBe(0);
  });

  it('is never the same for two who ask at the same time', async () => {
    const answers = await Promise.all([next(), next(desk.second), next(desk.manager)]);
    expect(answers.map(({ body }) => body.task.id as number).sort()).toEqual([...desk.tasks].sort());
  });

  it('is of the campaign that is asked for only', async () => {
    const other = await api.client({ status: 'running' });
    const { body } = await next(desk.operator, { campaign: other.campaignId }).expect(200);
    expect(body).toEqual({ task: null, lease: null, nextAt: null, why: null });
  });

  it('passes over what may not be called now, and says why nothing is left, and when the next call is due', async () => {
    const [first, second] = desk.tasks as [number, number, number];
    await set(first, { next_at: new Date('2027-02-01T11:00:00+09:00') });
    await db().updateTable('lanes').set({ breaker: 'open' }).where('id', '=', desk.lane).execute();
    const { body } = await next().expect(200);
    expect(body).toMatchObject({ task: null, nextAt: '2027-02-01T02:00:00.000Z', why: { ja: '架電が止められている' } });
    await db().updateTable('lanes').set({ breaker: 'closed' }).where('id', '=', desk.lane).execute();
    expect((await next().expect(200)).body.task.id).toBe(second);
  });

  it('does not put off more than one call of a lane that is full', async () => {
    await db().updateTable('lanes').set({ daily_capacity: 0 }).where('id', '=', desk.lane).execute();
    expect((await next().expect(200)).body).toMatchObject({ task: null, why: { ja: '本日の架電枠がいっぱい' } });
    const rows = await tasksOf(desk, `?campaign=${desk.campaignId}&state=due`);
    expect(rows).toHaveLength(2);
  });
});

describe('what the desk is shown with a call', () => {
  it('names the hours, the consents, and what each result would do', async () => {
    await db()
      .insertInto('consents')
      .values({
        ...{ customer_id: desk.customers[0]!.id, client_id: desk.clientId, channel: 'sms', purpose: 'service_notice' },
        ...{ value: false, source: 'web', at: new Date(TEN) },
      })
      .execute();
    const { body } = await lease(desk, desk.tasks[0]!).expect(200);
    expect(body.allowed).toEqual({ until: '2027-02-01T11:00:00.000Z' });
    expect(body.consents).toMatchObject({ sms: 'no', phone: 'unknown' });
    expect(body.callback).toMatchObject({ zone: 'Asia/Tokyo', quiet: { until: '10:00' } });
    const { effects } = body;
    expect(effects.completed.ja).toContain('受付番号');
    expect(effects.no_answer.ja).toMatch(/^1回目（全2回）とし、次は\d+\/\d+\([月火水木金]\) \d\d:\d\dから$/);
    expect(effects.no_answer.en).toMatch(/^Attempt 1 of 2; the next one from \w{3} \d+ \w{3} \d\d:\d\d$/);
    await report(desk, desk.tasks[0]!, { result: 'no_answer' }).expect(200);
    const { nextAt } = (await tasksOf(desk, `?customer=${desk.customers[0]!.id}`))[0]!;
    const local = new Date(Date.parse(nextAt) + 9 * 3_600_000).toISOString();
    expect(effects.no_answer.ja).toContain(`${Number(local.slice(5, 7))}/${Number(local.slice(8, 10))}(`);
    expect(effects.no_answer.ja).toContain(local.slice(11, 16));
    await clockAt(api, nextAt);
    const again = (await lease(desk, desk.tasks[0]!).expect(200)).body;
    expect(again.effects.busy.ja).toContain('2回目（全2回）で、電話は最後です');
    expect(again.last[0]).toMatchObject({ channel: 'phone', what: { ja: '電話をかけた' } });
  });

  it('has no effect for a result that a call from the customer cannot have', async () => {
    const { body } = await api
      .send('post', `/api/call-tasks/${desk.tasks[0]!}/lease`, desk.operator)
      .send({ inbound: true })
      .expect(200);
    expect(Object.keys(body.effects)).not.toContain('voicemail');
    expect(body.effects.third_party.ja).toContain('変わりません');
  });
});

describe('giving a call back', () => {
  it('frees it at once without an attempt, and the lane gets its unit back', async () => {
    const { body } = await next().expect(200);
    const task = body.task.id as number;
    expect((await giveBack(task, 'break').expect(200)).body).toMatchObject({
      status: 'waiting',
      attempts: 0,
      dueNow: true,
    });
    expect(await messageOf(desk, task)).toMatchObject({ status: 'queued', attempts: 0 });
    expect(await used()).toBe(0);
    expect((await next().expect(200)).body.task.id).toBe(task);
  });

  it('keeps a call that a person cannot make for a colleague', async () => {
    const task = (await next().expect(200)).body.task.id as number;
    await giveBack(task, 'unable').expect(200);
    expect((await next().expect(200)).body.task.id).not.toBe(task);
    expect((await next(desk.second).expect(200)).body.task.id).toBe(task);
  });

  it.each(['break', 'unable'] as const)('is for the holder of the lease only (%s)', async (why) => {
    const task = (await next().expect(200)).body.task.id as number;
    expect((await giveBack(task, why, desk.second).expect(409)).body.code).toBe('call_lease_lost');
    await clockAt(api, new Date(Date.parse(TEN) + LEASE_MS + 1000).toISOString());
    await next(desk.second).expect(200);
    expect((await giveBack(task, why).expect(409)).body.code).toBe('call_lease_lost');
  });
});

it('a callback that was promised comes first when its time has come, and not before', async () => {
  const task = desk.tasks[2]!;
  await lease(desk, task).expect(200);
  await report(desk, task, { result: 'callback', callbackAt: '2027-02-01T02:00:00Z' }).expect(200);
  expect((await next(desk.second).expect(200)).body.task.id).not.toBe(task);
  await clockAt(api, '2027-02-01T11:00:00+09:00');
  expect((await next().expect(200)).body.task.id).toBe(task);
});
