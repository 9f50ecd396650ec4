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
