import { type Api, openApi } from '../support/api';
import { type Desk, findable, itemsOf, lease, openDesk, report, tasksOf } from './calls-fixture';

let api: Api;
let desk: Desk;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
const phone = { mail: null, channels: ['phone', 'post'] as ('phone' | 'post')[] };

const open = async (...customers: (typeof phone)[]) => {
  desk = await openDesk(api, customers);
  await findable(desk);
};
const incoming = (body: object) => api.act('/api/incoming-calls', desk.operator, { number: '03-1234-5678', ...body });
const kept = () =>
  api.t.db
    .selectFrom('incoming_calls')
    .select(['found', 'customer_id', 'task_id', 'line', 'recording'])
    .where('client_id', '=', desk.clientId)
    .orderBy('id')
    .execute();

it('a missed call that is returned opens its task by the number, and shows no name before the lease', async () => {
  await open(phone);
  const [task] = desk.tasks;
  const { id: customer } = desk.customers[0]!;
  await lease(desk, task!).expect(200);
  await report(desk, task!, { result: 'no_answer' }).expect(200);
  const { body } = await incoming({ line: '0120000000', recording: 'rec-9' }).expect(200);
  expect(body).toMatchObject({ found: 'one', customerId: customer, callTask: { id: task, status: 'waiting' } });
  expect(JSON.stringify(body)).not.toMatch(/見本|1234/);
  expect(await kept()).toEqual([
    { found: 'one', customer_id: customer, task_id: task, line: '0120000000', recording: 'rec-9' },
  ]);
  await api.send('post', `/api/call-tasks/${task}/lease`, desk.operator).send({ inbound: true }).expect(200);
});

it('the newest task is named once it is done', async () => {
  await open(phone);
  const [task] = desk.tasks;
  await lease(desk, task!).expect(200);
  await report(desk, task!, { result: 'intent' }).expect(200);
  expect((await incoming({}).expect(200)).body.callTask).toMatchObject({ id: task, status: 'done', result: 'intent' });
});

it('several customers of one number are distinguished by what the caller says', async () => {
  await open(phone, phone);
  expect((await incoming({}).expect(200)).body).toMatchObject({ found: 'several', customerId: null, callTask: null });
  const { body } = await incoming({ identity: itemsOf(1) }).expect(200);
  expect(body).toMatchObject({ found: 'one', customerId: desk.customers[1]!.id, callTask: { id: desk.tasks[1] } });
  expect((await kept()).map(({ found }) => found)).toEqual(['several', 'one']);
});

it('what fits none of them counts as a try for each', async () => {
  await open(phone, phone);
  const wrong = [{ item: 'birthDate', said: '1971/1/2' }, itemsOf(0)[1]];
  for (let tries = 0; tries < 3; tries++) {
    expect((await incoming({ identity: wrong }).expect(200)).body.found).toBe('several');
  }
  expect((await incoming({ identity: itemsOf(1) }).expect(200)).body.found).toBe('several');
  expect(await tasksOf(desk)).toMatchObject([{ status: 'waiting' }, { status: 'waiting' }]);
});

it('a number of no customer is recorded as that; what is no number is refused', async () => {
  await open(phone);
  expect((await incoming({ number: '06-6123-4567' }).expect(200)).body).toMatchObject({
    found: 'none',
    callTask: null,
  });
  expect((await incoming({ number: '非通知' }).expect(400)).body.issues).toMatchObject([{ path: 'body.number' }]);
  expect(await kept()).toMatchObject([{ found: 'none', customer_id: null }]);
});

describe('what is asked', () => {
  const unknown = { number: '06-6123-4567' };
  const asked = () => ({ inquiry: { campaignId: desk.campaignId, said: '届いた案内は本物ですか' } });
  const cases = async () =>
    (await api.send('get', '/api/inquiries', desk.operator).expect(200)).body.items as { id: number }[];

  it('from a number of no customer is a case without a customer, and the call is recorded once', async () => {
    await open(phone);
    const { body: first } = await incoming(unknown).expect(200);
    expect(first).toMatchObject({ found: 'none', inquiry: null });
    const { body } = await incoming({ ...unknown, ...asked(), call: first.id }).expect(200);
    expect(body).toMatchObject({ id: first.id, found: 'none', inquiry: { number: expect.stringMatching(/^Q-/) } });
    expect(await cases()).toMatchObject([
      { id: body.inquiry.id, customerId: null, channel: 'phone', status: 'open', grade: 'inquiry' },
    ]);
    const again = (await incoming({ ...unknown, ...asked(), call: first.id }).expect(200)).body;
    expect(again.inquiry).toEqual(body.inquiry);
    expect([await cases(), await kept()]).toMatchObject([[{ id: body.inquiry.id }], [{ found: 'none' }]]);
  });

  it('from a number of one customer is a case of that customer', async () => {
    await open(phone);
    const { body } = await incoming(asked()).expect(200);
    expect(await cases()).toMatchObject([
      { id: body.inquiry.id, customerId: desk.customers[0]!.id, matchedBy: 'phone' },
    ]);
  });

  it('leaves neither call nor case where it is refused, and a call belongs to who took it', async () => {
    await open(phone);
    await incoming({ ...unknown, inquiry: { campaignId: 9_999_999, said: 'x' } }).expect(404);
    expect([await kept(), await cases()]).toEqual([[], []]);
    const { body } = await incoming(unknown).expect(200);
    const others = { ...unknown, ...asked(), call: body.id };
    await api.act('/api/incoming-calls', desk.second, others).expect(404);
    await incoming({ ...others, number: '06-6123-4568' }).expect(404);
    expect(await cases()).toEqual([]);
  });

  it('two operators who take the same unknown number at once record two calls and two cases', async () => {
    await open(phone);
    const take = (key: string) => api.act('/api/incoming-calls', key, { ...unknown, ...asked() }).expect(200);
    const [one, two] = await Promise.all([take(desk.operator), take(desk.second)]);
    expect(one.body.inquiry.id).not.toBe(two.body.inquiry.id);
    expect([await kept(), await cases()]).toMatchObject([
      [{}, {}],
      [{}, {}],
    ]);
  });
});
