import { verifyRows } from '../../../audit/rows/verify-rows';
import { recordCallOutcome } from '../../../db/calls/outcome';
import { leaseCallTask } from '../../../db/calls/lease';
import { loadCallback } from '../../../db/calls/callbacks';
import { findLink } from '../../../db/customers/links';
import { calendarOf } from '../../../domain/campaigns/holidays';
import { wholeClient } from '../../../db/platform/scope';
import { addContacts, calls, openLanes } from './call-fixture';
import {
  Browser,
  doc,
  hiddenFields,
  NOW,
  pageName,
  pagesTest,
  type PagesTest,
  type TestCustomer,
} from '../page-fixture';

let test: PagesTest;
let desk: number;
beforeAll(async () => {
  test = await pagesTest();
  await openLanes(test);
  desk = (
    await test.db
      .insertInto('persons')
      .values({ login: 'desk', name: '架電 花子' })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id;
});
afterAll(() => test.close());
beforeEach(() => test.setNow(NOW));

async function customerWithPhone(campaign = calls): Promise<{ customer: TestCustomer; browser: Browser }> {
  const customer = await test.addCustomer({ doc: campaign });
  await addContacts(test, customer, ['phone']);
  return { customer, browser: await new Browser(test.app, customer.page).enter() };
}

const FRIDAY = { day: '2026-12-11', time: '10:00' };
const AT = Date.parse('2026-12-11T10:00:00+09:00');

async function ask(browser: Browser, when = FRIDAY) {
  const { key } = hiddenFields((await browser.get('/callback').expect(200)).text);
  return browser.post('/callback', { key: key!, ...when });
}

const tasksOf = ({ customerId }: TestCustomer) =>
  test.db
    .selectFrom('call_tasks as t')
    .innerJoin('messages as m', 'm.id', 't.message_id')
    .select(['t.id', 't.status', 't.next_at', 't.result', 'm.step', 'm.reply', 'm.status as message'])
    .where('t.customer_id', '=', customerId)
    .orderBy('t.id')
    .execute();

const lease = ({ clientId }: TestCustomer, taskId: number) =>
  test.db.transaction().execute((trx) => leaseCallTask(trx, wholeClient(clientId), { taskId, personId: desk }));

const kindsOf = async ({ campaignId }: TestCustomer): Promise<string[]> => {
  const query = test.db
    .selectFrom('ledger')
    .select('body')
    .where('chain', '=', `campaign:${campaignId}`)
    .orderBy('seq');
  return (await query.execute()).map(({ body }) => (JSON.parse(body) as { kind: string }).kind);
};

it('offers the next desk days within the calling hours, nothing chosen, and says which part is missing', async () => {
  const { browser } = await customerWithPhone();
  const page = await browser.get('/callback').expect(200);
  const values = [...page.text.matchAll(/name="(day|time)"\s+value="([^"]+)"/g)].map(([, name, value]) => [
    name,
    value,
  ]);
  expect(values.filter(([name]) => name === 'day').map(([, value]) => value)).toEqual([
    ...['2026-12-10', '2026-12-11', '2026-12-14', '2026-12-15', '2026-12-16'],
  ]);
  expect(values.filter(([name]) => name === 'time').map(([, value]) => value)).toEqual([
    ...['10:00', '12:00', '14:00', '16:00', '18:00'],
  ]);
  expect(page.text).not.toContain(' checked');
  const { key } = hiddenFields(page.text);
  const half = await browser.post('/callback', { key: key!, day: FRIDAY.day }).expect(422);
  expect(half.text).toContain('ご希望の時間を選んでください');
  expect(half.text).toMatch(/value="2026-12-11"\s+checked/);
  const past = await browser.post('/callback', { key: key!, day: '2026-12-10', time: '10:00' }).expect(422);
  expect(past.text).toContain('この日のこの時間は、予約できません');
});

it('becomes one call task for the desk, due in the agreed hours and not before, however often the form is sent', async () => {
  const { customer, browser } = await customerWithPhone();
  const { key } = hiddenFields((await browser.get('/callback')).text);
  const form = { key: key!, ...FRIDAY };
  const replies = await Promise.all([browser.post('/callback', form), browser.post('/callback', form)]);
  expect(replies.map(({ status }) => status)).toEqual([303, 303]);
  const [task, ...more] = await tasksOf(customer);
  expect([task, more]).toMatchObject([{ status: 'waiting', next_at: AT, step: 'callback', reply: true }, []]);
  const shown = await browser.get('/callback').expect(200);
  expect(shown.text).toMatch(/data-callback>12月11日\(金\)<br \/>10:00〜12:00</);
  expect(await kindsOf(customer)).toEqual(['callback_agreed', 'reply']);

  expect(await lease(customer, task!.id)).toMatchObject({ kind: 'not_now', reason: 'not_due' });
  await test.setNow(AT + 60_000);
  expect(await lease(customer, task!.id)).toMatchObject({ kind: 'leased', notice: 'script' });
});

it('is not called twice: a call of the plan that waits is moved, and is due as before when the customer takes it back', async () => {
  const { customer, browser } = await customerWithPhone();
  const { campaignId, clientId, customerId, journeyId } = customer;
  const ids = { campaign_id: campaignId, client_id: clientId, customer_id: customerId };
  const piece = await test.db
    .insertInto('pieces')
    .values({ ...ids, code: `PLAN${customerId}` })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { lane } = (
    await test.db.selectFrom('lanes').select('id as lane').where('channel', '=', 'phone').execute()
  )[0]!;
  const planned = new Date(NOW + 3_600_000);
  const message = await test.db
    .insertInto('messages')
    .values({
      ...{ ...ids, journey_id: journeyId, piece_id: piece.id, lane_id: lane, run: 1, step: 'c', channel: 'phone' },
      ...{ purpose: 'service_notice', notice: 'script', version: 1, due_at: planned, not_before: planned },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const task = { ...ids, journey_id: journeyId, message_id: message.id, max_attempts: 3, next_at: planned };
  await test.db.insertInto('call_tasks').values(task).execute();

  await ask(browser);
  expect(await tasksOf(customer)).toMatchObject([{ step: 'c', next_at: AT }]);
  await browser.post('/callback/withdraw', hiddenFields((await browser.get('/callback')).text)).expect(303);
  expect(await tasksOf(customer)).toMatchObject([{ step: 'c', next_at: planned.getTime(), status: 'waiting' }]);
  expect((await browser.get('/callback')).text).toContain('こちらからお電話を差し上げることがあります');
});

it('ends when the customer takes it back, and can be asked for again', async () => {
  const { customer, browser } = await customerWithPhone();
  await ask(browser);
  const second = await browser.post('/callback', hiddenFields((await browser.get('/callback')).text));
  expect([second.status, pageName(second)]).toEqual([409, 'callback']);
  await browser.post('/callback/withdraw', hiddenFields((await browser.get('/callback')).text)).expect(303);
  expect(await tasksOf(customer)).toMatchObject([
    { status: 'done', result: 'withdrawn:callback_withdrawn', message: 'withdrawn' },
  ]);
  await ask(browser, { day: '2026-12-14', time: '16:00' });
  expect((await tasksOf(customer)).map(({ status }) => status)).toEqual(['done', 'waiting']);
});

it('is kept back by a hold that comes later: the desk does not get the call, and the page asks to call', async () => {
  const { customer, browser } = await customerWithPhone();
  await ask(browser);
  const { clientId, customerId } = customer;
  const hold = {
    client_id: clientId,
    customer_id: customerId,
    reason: 'complaint',
    source: 'desk',
    opened_at: new Date(NOW),
  };
  await test.db.insertInto('holds').values(hold).execute();
  await test.setNow(AT + 60_000);
  const [task] = await tasksOf(customer);
  expect(await lease(customer, task!.id)).toMatchObject({ kind: 'not_now', reason: 'hold:complaint' });
  expect(pageName(await browser.get('/callback'))).toBe('call');
});

it('a refusal of calls ends what was agreed, and none is agreed until the customer allows calls again', async () => {
  const { customer, browser } = await customerWithPhone();
  await ask(browser);
  const set = async (to: string) => {
    const { key } = hiddenFields((await browser.get('/settings')).text);
    return browser.post('/settings', { key: key!, set: 'phone', to }).expect(303);
  };
  await set('stop');
  expect(await tasksOf(customer)).toMatchObject([{ status: 'done', message: 'withdrawn' }]);
  expect((await browser.get('/callback')).text).toContain('data-none="refused"');
  await set('allow');
  expect((await ask(browser)).status).toBe(303);
});

it.each<[string, string, () => Promise<Browser>]>([
  ['the campaign makes no calls', 'no_calls', async () => (await customerWithPhone(doc)).browser],
  [
    'there is no number',
    'no_number',
    async () => new Browser(test.app, (await test.addCustomer({ doc: calls })).page).enter(),
  ],
  [
    'the customer is under protection, which is not said',
    'not_now',
    async () => {
      const { customer, browser } = await customerWithPhone();
      const { clientId: client_id, customerId: customer_id } = customer;
      const marked = { client_id, customer_id, source: 'desk', opened_by: desk, opened_at: new Date(NOW) };
      await test.db
        .insertInto('protections')
        .values(marked as never)
        .execute();
      return browser;
    },
  ],
])('says so, with the number of the desk, where %s', async (_, reason, open) => {
  const page = await (await open()).get('/callback').expect(200);
  expect(page.text).toContain(`data-none="${reason}"`);
  expect(page.text).toContain('0120-555-310');
  expect(page.text).not.toMatch(/支援|保護/);
});

it('says the truth when the agreed hours have passed without a call', async () => {
  const { customer, browser } = await customerWithPhone();
  await ask(browser);
  await test.setNow(Date.parse('2026-12-11T12:00:00+09:00'));
  expect((await browser.get('/callback')).text).toContain('予約の時間におかけできず');
  const link = (await findLink(test.db, test.vault, customer.page.slice('/m/'.length), 'page'))!;
  expect(await loadCallback(test.db, link)).toMatchObject({ state: 'agreed' });
});

it('leaves entries in the ledger by which an audit finds every call asked for, made or taken back', async () => {
  const { customer, browser } = await customerWithPhone();
  await ask(browser);
  await browser.post('/callback/withdraw', hiddenFields((await browser.get('/callback')).text));
  await ask(browser, { day: '2026-12-14', time: '10:00' });
  await test.setNow(Date.parse('2026-12-14T10:01:00+09:00'));
  const task = (await tasksOf(customer)).at(-1)!;
  expect(await lease(customer, task.id)).toMatchObject({ kind: 'leased' });
  const scope = wholeClient(customer.clientId);
  const context = { vault: test.vault, scope, taskId: task.id, personId: desk, calendarOf };
  await test.db.transaction().execute((trx) => recordCallOutcome(trx, context, { result: 'intent' }));
  expect((await tasksOf(customer)).map(({ message }) => message)).toEqual(['withdrawn', 'handed_over']);
  expect((await browser.get('/callback')).text).toContain('お電話の日時を選んでください');
  const { faults } = await verifyRows(test.db, customer.campaignId);
  expect(faults.filter(({ table }) => table === 'messages' || table === 'call_attempts')).toEqual([]);
});
