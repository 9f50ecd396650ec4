import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { signWebhook } from '../../activities/maintenance/webhook-signature';
import { type Api, openApi } from '../support/api';
import { type Desk, findable, lease, openDesk, report, tasksOf, TEN } from './calls-fixture';

const SECRET = 'a-secret-of-the-exchange';
let api: Api;
let desk: Desk;
beforeAll(async () => {
  api = await openApi({ PHONE_SECRET: SECRET });
});
afterAll(() => api.t.close());
const phone = { mail: null, channels: ['phone', 'post'] as ('phone' | 'post')[] };
beforeEach(async () => {
  desk = await openDesk(api, [phone]);
  await findable(desk);
});

const task = () => desk.tasks[0]!;
const sent = (event: object, secret = SECRET, time = Math.floor(Date.now() / 1000)) => {
  const body = JSON.stringify({ event: randomUUID(), direction: 'out', at: TEN, ...event });
  const post = request(api.app).post('/webhooks/phone').set('Content-Type', 'application/json');
  return post.set('X-Tsunagi-Signature', signWebhook(secret, time, body)).send(body);
};
const events = () =>
  api.t.db
    .selectFrom('phone_events')
    .select(['kind', 'task_id', 'recording'])
    .where('client_id', '=', desk.clientId)
    .orderBy('id')
    .execute();

describe('events of calls', () => {
  it.each<[string, () => request.Test]>([
    ['without a right secret', () => sent({ kind: 'ended', callTask: task() }, 'another-secret-entirely')],
    ['of yesterday', () => sent({ kind: 'ended', callTask: task() }, SECRET, Math.floor(Date.now() / 1000) - 86_400)],
  ])('one %s is not believed', async (_, send) => {
    expect((await send().expect(403)).body.code).toBe('forbidden');
    expect(await events()).toEqual([]);
  });

  it('each is taken once, in whatever order they come', async () => {
    const ended = { event: 'e-2', kind: 'ended', callTask: task(), seconds: 61 };
    await Promise.all([sent(ended).expect(204), sent(ended).expect(204)]);
    await sent({ event: 'e-1', kind: 'started', callTask: task() }).expect(204);
    await sent(ended).expect(204);
    expect((await events()).map(({ kind }) => kind)).toEqual(['ended', 'started']);
    await sent({ kind: 'ended', callTask: 9_999_999 }).expect(204);
    expect(await events()).toHaveLength(2);
  });

  it('the recording it reports is that of the call, unless the person names another', async () => {
    await lease(desk, task()).expect(200);
    await sent({ kind: 'recording', callTask: task(), recording: 'rec-77' }).expect(204);
    await report(desk, task(), { result: 'busy', announced: true }).expect(200);
    const attempts = api.t.db.selectFrom('call_attempts').select(['recording', 'announced']);
    expect(await attempts.where('task_id', '=', task()).execute()).toEqual([{ recording: 'rec-77', announced: true }]);
  });

  it('a missed call of a customer makes the call that waits due at once, and shows no number', async () => {
    await lease(desk, task()).expect(200);
    await report(desk, task(), { result: 'no_answer' }).expect(200);
    expect(await tasksOf(desk, '?state=due')).toEqual([]);
    const missed = { kind: 'missed', direction: 'in', client: desk.clientId, number: '0312345678', line: '0120000000' };
    await sent(missed).expect(204);
    expect((await tasksOf(desk, '?state=due')).map(({ id }) => id)).toEqual([task()]);
    expect(await events()).toMatchObject([{ kind: 'missed', task_id: task() }]);
    const entries = await api.t.db
      .selectFrom('ledger')
      .select('body')
      .where('chain', '=', `campaign:${desk.campaignId}`)
      .where('body', 'like', '%call_missed%')
      .execute();
    expect(entries).toHaveLength(1);
    expect(entries[0]!.body).not.toContain('1234');
  });
});

describe('intervals', () => {
  const HEAD = '窓口,開始,分,着信,応答,放棄,IVR放棄,目標内応答,平均処理秒,席数';
  const send = (csv: string) =>
    api.send('post', '/api/phone/intervals', desk.manager).set('Content-Type', 'text/csv').send(csv);
  const days = async () => (await api.send('get', '/api/phone/days', desk.manager).expect(200)).body.items as object[];

  it('give service level, abandonment without the machine, and handling time of a day', async () => {
    const csv = [HEAD, '一般,2027-02-01 09:00,30,20,15,3,2,12,300,5', '一般,2027-02-01 09:30,30,10,5,0,5,5,600,3.5'];
    const { body } = await send(csv.join('\r\n')).expect(200);
    expect(body).toMatchObject({ rows: 2, added: 2, corrected: 0, unchanged: 0, found: 0 });
    expect(await days()).toEqual([
      {
        day: '2027-02-01',
        ...{ offered: 30, answered: 20, abandoned: 3, abandonedIvr: 7 },
        serviceLevel: 17 / 23,
        abandonment: 3 / 23,
        answerRate: 20 / 23,
        ahtSeconds: 375,
        staffed: 4.25,
      },
    ]);
  });

  it('the same file again changes nothing, a corrected one corrects', async () => {
    const row = (answered: number) => `${HEAD}\n一般,2027-02-01 09:00,30,20,${answered},3,2,12,300,5`;
    await send(row(15)).expect(200);
    expect((await send(row(15)).expect(200)).body).toMatchObject({ added: 0, corrected: 0, unchanged: 1 });
    expect((await send(row(14)).expect(200)).body).toMatchObject({ added: 0, corrected: 1 });
    expect(await days()).toMatchObject([{ answered: 14 }]);
  });

  it('a row that cannot be right is said and left out, the others count', async () => {
    const rows = [
      ['2027-02-01 09:00,30,20,15,3,2,12,300,5', null],
      ['2027-02-01 09:00,30,20,15,3,2,12,300,5', 'interval_repeated'],
      ['2027-02-01 09:10,30,20,15,3,2,12,300,5', 'interval_start'],
      ['2027-02-30 09:00,30,20,15,3,2,12,300,5', 'interval_start'],
      ['2027-02-01 08:00,20,20,15,3,2,12,300,5', 'interval_minutes'],
      ['2027-02-01 08:00,15,20,x,3,2,12,300,5', 'interval_number'],
      ['2027-02-01 08:00,15,20,15,6,2,12,300,5', 'interval_sum'],
      ['2027-02-01 08:00,15,20,15,3,2,16,300,5', 'interval_within'],
      ['2027-02-01 23:00,15,20,15,3,2,12,300,5', 'interval_future'],
    ] as const;
    const { body } = await send([HEAD, ...rows.map(([row]) => `一般,${row}`)].join('\n')).expect(200);
    expect(body).toMatchObject({ rows: rows.length, added: 1, found: rows.length - 1 });
    const expected = rows.flatMap(([, code], n) => (code ? [{ line: n + 2, code }] : []));
    expect(body.findings).toMatchObject(expected);
    expect(body.findings[0].text.ja).toContain('同じ');
  });

  it('a file without its columns is refused, an operator may not import, and both names of a column do', async () => {
    expect((await send('窓口,開始\n一般,2027-02-01 09:00').expect(400)).body.issues).toMatchObject([
      { code: 'columns_missing' },
    ]);
    const csv = `queue,start,minutes,offered,answered,abandoned,abandoned_ivr,within,aht_seconds,staffed\n"A, B",2027/2/1 09:15,15,1,1,0,0,1,60,1`;
    expect((await send(csv).expect(200)).body).toMatchObject({ added: 1 });
    await api.send('post', '/api/phone/intervals', desk.operator).set('Content-Type', 'text/csv').send(csv).expect(403);
  });
});
