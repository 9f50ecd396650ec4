import request from 'supertest';
import { Browser, hiddenFields, pageName, pagesTest, type PagesTest, type TestCustomer } from './page-fixture';

let test: PagesTest;
beforeAll(async () => {
  test = await pagesTest();
});
afterAll(() => test.close());

const optOutsOf = async ({ journeyId }: TestCustomer) => {
  const rows = await test.db
    .selectFrom('arrivals')
    .select(['kind', 'source', 'data'])
    .where('journey_id', '=', journeyId)
    .orderBy('seq')
    .execute();
  return rows.map(({ kind, source, data }) => ({ kind, source, ...data }));
};

describe('stopping mail', () => {
  it('changes nothing when opened, stops by the button, and can be undone, all without a second factor', async () => {
    const customer = await test.addCustomer();
    const browser = new Browser(test.app, customer.optOut);
    for (let i = 0; i < 3; i++) expect(pageName(await browser.get())).toBe('optout');
    await request(test.app).head(customer.optOut).expect(200);
    expect(await optOutsOf(customer)).toEqual([]);

    const stop = await browser.post('');
    expect([stop.status, pageName(stop)]).toEqual([200, 'optout-done']);
    const done = await browser.get();
    expect(pageName(done)).toBe('optout-done');
    expect(done.text).not.toContain('坂本');
    const stopped = { kind: 'opt_out', source: 'web', channel: 'mail', purpose: 'service_notice' };
    expect(await optOutsOf(customer)).toEqual([stopped]);

    await browser.post('', hiddenFields(done.text)).expect(303);
    expect(pageName(await browser.get())).toBe('optout');
    expect(await optOutsOf(customer)).toEqual([stopped, { ...stopped, undo: true }]);
  });

  it('is one stop however often it is asked for', async () => {
    const customer = await test.addCustomer();
    const browser = new Browser(test.app, customer.optOut);
    await Promise.all([browser.post(''), browser.post(''), browser.post('')]);
    await browser.post('').expect(200);
    expect(await optOutsOf(customer)).toHaveLength(1);
    await Promise.all([browser.post('', { undo: '1' }), browser.post('', { undo: '1' })]);
    expect(await optOutsOf(customer)).toHaveLength(2);
    await browser.post('').expect(200);
    expect(await optOutsOf(customer)).toHaveLength(3);
  });

  it.each([
    ['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
    [
      'multipart/form-data; boundary=b0',
      '--b0\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b0--\r\n',
    ],
  ])('works in one click from a mail program (%s)', async (type, body) => {
    const customer = await test.addCustomer();
    const oneClick = () => request(test.app).post(customer.optOut).set('Content-Type', type).send(body);
    for (const res of [await oneClick(), await oneClick()]) {
      expect(res.status).toBe(200);
      expect(res.headers['content-type']).toMatch(/^text\/plain/);
      expect(res.headers['set-cookie']).toBeUndefined();
    }
    expect(await optOutsOf(customer)).toMatchObject([{ source: 'one_click', channel: 'mail' }]);
    expect(pageName(await request(test.app).get(customer.optOut))).toBe('optout-done');
  });

  it.each([
    ['no body', undefined, ''],
    ['a wrong type', 'text/plain', 'List-Unsubscribe=One-Click'],
    [
      'a charset that no parser knows',
      'application/x-www-form-urlencoded; charset=shift_jis',
      'List-Unsubscribe=One-Click',
    ],
    ['a type of no standard', 'x', 'List-Unsubscribe=One-Click'],
    ['no word of its own', 'application/json', '{}'],
    ['far too much', 'application/x-www-form-urlencoded', `List-Unsubscribe=One-Click&a=${'x'.repeat(500_000)}`],
  ])('stops by any post, without redirect: %s', async (_, type, body) => {
    const customer = await test.addCustomer();
    const post = request(test.app).post(customer.optOut);
    const res = await (type === undefined ? post : post.set('Content-Type', type)).send(body);
    expect([res.status, res.headers['set-cookie']]).toEqual([200, undefined]);
    expect(await optOutsOf(customer)).toMatchObject([{ kind: 'opt_out', channel: 'mail' }]);
  });

  it('needs its own link', async () => {
    const customer = await test.addCustomer();
    const path = customer.page.replace('/m/', '/s/');
    expect(pageName(await request(test.app).get(path).expect(404))).toBe('invalid');
    await request(test.app).post(path).type('form').send({ 'List-Unsubscribe': 'One-Click' }).expect(404);
    expect(await optOutsOf(customer)).toEqual([]);
  });
});
