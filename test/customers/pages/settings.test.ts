import { addContacts, openLanes } from './call-fixture';
import { addresseeOf } from '../../../db/customers/addressee';
import { type CampaignDoc, type Channel } from '../../../domain/campaigns/campaign';
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
beforeAll(async () => {
  test = await pagesTest();
  await openLanes(test);
});
afterAll(() => test.close());
beforeEach(() => test.setNow(NOW));

const contact = { yes: 'contact', no: 'dont', unknown: 'contact' } as const;
const byPost = { ...doc.plan.steps[0]!, first: ['mail', 'post'] as ('mail' | 'post')[] };
const letters: CampaignDoc = {
  ...doc,
  plan: { steps: [byPost] },
  policy: { ...doc.policy, table: { ...doc.policy.table, service_notice: { mail: contact, post: contact } } },
  post: { runAt: '15:00' } as NonNullable<CampaignDoc['post']>,
};

async function open(campaign = letters, channels: Channel[] = ['mail', 'post']) {
  const customer = await test.addCustomer({ doc: campaign });
  await addContacts(test, customer, channels);
  return { customer, browser: await new Browser(test.app, customer.page).enter() };
}

const statesOf = async (browser: Browser) =>
  Object.fromEntries(
    [...(await browser.get('/settings').expect(200)).text.matchAll(/data-setting="(\w+)" data-state="(\w+)"/g)].map(
      ([, name, state]) => [name, state],
    ),
  );

async function set(browser: Browser, name: string, to: string) {
  const { key } = hiddenFields((await browser.get('/settings')).text);
  return browser.post('/settings', { key: key!, set: name, to }).expect(303);
}

const arrivalsOf = async ({ journeyId }: TestCustomer) =>
  (
    await test.db.selectFrom('arrivals').select('data').where('journey_id', '=', journeyId).orderBy('seq').execute()
  ).map(({ data }) => data);

it('shows each way with what is on file, and why letters cannot be stopped', async () => {
  const { browser } = await open();
  const page = await browser.get('/settings').expect(200);
  expect(await statesOf(browser)).toEqual({
    mail: 'on',
    sms: 'none',
    phone: 'unused',
    post: 'on',
    letters: 'normal',
  });
  expect(page.text).toContain('確実にお届けするため、郵便は止められません');
  expect(page.text).not.toContain('name="set" value="post"');
});

it('stops a channel and allows it again, once for each press, and notifies the journey as an opt-out link does', async () => {
  const { customer, browser } = await open();
  await set(browser, 'mail', 'stop');
  await set(browser, 'mail', 'stop');
  expect((await statesOf(browser)).mail).toBe('stopped');
  expect(pageName(await new Browser(test.app, customer.optOut).get())).toBe('optout-done');
  await set(browser, 'mail', 'allow');
  expect((await statesOf(browser)).mail).toBe('on');
  const said = { channel: 'mail', purpose: 'service_notice' };
  expect(await arrivalsOf(customer)).toEqual([said, { ...said, undo: true }]);
});

it('can allow again what was refused elsewhere', async () => {
  const { customer, browser } = await open();
  const refusal = { channel: 'mail', purpose: 'service_notice' as const, value: false, source: 'import' };
  await test.db
    .insertInto('consents')
    .values({ ...refusal, customer_id: customer.customerId, client_id: customer.clientId, at: new Date(NOW - 1) })
    .execute();
  expect((await statesOf(browser)).mail).toBe('stopped');
  await set(browser, 'mail', 'allow');
  expect((await statesOf(browser)).mail).toBe('on');
});

it('prints letters in large type from then on', async () => {
  const { customer, browser } = await open();
  await set(browser, 'letters', 'large');
  expect((await statesOf(browser)).letters).toBe('large');
  const query = test.db.selectFrom('customers').select('large_print').where('id', '=', customer.customerId);
  expect(await query.executeTakeFirst()).toEqual({ large_print: true });
  await set(browser, 'letters', 'normal');
  expect(await query.executeTakeFirst()).toEqual({ large_print: false });
});

/** The same campaign with an English text in its notices. */
const inEnglish: CampaignDoc = {
  ...letters,
  notices: { ...letters.notices, notice: { channel: 'mail', body: { ja: 'お客様へ', en: 'Dear customer' } } },
};

it('writes in the chosen language from the next notice on, and shows it at once', async () => {
  const { customer, browser } = await open(inEnglish);
  await set(browser, 'language', 'en');
  await set(browser, 'language', 'en');
  expect((await statesOf(browser)).language).toBe('en');
  expect((await browser.get('/settings')).text).toContain('Language of notices');
  const known = await addresseeOf(test.db, test.vault, [customer.customerId], NOW);
  expect(known.get(customer.customerId)).toMatchObject({ language: 'en' });
  await set(browser, 'language', 'ja');
  const rows = await test.db.selectFrom('ledger').select('body').orderBy('seq').execute();
  const entries = rows
    .map(({ body }) => JSON.parse(body))
    .filter(({ kind, customer: who }) => kind === 'language_set' && who === customer.customerId);
  expect(entries).toMatchObject([
    { by: 'customer', language: 'en' },
    { by: 'customer', language: 'ja' },
  ]);
});

it('offers no language where every notice is in Japanese only', async () => {
  const { browser } = await open();
  expect(await statesOf(browser)).not.toHaveProperty('language');
});

it('takes nothing else, and nothing without its key', async () => {
  const { customer, browser } = await open();
  await set(browser, 'post', 'stop');
  await set(browser, 'mail', 'burn');
  await browser.post('/settings', { set: 'mail', to: 'stop' }).expect(303);
  expect(await arrivalsOf(customer)).toEqual([]);
});

describe('how to check where the notice comes from', () => {
  it('is open before the second factor, with the sender of the letter and nothing of the customer', async () => {
    const { customer } = await open();
    const page = await new Browser(test.app, customer.page).get('/genuine').expect(200);
    for (const known of ['みなと通信', '東京都港区1-2-3', '0120-555-310', 'minato.example', '暗証番号']) {
      expect(page.text).toContain(known);
    }
    expect(page.text).not.toMatch(/坂本|data-letter|\/settings|\/callback/);
  });

  it('shows the number of the newest letter only after it', async () => {
    const { customer, browser } = await open();
    const ids = { campaign_id: customer.campaignId, client_id: customer.clientId, customer_id: customer.customerId };
    const [lane] = await test.db.selectFrom('lanes').select('id').where('channel', '=', 'post').execute();
    for (const [index, code] of ['AAAA00000001', 'AAAA00000002'].entries()) {
      const piece = { ...ids, code };
      const { id } = await test.db.insertInto('pieces').values(piece).returning('id').executeTakeFirstOrThrow();
      const at = new Date(NOW - 86_400_000 * (2 - index));
      const letter = {
        ...{ ...ids, journey_id: customer.journeyId, piece_id: id, lane_id: lane!.id, run: 1, step: `n${index}` },
        ...{ channel: 'post', purpose: 'service_notice', notice: 'n', version: 1, status: 'handed_over' as const },
        ...{ due_at: at, not_before: at, handed_over_at: at },
      };
      await test.db.insertInto('messages').values(letter).execute();
    }
    expect((await browser.get('/genuine')).text).toContain('data-letter>AAAA00000002<');
    expect((await new Browser(test.app, customer.page).get('/genuine')).text).not.toContain('AAAA0000000');
  });
});
