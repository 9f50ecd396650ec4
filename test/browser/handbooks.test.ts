import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOf, overflowAt } from './support/check';
import { describeBrowser } from './support/chromium';
import { openStage, type Stage } from './support/stage';

const BOOKS = readdirSync(join(__dirname, '..', '..', 'docs', 'ja')).map((name) => name.replace(/\.md$/, ''));
/** Where pictures of the pages go, for a person to see; by default nowhere. */
const SHOTS = process.env.SHOTS;

describeBrowser('the handbooks', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  test('each is readable in the console, without a fault, down to 320 px', async () => {
    const own = await stage.api.client();
    const visitor = await stage.enter([{ clientId: own.clientId, role: 'operator' }]);
    const { page } = visitor;
    for (const book of BOOKS) {
      await page.goto(`/help/${book}`);
      await page.getByRole('heading', { level: 1, name: /の手引き$/ }).waitFor();
      expect([book, await faultsOf(visitor)]).toEqual([book, []]);
      expect([book, await overflowAt(page, 320)]).toEqual([book, 0]);
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/help-${book}.png`, fullPage: true });
    }
  });

  test.each([
    ['operator', '/calls', '架電の手引き'],
    ['client_viewer', '/campaigns', '委託元の手引き'],
  ] as const)('the key for help leads %s from %s to “%s”', async (role, path, title) => {
    const own = await stage.api.client();
    const { page } = await stage.enter([{ clientId: own.clientId, role }]);
    await page.goto(path);
    await page.locator('main h1').first().waitFor();
    await page.keyboard.press('Shift+?');
    await page.getByRole('link', { name: /手引き/ }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
  });
});
