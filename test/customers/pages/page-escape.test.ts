import { html } from '../../../api/customer-pages/html';
import { Browser, hiddenFields, pagesTest, type PagesTest } from '../page-fixture';

let test: PagesTest;
beforeAll(async () => {
  test = await pagesTest();
});
afterAll(() => test.close());

it.each([
  ['double quotes', '" autofocus onfocus="alert(1)', '&quot; autofocus onfocus=&quot;alert(1)'],
  ['single quotes', "' onfocus='alert(1)", '&#39; onfocus=&#39;alert(1)'],
  ['markup', '<script>&', '&lt;script&gt;&amp;'],
])('keeps %s of a value inside its attribute', (_, value, expected) => {
  expect(html`<input value="${value}" />`.markup).toBe(`<input value="${expected}" />`);
});

it('shows what a customer typed as text, in an attribute too', async () => {
  const customer = await test.addCustomer();
  const typed = '1948" onfocus="alert(1)';
  const { text } = await new Browser(test.app, customer.page).post('', { birthYear: typed, birthMonth: '3' });
  expect(text).toContain('value="1948&quot; onfocus=&quot;alert(1)"');
  expect(Object.keys(hiddenFields(text))).not.toContain('onfocus');
});
