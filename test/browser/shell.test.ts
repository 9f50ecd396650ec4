import { describeBrowser } from './support/chromium';
import { faultsOf, overflowAt } from './support/check';
import { openStage, type Stage } from './support/stage';

describeBrowser('the frame of the console', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  test('the sign-in page is the first page, without a fault, down to 320 px', async () => {
    const visitor = await stage.open();
    await visitor.page.goto('/');
    await visitor.page.getByLabel('ログインID').waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(visitor.page, 320)).toBe(0);
  });

  test('an operator sees the desks only, and goes to them by keys', async () => {
    const own = await stage.api.client();
    const visitor = await stage.enter([{ clientId: own.clientId, role: 'operator' }]);
    const { page } = visitor;
    await page.goto('/');
    await page.waitForURL('**/returns');
    expect(await page.locator('nav a .label').allTextContents()).not.toContain('利用者');
    await page.goto('/holds'); // at the return desk every key goes to the scan line
    await page.locator('h1').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.waitForURL('**/calls');
    await page.keyboard.press('Shift+?');
    await page.getByRole('dialog', { name: 'キーの一覧' }).waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('on the customers’ host there is no console', async () => {
    const other = stage.origin.replace('127.0.0.1', 'localhost');
    const found = await fetch(`${other}/campaigns`, { headers: { Accept: 'text/html' } });
    expect(found.status).toBe(404);
  });
});
