import { clockAt, type Desk, lease, openDesk, report, tasksOf } from './calls-fixture';
import { type Api, openApi } from '../support/api';

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

const next = async () => (await api.send('post', '/api/call-tasks/next', desk.operator).send({}).expect(200)).body.task;
const due = async () => (await tasksOf(desk, '?state=due')).map(({ id }) => id);
const times = async () => (await tasksOf(desk)).map(({ id, nextAt, attempts }) => ({ id, nextAt, attempts }));
const pauses = () => `/api/campaigns/${desk.campaignId}/pauses`;

/** Pauses the calls at ten for twenty seconds, while operators ask for each of them. */
async function pauseForSeconds(extendWaits: boolean): Promise<void> {
  const rules = { extendWaits, fallThrough: false, until: null, arrivals: 'take', reason: '台本を確認中' };
  const { body } = await api.act(pauses(), desk.manager, { scope: { channel: 'phone' }, ...rules }).expect(201);
  await desk.place();
  expect({ due: await due(), next: await next() }).toEqual({ due: [], next: null });
  for (const task of desk.tasks) await lease(desk, task).expect(409);
  await clockAt(api, '2027-02-01T10:00:20+09:00');
  await api.act(`${pauses()}/${body.id}/end`, desk.manager, { reason: '確認済み' }).expect(200);
  await desk.place();
}

test.each([true, false])(
  'calls due before a pause of seconds are due when it ends (waits extended: %s)',
  async (extend) => {
    const [tried, promised, open] = desk.tasks as [number, number, number];
    await lease(desk, tried).expect(200);
    await report(desk, tried, { result: 'no_answer' }).expect(200);
    await lease(desk, promised).expect(200);
    await report(desk, promised, { result: 'callback', callbackAt: '2027-02-01T02:00:00Z' }).expect(200);
    const before = await times();
    await pauseForSeconds(extend);
    expect({ times: await times(), due: await due() }).toEqual({ times: before, due: [open] });
    expect((await next()).id).toBe(open);
    await clockAt(api, '2027-02-01T11:00:00+09:00');
    expect((await next()).id).toBe(promised);
  },
);
