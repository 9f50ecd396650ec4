import { DEFAULT_RULES } from '../../../domain/customers/inquiries/rules';
import { QUESTIONS_A_DAY } from '../../../domain/customers/inquiries/web';
import { addRepresentative } from '../../../db/customers/representatives';
import { openTexts } from '../../../db/customers/inquiries/texts';
import { openHold } from '../../../db/customers/holds';
import { wholeClient } from '../../../db/platform/scope';
import { linksOf } from '../../../rendering/mail/compose';
import {
  BIRTH,
  Browser,
  doc,
  hiddenFields,
  NOW,
  pageName,
  pagesTest,
  type PagesTest,
  receiptOf,
  type TestCustomer,
} from '../page-fixture';
import { addContacts, openLanes } from './call-fixture';

const words = (ja: string) => ({ ja, en: ja });
const asking = {
  ...doc,
  faq: [{ id: 'refund', reason: 'money.refund', question: words('返金は?'), answer: words('日割りです。') }],
  inquiries: { ...DEFAULT_RULES, web: true, confirm: true },
};
let test: PagesTest;
let desk: number;
beforeAll(async () => {
  test = await pagesTest();
  await openLanes(test);
  const person = { login: 'desk', name: '窓口 花子' };
  desk = (await test.db.insertInto('persons').values(person).returning('id').executeTakeFirstOrThrow()).id;
});
afterAll(() => test.close());
beforeEach(() => test.setNow(NOW));

async function open(campaign = asking) {
  const customer = await test.addCustomer({ doc: campaign });
  await addContacts(test, customer, ['mail']);
  return { customer, browser: await new Browser(test.app, customer.page).enter() };
}

const keyOf = async (browser: Browser) => hiddenFields((await browser.get('/ask').expect(200)).text).key!;
const write = async (browser: Browser, text: string, more: object = {}) =>
  browser.post('/ask', { key: await keyOf(browser), text, ...more });

const casesOf = ({ customerId }: TestCustomer) =>
  test.db.selectFrom('inquiries').selectAll().where('customer_id', '=', customerId).orderBy('id').execute();
const confirmations = async ({ journeyId }: TestCustomer) =>
  (await test.db.selectFrom('messages').select('step').where('journey_id', '=', journeyId).execute()).map(
    ({ step }) => step,
  );

it('what is written becomes one case with a number, however often the form is sent, and is confirmed once', async () => {
  const { customer, browser } = await open();
  const front = await browser.get('').expect(200);
  expect(front.text).toContain('文章で問い合わせる');
  const form = await browser.get('/ask').expect(200);
  expect(form.text).toContain('日割りです。');
  expect(form.text).not.toContain('<script');
  expect(Buffer.byteLength(form.text)).toBeLessThan(60_000);
  const { key } = hiddenFields(form.text);
  const fields = { key: key!, text: '<b>返金</b>は\r\nいつですか', reason: 'money.refund' };
  for (const _ of [1, 2])
    await browser
      .post('/ask', fields)
      .expect(303)
      .expect('Location', /\/asked$/);
  const [only, ...others] = await casesOf(customer);
  expect(others).toEqual([]);
  expect(only).toMatchObject({ channel: 'web', matched_by: 'page', reason: 'money.refund', status: 'open' });
  const said = await openTexts(test.db, test.vault, only!.id);
  expect(said.texts.map(({ text }) => text)).toEqual(['<b>返金</b>は\nいつですか']);
  const asked = await browser.get('/asked').expect(200);
  expect(receiptOf(asked)).toMatch(/^Q-\d{7}-\w$/);
  expect(await confirmations(customer)).toEqual(['inquiry-confirm']);
});

it('a second text about the same joins the case, which the page shows before one writes again', async () => {
  const { customer, browser } = await open();
  await write(browser, '返金はいつですか').then((res) => expect(res.status).toBe(303));
  await write(browser, '続きです').then((res) => expect(res.status).toBe(303));
  expect(await casesOf(customer)).toHaveLength(1);
  expect((await browser.get('/ask')).text).toContain('data-asked="1"');
  expect(await confirmations(customer)).toHaveLength(1);
});

it('nothing, or too much, is refused with what was written still there', async () => {
  const { customer, browser } = await open();
  const empty = await write(browser, ' \n ');
  expect(empty.status).toBe(422);
  expect(empty.text).toContain('お問い合わせの内容を入力してください');
  const long = await write(browser, 'あ'.repeat(2_001));
  expect(long.status).toBe(422);
  expect(long.text).toContain('ああああ');
  expect(await casesOf(customer)).toEqual([]);
});

it('so many texts are taken on one day, and more on the next', async () => {
  const { customer, browser } = await open();
  for (let n = 0; n < QUESTIONS_A_DAY; n += 1) expect((await write(browser, `質問${n}`)).status).toBe(303);
  const more = await write(browser, 'もう一つ');
  expect(more.status).toBe(429);
  expect(more.text).toContain('もう一つ');
  expect(await confirmations(customer)).toHaveLength(1);
  await test.setNow(NOW + 86_400_000);
  expect((await write(await browser.enter(), 'もう一つ')).status).toBe(303);
});

it('while contact is on hold the case is taken, and nothing is sent', async () => {
  const { customer, browser } = await open();
  const hold = { reason: 'lawyer' as const, source: 'QA-1', reviewOn: '2026-12-20', note: null, personId: desk };
  await test.db
    .transaction()
    .execute((trx) => openHold(trx, wholeClient(customer.clientId), { ...hold, customerId: customer.customerId }));
  const front = await new Browser(test.app, customer.page).get('').expect(200);
  expect(pageName(front)).toBe('call');
  expect(front.text).toContain(`${customer.page}/ask`);
  const later = new Browser(test.app, customer.page);
  expect(pageName(await later.get('/ask'))).toBe('identify');
  expect((await later.post('', BIRTH)).headers.location).toBe(`${customer.page}/ask`);
  expect((await write(browser, '返金は')).status).toBe(303);
  expect(receiptOf(await browser.get('/asked'))).toBeDefined();
  expect(await casesOf(customer)).toHaveLength(1);
  expect(await confirmations(customer)).toEqual([]);
});

it('a representative writes by her own link; the case is the customer’s, and neither sees what the other wrote', async () => {
  const { customer, browser } = await open();
  const { clientId, campaignId, customerId } = customer;
  const { id } = await test.db.transaction().execute((trx) =>
    addRepresentative(trx, test.vault, wholeClient(clientId), {
      customerId,
      profile: { name: '後見 花子', relation: 'guardian', birth: '1970-05-06', mail: 'k@example.jp' } as never,
      ...{ evidence: '登記事項証明書', evidenceOn: null, validFrom: '2026-01-01', validUntil: null },
      ...{ mayDecide: true, purposes: null, channels: null, personId: desk },
    }),
  );
  const config = { PUBLIC_URL: 'http://page.example' };
  const { page } = await linksOf({ db: test.db, vault: test.vault, config }, { campaignId, customerId });
  const guardian = new Browser(test.app, page.slice(config.PUBLIC_URL.length));
  await guardian.enter({ birthYear: '1970', birthMonth: '5', birthDay: '6' });
  expect((await write(guardian, '書類は何が要りますか')).status).toBe(303);
  expect((await guardian.get('/ask')).text).toContain('data-asked="1"');
  expect((await browser.get('/ask')).text).not.toContain('data-asked');
  const touch = test.db.selectFrom('inquiry_touches as t').innerJoin('inquiries as i', 'i.id', 't.inquiry_id');
  const touches = await touch.select('t.representative_id').where('i.customer_id', '=', customerId).execute();
  expect(touches).toEqual([{ representative_id: id }]);
});

it('where the client takes no texts by the page there is neither a way nor a form', async () => {
  const { customer, browser } = await open(doc as typeof asking);
  expect((await browser.get('')).text).not.toContain('文章で問い合わせる');
  expect((await browser.get('/ask')).status).toBe(303);
  const { key } = hiddenFields((await browser.get('/settings')).text);
  await browser.post('/ask', { key: key!, text: '返金は' }).expect(303);
  expect(await casesOf(customer)).toEqual([]);
});

it('a form whose key was made for another customer, or without the second factor, makes no case', async () => {
  const [a, b] = [await open(), await open()];
  const key = await keyOf(a.browser);
  await b.browser.post('/ask', { key, text: '返金は' }).expect(303);
  const stranger = await new Browser(test.app, a.customer.page).post('/ask', { key, text: '返金は' });
  expect(pageName(stranger)).toBe('identify');
  expect([...(await casesOf(a.customer)), ...(await casesOf(b.customer))]).toEqual([]);
});
