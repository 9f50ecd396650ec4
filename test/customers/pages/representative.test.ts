import { addRepresentative } from '../../../db/customers/representatives';
import { wholeClient } from '../../../db/platform/scope';
import { linksOf } from '../../../rendering/mail/compose';
import { Browser, hiddenFields, NOW, pagesTest, type PagesTest, type TestCustomer } from '../page-fixture';
import { addContacts, calls, openLanes } from './call-fixture';

let test: PagesTest;
let desk: number;
beforeAll(async () => {
  test = await pagesTest();
  await openLanes(test);
  const person = { login: 'desk', name: '架電 花子' };
  desk = (await test.db.insertInto('persons').values(person).returning('id').executeTakeFirstOrThrow()).id;
});
afterAll(() => test.close());
beforeEach(() => test.setNow(NOW));

/** A guardian with this profile acts for a new customer, and has opened her own link. */
async function guardian(profile: object): Promise<{ customer: TestCustomer; browser: Browser; id: number }> {
  const customer = await test.addCustomer({ doc: calls });
  const { customerId, campaignId, clientId } = customer;
  await addContacts(test, customer, ['mail', 'phone']);
  const { id } = await test.db.transaction().execute((trx) =>
    addRepresentative(trx, test.vault, wholeClient(clientId), {
      customerId,
      profile: { name: '後見 花子', relation: 'guardian', birth: '1970-05-06', ...profile } as never,
      ...{ evidence: '登記事項証明書', evidenceOn: null, validFrom: '2026-01-01', validUntil: null },
      ...{ mayDecide: true, purposes: null, channels: null, personId: desk },
    }),
  );
  const config = { PUBLIC_URL: 'http://page.example' };
  const { page } = await linksOf({ db: test.db, vault: test.vault, config }, { campaignId, customerId });
  const browser = new Browser(test.app, page.slice(config.PUBLIC_URL.length));
  await browser.enter({ birthYear: '1970', birthMonth: '5', birthDay: '6' });
  return { customer, browser, id };
}

const post = async (browser: Browser, at: string, path: string, fields: Record<string, string> = {}) =>
  browser.post(path, { ...hiddenFields((await browser.get(at)).text), ...fields });

it('a representative asks for a call at her own number, and takes it back', async () => {
  const { customer, browser, id } = await guardian({ mobile: '+819012345678' });
  await post(browser, '/callback', '/callback', { day: '2026-12-11', time: '10:00' });
  const query = test.db
    .selectFrom('callback_requests')
    .select(['representative_id', 'withdrawn_at'])
    .where('customer_id', '=', customer.customerId);
  expect(await query.execute()).toEqual([{ representative_id: id, withdrawn_at: null }]);
  await post(browser, '/callback', '/callback/withdraw');
  expect((await query.executeTakeFirstOrThrow()).withdrawn_at).not.toBeNull();
});

it('a representative without a phone is not called at the customer’s', async () => {
  const { browser } = await guardian({ mail: 'kouken@example.jp' });
  expect((await browser.get('/callback')).text).toContain('data-none="no_number"');
});

it('a representative sets channels, gets a receipt made out to her, and is asked how it was, once for the journey', async () => {
  const { customer, browser, id } = await guardian({ mail: 'kouken@example.jp' });
  await post(browser, '/settings', '/settings', { set: 'mail', to: 'stop' });
  const arrivals = test.db
    .selectFrom('arrivals')
    .select(['kind', 'data'])
    .where('journey_id', '=', customer.journeyId)
    .where('kind', '=', 'opt_out');
  expect(await arrivals.execute()).toMatchObject([{ kind: 'opt_out', data: { channel: 'mail', representative: id } }]);
  await browser.answer({ [customer.contracts[0]!]: 'cancel' });
  expect((await browser.get('/receipt')).text).toContain('坂本 良枝 様の代理人の方へ');
  await browser.get('/receipt.pdf').expect(200);
  await browser.get('/genuine').expect(200);
  const { key } = hiddenFields((await browser.get('/receipt')).text);
  await browser.post('/effort', { key: key!, score: '5' }).expect(303);
  expect((await browser.get('/receipt')).text).toContain('data-effort="given"');
});
