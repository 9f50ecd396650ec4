import request from 'supertest';
import { linkVersions } from '../../db/customers/links';
import { factorKey } from '../../db/customers/representative-access';
import { addRepresentative, endRepresentative, type RepresentativeRow } from '../../db/customers/representatives';
import { wholeClient } from '../../db/platform/scope';
import { linksOf } from '../../rendering/mail/compose';
import { BIRTH, Browser, NOW, pageName, pagesTest, type PagesTest, receiptOf, type TestCustomer } from './page-fixture';

let test: PagesTest;
beforeAll(async () => void (test = await pagesTest()));
afterAll(() => test.close());
beforeEach(() => test.setNow(NOW));

const personOf = async (): Promise<number> => {
  const name = `desk${Math.random()}`;
  const row = await test.db
    .insertInto('persons')
    .values({ login: name, name })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
};
const scopeOf = async ({ customerId }: TestCustomer) => {
  const query = test.db.selectFrom('customers').select('client_id').where('id', '=', customerId);
  return wholeClient((await query.executeTakeFirstOrThrow()).client_id);
};

/** Notes a representative while the campaign runs. */
async function note(customer: TestCustomer, profile: object, mayDecide = true): Promise<RepresentativeRow> {
  await test.db.updateTable('campaigns').set({ status: 'running' }).where('id', '=', customer.campaignId).execute();
  const personId = await personOf();
  const scope = await scopeOf(customer);
  return test.db.transaction().execute((trx) =>
    addRepresentative(trx, test.vault, scope, {
      customerId: customer.customerId,
      profile: { name: '後見 花子', relation: 'guardian', mail: 'kouken@example.jp', ...profile },
      evidence: '登記事項証明書',
      evidenceOn: null,
      validFrom: '2026-01-01',
      validUntil: null,
      mayDecide,
      purposes: null,
      channels: null,
      personId,
    }),
  );
}

/** The path of the newest link, as the next message would print it. */
async function newest({ campaignId, customerId }: TestCustomer): Promise<string> {
  const config = { PUBLIC_URL: 'http://page.example' };
  const { page } = await linksOf({ db: test.db, vault: test.vault, config }, { campaignId, customerId });
  return page.slice(config.PUBLIC_URL.length);
}

describe('a representative who may decide', () => {
  it('answers by a link and birth date of her own; the customer’s link ends, a session on it too', async () => {
    const customer = await test.addCustomer();
    const before = await new Browser(test.app, customer.page).enter();
    const acting = await note(customer, { birth: '1970-05-06' });
    expect(pageName(await before.get('/choose'))).toBe('invalid');
    const path = await newest(customer);
    expect(path).not.toBe(customer.page);
    const asked = await request(test.app).get(path).expect(200);
    expect(pageName(asked)).toBe('identify');
    await request(test.app).post(path).type('form').send(BIRTH).expect(403);
    const page = await new Browser(test.app, path).enter({ birthYear: '1970', birthMonth: '5', birthDay: '6' });
    expect((await page.get()).text).toContain('坂本 良枝 様の代理人の方へ');
    const sent = await page.answer({ [customer.contracts[0]!]: 'migrate' });
    expect(sent.headers.location).toMatch(/receipt$/);
    expect(receiptOf(await page.get('/receipt'))).toMatch(/^\w{4}-\w{4}$/);
    const arrival = await test.db
      .selectFrom('arrivals')
      .select(['kind', 'data'])
      .where('journey_id', '=', customer.journeyId)
      .where('kind', '=', 'answer')
      .executeTakeFirstOrThrow();
    expect(arrival.data).toMatchObject({ representative: acting.id });
  });

  it.each<[string, object, (row: RepresentativeRow, party: Buffer) => Record<string, string>]>([
    ['the last digits of the phone', { mobile: '+819012345678' }, () => ({ phone4: '5678' })],
    ['a code sent apart', {}, ({ id }, party) => ({ code: test.vault.accessCode(factorKey(party, id)) })],
  ])('without a birth date is asked for %s', async (_what, profile, factor) => {
    const customer = await test.addCustomer();
    const row = await note(customer, profile);
    const { party_hash: party } = await test.db
      .selectFrom('customers')
      .select('party_hash')
      .where('id', '=', customer.customerId)
      .executeTakeFirstOrThrow();
    const page = await new Browser(test.app, await newest(customer)).enter(factor(row, party));
    expect(pageName(await page.get())).toBe('notice');
  });

  it('has no link any more when the representation ends', async () => {
    const customer = await test.addCustomer();
    const row = await note(customer, { birth: '1970-05-06' });
    const path = await newest(customer);
    const input = { customerId: customer.customerId, representativeId: row.id, personId: await personOf() };
    const scope = await scopeOf(customer);
    await test.db.transaction().execute((trx) => endRepresentative(trx, scope, input));
    expect(pageName(await request(test.app).get(path))).toBe('invalid');
    expect(await linkVersions(test.db, customer)).toEqual({ page: 2, optout: 1 });
  });
});

it('a guardian without a say: the page only asks to call, in either language, and takes no second factor', async () => {
  const customer = await test.addCustomer();
  await note(customer, {}, false);
  for (const language of ['ja', 'en']) {
    const shown = await request(test.app).get(`${customer.page}?lang=${language}`).expect(200);
    expect(pageName(shown)).toBe('call');
    expect(shown.text).toContain('0120-555-310');
    expect(shown.text).not.toMatch(/後見|guardian|代理人|representative/i);
  }
  const posted = await request(test.app).post(customer.page).type('form').send(BIRTH);
  expect([posted.status, pageName(posted)]).toEqual([409, 'call']);
});

it('a minor’s answer gets no receipt number; the page says whose consent is missing', async () => {
  const customer = await test.addCustomer();
  await test.db.updateTable('customers').set({ age_from: 0 }).where('id', '=', customer.customerId).execute();
  const page = await new Browser(test.app, customer.page).enter();
  const sent = await page.answer({ [customer.contracts[0]!]: 'cancel' });
  expect(sent.headers.location).toMatch(/kept$/);
  const shown = await page.get('/kept').expect(200);
  expect([pageName(shown), receiptOf(shown)]).toEqual(['kept', undefined]);
  expect(shown.text).toContain('法定代理人');
  expect((await page.get('/receipt')).headers.location).toBe(customer.page);
  expect((await page.get('/choose')).headers.location).toBe(`${customer.page}/kept`);
  const hold = await test.db
    .selectFrom('holds')
    .select(['reason', 'released_at'])
    .where('customer_id', '=', customer.customerId)
    .execute();
  expect(hold).toEqual([{ reason: 'consent_missing', released_at: null }]);
});
