import request from 'supertest';
import { Browser, doc, hiddenFields, pageName, pagesTest, type PagesTest } from './page-fixture';

let test: PagesTest;
beforeAll(async () => {
  test = await pagesTest();
});
afterAll(() => test.close());

/** Every page a customer can meet on the way. */
async function walk(browser: Browser, contract: number) {
  const pages = [await browser.get(), await browser.post('', { birthYear: '' })];
  await browser.enter();
  pages.push(await browser.get(), await browser.get('/choose'));
  pages.push(await browser.post('/choose', hiddenFields(pages.at(-1)!.text)));
  await browser.draft({ [contract]: 'migrate' });
  pages.push(await browser.get('/check'));
  await browser.post('/send', hiddenFields(pages.at(-1)!.text)).expect(303);
  for (const below of ['/receipt', '/change', '/choose', '/withdraw']) pages.push(await browser.get(below));
  await browser.post('/withdraw', hiddenFields(pages.at(-1)!.text)).expect(303);
  pages.push(await browser.get('/receipt'));
  return pages;
}

describe('every page', () => {
  it('is small, needs no script, loads nothing from elsewhere and is kept nowhere', async () => {
    const customer = await test.addCustomer({ name: '<b>"坂本" & 良枝</b>' });
    const pages = await walk(new Browser(test.app, customer.page), customer.contracts[0]!);
    pages.push(await request(test.app).get(customer.optOut), await request(test.app).get('/m/x'));
    for (const res of pages) {
      expect(Buffer.byteLength(res.text)).toBeLessThan(60_000);
      expect(res.text).not.toMatch(/<script|style=|onclick|<b>"坂本/);
      expect(res.text).not.toMatch(/\{[a-z]+\}|undefined|\[object|NaN/);
      expect(res.text.match(/(?:src|<link[^>]*href)="(?!\/m\/pages-)[^"]*"/)).toBeNull();
      expect(res.headers['content-security-policy']).toContain("default-src 'none'");
      expect(res.headers['content-security-policy']).not.toContain('unsafe');
      expect(res.headers['cache-control']).toBe('no-store');
      expect(res.headers['referrer-policy']).toBe('no-referrer');
    }
    const names = new Set(pages.map(pageName));
    expect([...names].sort()).toEqual(
      [
        'answered',
        'check',
        'choose',
        'identify',
        'invalid',
        'notice',
        'optout',
        'receipt',
        'withdraw',
        'withdrawn',
      ].sort(),
    );
  });

  it('has its styles in one file that may be kept for ever', async () => {
    const { text } = await request(test.app).get('/m/x');
    const path = /<link rel="stylesheet" href="([^"]+)"/.exec(text)![1]!;
    const res = await request(test.app).get(path).expect(200);
    expect(res.headers['content-type']).toMatch(/^text\/css/);
    expect(res.headers['cache-control']).toContain('immutable');
    expect(Buffer.byteLength(res.text)).toBeLessThan(20_000);
  });

  it('speaks English all the way when asked to', async () => {
    const english = { ...doc, sender: { ...doc.sender, phone: '03' } };
    const customer = await test.addCustomer({
      doc: english,
      name: 'John Smith',
      contracts: [{ number: 'MN-1234-5678', product: 'ADSL' }],
    });
    const browser = new Browser(test.app, customer.page);
    await browser.get('?lang=en').expect(200);
    for (const res of await walk(browser, customer.contracts[0]!)) {
      expect(res.text).toContain('<html lang="en"');
      // what is left in Japanese: the way back, and the era as an example of what may be typed
      const left = res.text.replaceAll('日本語', '').replaceAll('昭和23', '');
      expect(left).not.toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
    }
  });
});

describe('the switches', () => {
  it('keep language and size of text over the following pages', async () => {
    const customer = await test.addCustomer();
    const browser = new Browser(test.app, customer.page);
    expect((await browser.get()).text).toContain('<html lang="ja" data-text="n">');
    expect((await browser.get('?lang=en')).text).toContain('<html lang="en" data-text="n">');
    expect((await browser.get('?text=l')).text).toContain('<html lang="en" data-text="l">');
    await browser.enter();
    expect((await browser.get('/choose')).text).toContain('<html lang="en" data-text="l">');
    expect((await browser.get('/choose?text=xl&lang=ja')).text).toContain('<html lang="ja" data-text="xl">');
    expect((await browser.get('/choose')).text).toContain('文字をもとに戻す');
    expect((await browser.get('?lang=xx&text=huge')).text).toContain('<html lang="ja" data-text="n">');
  });

  it("begin in the customer's own language, which another size of text leaves as it is", async () => {
    const customer = await test.addCustomer();
    const own = test.db.updateTable('customers').set({ language: 'en' });
    await own.where('id', '=', customer.customerId).execute();
    const browser = new Browser(test.app, customer.page);
    expect((await browser.get()).text).toContain('<html lang="en" data-text="n">');
    expect((await browser.get('?text=l')).text).toContain('<html lang="en" data-text="l">');
    expect((await browser.get()).text).toContain('<html lang="en" data-text="l">');
    expect((await browser.get('?lang=ja')).text).toContain('<html lang="ja" data-text="l">');
    expect((await browser.get()).text).toContain('<html lang="ja" data-text="l">');
  });

  it('work without cookies: the language stays in links and forms', async () => {
    const customer = await test.addCustomer();
    const page = await request(test.app).get(`${customer.optOut}?lang=en`);
    expect(page.text).toContain(`action="${customer.optOut}?lang=en"`);
    const done = await request(test.app).post(`${customer.optOut}?lang=en`);
    expect([done.status, done.text]).toEqual([200, expect.stringContaining('<html lang="en"')]);
    expect(done.text).toContain(`${customer.optOut}?lang=en`);
  });

  it('lead to the same page, also from a form that was refused', async () => {
    const browser = await new Browser(test.app, (await test.addCustomer()).page).enter();
    const { key } = hiddenFields((await browser.get('/choose')).text);
    const refused = await browser.post('/choose', { key: key! }).expect(422);
    expect(refused.text).toContain(`href="${browser.base}/choose?lang=en"`);
  });
});

it('opens when a phone has taken the text behind the link for a part of it', async () => {
  const customer = await test.addCustomer();
  for (const link of [customer.page, customer.optOut]) {
    const glued = await request(test.app).get(`${link}${encodeURIComponent('をご覧ください。停止は')}`);
    const plain = await request(test.app).get(link);
    expect([glued.status, pageName(glued)]).toEqual([200, pageName(plain)]);
    expect(glued.text).toContain(link);
  }
  // a longer token is another one, not a token with text behind it
  expect((await request(test.app).get(`${customer.page}x`)).status).toBe(404);
});

describe('trouble of our own', () => {
  it('is reported politely, without the cause', async () => {
    const customer = await test.addCustomer();
    const broken = await pagesTest();
    await broken.close();
    const res = await request(broken.app).get(customer.page);
    expect([res.status, pageName(res)]).toEqual([503, 'failed']);
    expect(res.text).not.toMatch(/destroyed|connect|Error:/);
  });
});
