import { Browser, NOW, pageName, pagesTest, type PagesTest, type TestCustomer } from '../page-fixture';

let test: PagesTest;
let mine: TestCustomer;
let theirs: TestCustomer;
beforeAll(async () => {
  test = await pagesTest();
  await test.setNow(NOW);
  mine = await test.addCustomer({ name: '坂本 良枝' });
  theirs = await test.addCustomer({ name: '西村 健', beside: mine, contracts: [{ number: 'MN-4402-70001' }] });
});
afterAll(() => test.close());

/** The cookies that a browser holds for one link, as it would send them. */
async function cookiesOf(customer: TestCustomer): Promise<string[]> {
  const browser = new Browser(test.app, customer.page);
  const entered = await browser.post('', { birthYear: '1948', birthMonth: '3', birthDay: '7' }).expect(303);
  const drafted = await browser.draft({ [customer.contracts[0]!]: 'cancel' });
  return [entered, drafted].flatMap((res) => {
    const set = res.headers['set-cookie'] as unknown as string[];
    return set.map((cookie) => cookie.split(';')[0]!);
  });
}

it("opens the customer's own page with the cookies of their link", async () => {
  const cookies = await cookiesOf(mine);
  const page = await new Browser(test.app, mine.page).get('/choose').set('Cookie', cookies);
  expect(pageName(page)).toBe('choose');
  expect(page.text).toMatch(/value="cancel"\s+checked/);
});

it.each(['', '/choose', '/check', '/receipt', '/change'])(
  'opens no page%s of another customer of the same campaign with them',
  async (below) => {
    const cookies = await cookiesOf(mine);
    const page = await new Browser(test.app, theirs.page).get(below).set('Cookie', cookies);
    expect(pageName(page) ?? page.headers.location).toMatch(/^(identify|\/m\/[^/]+)$/);
    expect(page.text).not.toContain('0001');
  },
);

it("takes no choices from another customer's draft", async () => {
  const draft = (await cookiesOf(mine)).filter((cookie) => cookie.startsWith('tsunagi_draft='));
  const session = (await cookiesOf(theirs)).filter((cookie) => cookie.startsWith('tsunagi_page='));
  expect([draft.length, session.length]).toEqual([1, 2]);
  const page = await new Browser(test.app, theirs.page).get('/choose').set('Cookie', [...session, ...draft]);
  expect(pageName(page)).toBe('choose');
  expect(page.text).not.toMatch(/\schecked/);
});
