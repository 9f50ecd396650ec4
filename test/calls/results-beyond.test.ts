import { type Api, openApi } from '../support/api';
import { arrivalsOf, type Desk, lease, messageOf, openDesk, report, tasksOf } from './calls-fixture';

let api: Api;
let desk: Desk;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
const phone = { mail: null, channels: ['phone', 'sms', 'post'] as ('phone' | 'sms' | 'post')[] };
beforeEach(async () => {
  desk = await openDesk(api, [phone, phone]);
  await lease(desk, task()).expect(200);
});

const task = () => desk.tasks[0]!;
const customer = () => desk.customers[0]!;
const followups = async (query = '') =>
  (await api.send('get', `/api/call-followups${query}`, desk.operator).expect(200)).body.items as {
    id: number;
    kind: string;
    language: string | null;
    dueOn: string;
  }[];
const holds = async () => (await api.send('get', `/api/customers/${customer().id}/holds`, desk.auditor)).body.items;

it('another language: no more calls, the next channel of the plan, and a person who answers in it', async () => {
  await report(desk, task(), { result: 'language' }).expect(400);
  await report(desk, task(), { result: 'language', language: 'vi' }).expect(200);
  expect(await messageOf(desk, task())).toMatchObject({ status: 'failed', failure: 'language_needed' });
  expect(await arrivalsOf(desk, 0)).toMatchObject([['not_sent', { reason: 'language_needed' }]]);
  expect(await followups()).toMatchObject([
    { kind: 'language', language: 'vi', dueOn: '2027-02-04', customerId: customer().id, callTask: task() },
  ]);
});

it('large type: every letter from now on, and one to be sent at once', async () => {
  await report(desk, task(), { result: 'large_print' }).expect(200);
  expect(await messageOf(desk, task())).toMatchObject({ status: 'handed_over' });
  const query = api.t.db.selectFrom('customers').select('large_print').where('id', '=', customer().id);
  expect(await query.executeTakeFirst()).toEqual({ large_print: true });
  expect(await followups()).toMatchObject([{ kind: 'large_print', language: null, dueOn: '2027-02-04' }]);
});

it('an interpreter: called again as the plan has it, prepared by a person', async () => {
  const { body } = await report(desk, task(), { result: 'interpreter' }).expect(200);
  expect(body).toMatchObject({ status: 'waiting', attempts: 1 });
  expect(await followups()).toMatchObject([{ kind: 'interpreter', dueOn: '2027-02-02' }]);
});

it('a complaint holds every contact at once and goes to a person', async () => {
  await report(desk, task(), { result: 'complaint' }).expect(200);
  expect(await holds()).toMatchObject([{ reason: 'complaint', reviewOn: '2027-02-04', releasedAt: null }]);
  expect((await arrivalsOf(desk, 0)).map(([kind]) => kind)).toEqual(['call_ended', 'hold_opened']);
  expect(await followups()).toEqual([]); // it is a case, not a second list
});

it('a complaint is a case of its own grade in the register, with a number for the customer and its words in the vault', async () => {
  await api.act('/api/inquiries', desk.operator, {
    ...{ campaignId: desk.campaignId, customerId: customer().id, channel: 'phone', text: '期限はいつですか' },
  });
  const complaint = { class: 'delivery', said: '同じ案内が三度も届いた。やめてほしい' };
  const { body } = await report(desk, task(), { result: 'complaint', complaint }).expect(200);
  expect(body.inquiry.number).toMatch(/^Q-\d{7}-[0-9A-Z]$/);
  const of = (path: string, key = desk.auditor) => api.send('get', path, key).expect(200);
  const { items } = (await of(`/api/inquiries?customer=${customer().id}`)).body;
  expect(items).toMatchObject([
    { id: body.inquiry.id, number: body.inquiry.number, grade: 'complaint', channel: 'phone', status: 'open' },
    { grade: 'inquiry' },
  ]);
  const register = (await of(`/api/campaigns/${desk.campaignId}/complaints`, desk.manager)).body.items;
  expect(register).toMatchObject([{ inquiryId: body.inquiry.id, class: 'delivery', notifiedAt: null, late: false }]);
  const words = await api.send('post', `/api/inquiries/${body.inquiry.id}/words`, desk.second).expect(200);
  expect(words.body.texts).toMatchObject([{ text: complaint.said }]);
  const entries = api.t.db.selectFrom('ledger').select('body').where('chain', '=', `campaign:${desk.campaignId}`);
  const whole = (await entries.execute()).map((entry) => entry.body).join();
  expect(whole).toContain(`"inquiry":${body.inquiry.id}`);
  expect(whole).not.toContain('三度');
});

it('a complaint of a person who has lost the call leaves neither case nor hold', async () => {
  await report(desk, task(), { result: 'complaint' }, desk.second).expect(409);
  await report(desk, task(), { result: 'busy', complaint: { class: 'other' } }).expect(400);
  expect((await api.send('get', `/api/inquiries?customer=${customer().id}`, desk.auditor)).body.items).toEqual([]);
  expect(await holds()).toEqual([]);
});

it('what is to be done is done once, and stays in the record', async () => {
  await report(desk, task(), { result: 'interpreter' }).expect(200);
  const [open] = await followups();
  const done = () => api.act(`/api/call-followups/${open!.id}/done`, desk.second, {});
  await done().expect(200);
  await done().expect(200);
  expect(await followups()).toEqual([]);
  expect(await followups('?state=done')).toMatchObject([{ id: open!.id }]);
  const entries = api.t.db.selectFrom('ledger').select('body').where('chain', '=', `campaign:${desk.campaignId}`);
  expect(await entries.where('body', 'like', '%followup_done%').execute()).toHaveLength(1);
});

it('who could not be identified in a call that came in changes nothing for the call that is planned', async () => {
  await report(desk, task(), { result: 'no_answer' }).expect(200);
  const planned = async () => (await tasksOf(desk)).find(({ id }) => id === task())!;
  const { nextAt } = await planned();
  await api.send('post', `/api/call-tasks/${task()}/lease`, desk.operator).send({ inbound: true }).expect(200);
  await report(desk, task(), { result: 'unidentified' }).expect(200);
  expect(await planned()).toMatchObject({ status: 'waiting', attempts: 1, nextAt });
});

it('"do not call me again" also takes back what a colleague has in hand', async () => {
  const other = desk.tasks[1]!;
  await lease(desk, other, desk.second).expect(200);
  const own = { customer_id: customer().id };
  await api.t.db.updateTable('call_tasks').set(own).where('id', '=', other).execute();
  await report(desk, task(), { result: 'refused' }).expect(200);
  expect((await tasksOf(desk)).find(({ id }) => id === other)).toMatchObject({ status: 'waiting' });
});
