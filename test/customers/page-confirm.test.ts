import request from 'supertest';
import { ensureLinks, revokeLink } from '../../db/customers/links';
import { BIRTH, Browser, NOW, pageName, pagesTest, type PagesTest } from './page-fixture';

const WRONG = { ...BIRTH, birthDay: '8' };
let test: PagesTest;
beforeAll(async () => {
  test = await pagesTest();
});
afterAll(() => test.close());
beforeEach(() => test.setNow(NOW));

describe('links', () => {
  it('show the sender and nothing of the customer before the second factor', async () => {
    const customer = await test.addCustomer();
    const res = await request(test.app).get(customer.page).expect(200);
    expect(pageName(res)).toBe('identify');
    expect(res.text).toContain('みなと通信');
    for (const personal of ['坂本', '59208', '9208', '1948-', 'みなとADSL']) expect(res.text).not.toContain(personal);
    for (const below of ['/choose', '/change', '/check', '/receipt', '/withdraw']) {
      const inner = await request(test.app).get(customer.page + below);
      expect([inner.status, inner.headers.location]).toEqual([303, customer.page]);
    }
  });

  it('give one and the same page when altered, unknown, expired, revoked or of the other kind', async () => {
    const customer = await test.addCustomer();
    const revoked = await test.addCustomer();
    const { client_id: clientId } = await test.db
      .selectFrom('customers')
      .select('client_id')
      .where('id', '=', revoked.customerId)
      .executeTakeFirstOrThrow();
    expect(await revokeLink(test.db, { ...revoked, clientId, kind: 'page' })).toBe(true);
    expect(await revokeLink(test.db, { ...revoked, clientId, kind: 'page' })).toBe(false);
    const last = customer.page.at(-1) === 'A' ? 'B' : 'A';
    const shown = async (path: string) => {
      const res = await request(test.app).get(path);
      expect([path, res.status, pageName(res)]).toEqual([path, 404, 'invalid']);
      expect(res.text).toContain('このURLは使えません');
      return res.text.replaceAll(path.split('?')[0]!, '');
    };
    const pages = [
      await shown(customer.page.slice(0, -1) + last),
      await shown('/m/AAAAAAAAAAAAAAAAAAAAAA'),
      await shown('/m/x'),
      await shown(revoked.page),
      await shown(customer.optOut.replace('/s/', '/m/')),
    ];
    await test.setNow(Date.parse('2027-03-03T00:00:00+09:00'));
    pages.push(await shown(customer.page));
    expect(new Set(pages).size).toBe(1);
    expect(pages[0]).toContain('0120-555-310');
    await request(test.app).get(`${customer.page}/nowhere`).expect(404);
    await request(test.app).get('/m/%E0%A4%A').expect(400);
  });

  it('stay as they are when they are made again', async () => {
    const customer = await test.addCustomer();
    const link = await test.db
      .selectFrom('links')
      .select('client_id')
      .where('customer_id', '=', customer.customerId)
      .executeTakeFirstOrThrow();
    await test.db.transaction().execute(async (trx) => {
      const again = { ...customer, clientId: link.client_id, customerIds: [customer.customerId], expiresAt: NOW };
      await ensureLinks(trx, test.vault, again);
      await ensureLinks(trx, test.vault, { ...again, customerIds: [] });
    });
    expect(pageName(await request(test.app).get(customer.page).expect(200))).toBe('identify');
  });

  it('answer a form for a dead link like a GET of it', async () => {
    const res = await request(test.app).post('/m/AAAAAAAAAAAAAAAAAAAAAA').type('form').send(BIRTH).expect(404);
    expect(pageName(res)).toBe('invalid');
  });
});

describe('the second factor', () => {
  it.each([
    ['birth date', { birth: '1948-03-07' }, BIRTH],
    [
      'birth date in era and full width',
      { birth: '1948-03-07' },
      { birthYear: '昭和２３', birthMonth: '３', birthDay: '７' },
    ],
    ['end of the phone number', { phone4: '5013' }, { phone4: '５０１３' }],
    ['whole phone number', { phone4: '5013' }, { phone4: '０８８０-55-5013' }],
    ['code sent apart', { code: '00412345' }, { code: '0041-2345' }],
  ])('%s opens the notice', async (_name, has, given) => {
    const customer = await test.addCustomer(has);
    const browser = new Browser(test.app, customer.page);
    const asked = await browser.get();
    for (const name of Object.keys(given)) expect(asked.text).toContain(`name="${name}"`);
    const res = await browser.post('', given);
    expect([res.status, res.headers.location]).toEqual([303, customer.page]);
    const notice = await browser.get();
    expect(pageName(notice)).toBe('notice');
    expect(notice.text).toContain('坂本 良枝 様');
  });

  it('can be another one when the customer has two', async () => {
    const browser = new Browser(test.app, (await test.addCustomer({ birth: '1948-03-07', phone4: '5013' })).page);
    expect((await browser.get()).text).toContain('name="birthYear"');
    expect((await browser.get('?by=phone4')).text).toContain('name="phone4"');
    expect((await browser.get('?by=code')).text).toContain('name="birthYear"');
    await browser.enter({ phone4: '5013' });
    expect(pageName(await browser.get())).toBe('notice');
  });

  it('costs no try when it cannot be read, and says what to do', async () => {
    const browser = new Browser(test.app, (await test.addCustomer()).page);
    for (let i = 0; i < 8; i++) {
      const res = await browser.post('', { birthYear: '48', birthMonth: '3', birthDay: '7' }).expect(422);
      expect(res.text).toContain('昭和23');
      expect(res.text).toContain('<title>エラー: ');
      expect(res.text).toContain('value="48"');
    }
    await browser.enter();
  });

  it('locks after five wrong tries for half an hour, then opens again', async () => {
    const customer = await test.addCustomer();
    const browser = new Browser(test.app, customer.page);
    for (const left of [4, 3, 2, 1]) {
      const res = await browser.post('', WRONG).expect(403);
      expect(res.text).toContain(`あと${left}回`);
    }
    const fifth = await browser.post('', WRONG).expect(429);
    expect(pageName(fifth)).toBe('locked');
    expect(fifth.text).toContain('2026年12月10日 15:11');
    expect(fifth.text).toContain('tel:0120555310');
    const right = await browser.post('', BIRTH).expect(429);
    expect(pageName(right)).toBe('locked');
    expect(pageName(await browser.get().expect(429))).toBe('locked');
    await test.setNow(NOW + 30 * 60_000 + 1);
    await browser.post('', WRONG).expect(403);
    await browser.enter();
    expect(pageName(await browser.get())).toBe('notice');
  });

  it('takes no more than five tries even at once', async () => {
    const customer = await test.addCustomer();
    const tries = await Promise.all(
      Array.from({ length: 12 }, () => new Browser(test.app, customer.page).post('', WRONG)),
    );
    expect(tries.filter((res) => res.status === 403)).toHaveLength(4);
    expect(tries.filter((res) => res.status === 429)).toHaveLength(8);
  });

  it('is cleared by a right one', async () => {
    const browser = new Browser(test.app, (await test.addCustomer()).page);
    for (let i = 0; i < 4; i++) await browser.post('', WRONG).expect(403);
    await browser.enter();
    expect((await new Browser(test.app, browser.base).post('', WRONG)).text).toContain('あと4回');
  });
});

describe('the confirmed browser', () => {
  it('gets a cookie that is bound to its link and cannot be made up', async () => {
    const [mine, other] = [await test.addCustomer(), await test.addCustomer()];
    const res = await request(test.app).post(mine.page).type('form').send(BIRTH).expect(303);
    const cookie = String(res.headers['set-cookie']);
    expect(cookie).toContain(`Path=${mine.page}`);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).toMatch(/Max-Age=1800/);
    const pair = cookie.split(';')[0]!;
    const [name, value = ''] = pair.split('=');
    const pageWith = async (link: string, sent: string) =>
      pageName(await request(test.app).get(link).set('Cookie', sent));
    expect(await pageWith(mine.page, pair)).toBe('notice');
    expect(await pageWith(other.page, pair)).toBe('identify');
    const [end, signature] = value.split('.');
    expect(await pageWith(mine.page, `${name}=${Number(end) + 1}.${signature}`)).toBe('identify');
    expect(await pageWith(mine.page, `${name}=${end}.`)).toBe('identify');
  });

  it('must confirm again when a form comes without it', async () => {
    const customer = await test.addCustomer();
    const res = await request(test.app).post(`${customer.page}/send`).type('form').send({ key: 'x' }).expect(403);
    expect(pageName(res)).toBe('identify');
    expect(res.text).toContain('もう一度ご本人かを確かめます');
  });
});
