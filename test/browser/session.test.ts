import { type Route } from 'playwright-core';
import { eventually } from '../support/eventually';
import { describeBrowser } from './support/chromium';
import { openStage, type Stage } from './support/stage';

describeBrowser('a session in the browser', () => {
  let stage: Stage;
  let clientId: number;
  beforeAll(async () => {
    stage = await openStage();
    clientId = (await stage.api.client()).clientId;
  });
  afterAll(() => stage.close());

  test('a role taken in one tab is said in the other, which then acts no more in the former one', async () => {
    const { page, context } = await stage.enter([
      { clientId, role: 'manager' },
      { clientId, role: 'auditor' },
    ]);
    await page.goto('/campaigns');
    await page.locator('.me-menu summary').waitFor();
    const other = await context.newPage();
    await other.goto('/campaigns');
    await other.locator('.me-menu summary').click();
    await other.getByRole('button', { name: '監査人' }).click();
    await page.getByText('別のタブで役割が変わりました').waitFor();
    await page.getByRole('button', { name: 'この役割で開き直す' }).click();
    await page.waitForURL('**/campaigns');
    await page.locator('.me-menu summary').getByText('監査人').waitFor();
    expect(await other.getByText('別のタブで役割が変わりました').count()).toBe(0);
  });

  test('what a page asks by itself is no use of the session; what its reader opens is', async () => {
    const { page } = await stage.enter([{ clientId, role: 'operator' }]);
    const passive: (string | null)[] = [];
    await page.route('**/api/work', async (route: Route) => {
      passive.push(await route.request().headerValue('x-tsunagi-passive'));
      await route.continue();
    });
    await page.clock.install();
    await page.goto('/returns');
    await eventually('the first reading', () => passive.length > 0);
    await page.clock.fastForward(11_000);
    await eventually('a second reading by itself', () => passive.length > 1 && passive.at(-1) === '1');
    const before = passive.length;
    await eventually('a reading just after a key', async () => {
      await page.keyboard.press('Shift');
      await page.clock.fastForward(1_000);
      return passive.slice(before).includes(null);
    });
  });

  test('signing out ends it in every tab and keeps nothing but the reader’s preferences', async () => {
    const { page, context } = await stage.enter([{ clientId, role: 'manager' }]);
    await page.goto('/campaigns');
    await page.getByRole('button', { name: 'English' }).click();
    const other = await context.newPage();
    await other.goto('/campaigns');
    await other.locator('.me-menu summary').waitFor();
    await page.locator('.me-menu summary').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Login').waitFor();
    await other.getByRole('dialog', { name: 'Please sign in again' }).waitFor();
    const stored = await page.evaluate('Object.keys(localStorage)');
    expect(stored).toEqual(['tsunagi-console']);
  });
});
