import request from 'supertest';
import { Browser, doc, hiddenFields, pageName, pagesTest, type PagesTest, type TestCustomer } from './page-fixture';

let test: PagesTest;
beforeAll(async () => {
  test = await pagesTest();
});
afterAll(() => test.close());

const BOTH = {
  ...doc,
  plan: {
    steps: [
      { ...doc.plan.steps[0]!, first: ['mail' as const, 'sms' as const] },
      { ...doc.plan.steps[0]!, id: 'offer', purpose: 'offer' as const, first: ['sms' as const] },
    ],
  },
};

const optOutsOf = async ({ journeyId }: TestCustomer) => {
  const query = test.db.selectFrom('arrivals').select(['source', 'data']).where('journey_id', '=', journeyId);
  const rows = await query.where('kind', '=', 'opt_out').orderBy('seq').execute();
  return rows.map(({ source, data }) => ({ source, ...data }));
};

it('stops SMS by the button and not mail, changes nothing when opened, and can be undone', async () => {
  const customer = await test.addCustomer({ doc: BOTH });
  const sms = `${customer.optOut}?c=sms`;
  const browser = new Browser(test.app, customer.optOut);
  const page = await browser.get('?c=sms');
  expect(pageName(page)).toBe('optout');
  expect(page.text).toContain('SMSを停止する');
  expect(page.text).not.toContain('メールを停止');
  await request(test.app).head(sms).expect(200);
  expect(await optOutsOf(customer)).toEqual([]);

  expect(pageName(await browser.post('?c=sms').expect(200))).toBe('optout-done');
  const stopped = { source: 'web', channel: 'sms' };
  const both = [
    { ...stopped, purpose: 'service_notice' },
    { ...stopped, purpose: 'offer' },
  ];
  expect(await optOutsOf(customer)).toEqual(both);
  const done = await browser.get('?c=sms');
  expect([pageName(done), pageName(await browser.get())]).toEqual(['optout-done', 'optout']);

  await browser.post('?c=sms', hiddenFields(done.text)).expect(303);
  expect(pageName(await browser.get('?c=sms'))).toBe('optout');
  expect(await optOutsOf(customer)).toEqual([...both, ...both.map((one) => ({ ...one, undo: true }))]);
});

it('leaves SMS alone when mail is stopped', async () => {
  const customer = await test.addCustomer({ doc: BOTH });
  const browser = new Browser(test.app, customer.optOut);
  await browser.post('').expect(200);
  expect(await optOutsOf(customer)).toEqual([{ source: 'web', channel: 'mail', purpose: 'service_notice' }]);
  expect(pageName(await browser.get('?c=sms'))).toBe('optout');
});

it('speaks English, and the switch keeps what is stopped', async () => {
  const customer = await test.addCustomer({ doc: BOTH });
  const page = await request(test.app).get(`${customer.optOut}?c=sms&lang=en`).expect(200);
  expect(page.text).toContain('Stop text messages');
  expect(page.text).toMatch(/action="[^"]*c=sms[^"]*"/);
  expect(page.text).toMatch(/href="[^"]*c=sms[^"]*lang=ja[^"]*"/);
  expect(page.text).not.toContain('e-mail');
});

it('works in one click from a program', async () => {
  const customer = await test.addCustomer({ doc: BOTH });
  const click = () => request(test.app).post(`${customer.optOut}?c=sms`).type('form');
  for (let i = 0; i < 2; i++) await click().send({ 'List-Unsubscribe': 'One-Click' }).expect(200);
  expect(await optOutsOf(customer)).toMatchObject([
    { source: 'one_click', channel: 'sms', purpose: 'service_notice' },
    { source: 'one_click', channel: 'sms', purpose: 'offer' },
  ]);
});

it('counts even if the plan has dropped SMS since', async () => {
  const customer = await test.addCustomer();
  await new Browser(test.app, customer.optOut).post('?c=sms').expect(200);
  expect(await optOutsOf(customer)).toMatchObject([{ channel: 'sms', purpose: 'service_notice' }]);
});
