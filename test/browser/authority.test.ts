import { type Page } from 'playwright-core';
import { openDesk, TEN, type Desk } from '../calls/calls-fixture';
import { faultsOf, overflowAt } from './support/check';
import { describeBrowser } from './support/chromium';
import { openStage, type Stage, type Visitor } from './support/stage';

describeBrowser('a death is reported', () => {
  let stage: Stage;
  let desk: Desk;
  let visitor: Visitor;
  let page: Page;
  beforeAll(async () => {
    stage = await openStage();
    desk = await openDesk(stage.api, [{ channels: ['phone', 'post'] }]);
  });
  afterAll(() => stage.close());
  afterEach(() => visitor.context.close());

  const enter = async (role: 'operator' | 'auditor') => {
    visitor = await stage.enter([{ clientId: desk.clientId, role }]);
    ({ page } = visitor);
    await page.goto(`/customers/${desk.customers[0]!.id}`);
    await page.getByRole('heading', { name: '相続・後見・清算' }).waitFor();
  };
  const check = async () => {
    await page.getByRole('button', { name: '書類を点検する' }).click();
    const dialog = page.getByRole('dialog');
    for (const field of await dialog.getByLabel('点検結果').all()) await field.selectOption({ label: '問題なし' });
    expect(await faultsOf(visitor)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
  };

  test('contacts stop, the letter is queued, and no name stays on the page', async () => {
    await enter('operator');
    await page.getByRole('button', { name: '申し出を受け付ける' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('種類と申し出の方法を選んでください').waitFor();
    await dialog.getByLabel('種類').selectOption({ label: '相続' });
    await dialog.getByLabel('申し出の方法').selectOption({ label: '電話' });
    await dialog.getByLabel('氏名・名称').fill('大河原　瑞穂');
    await dialog.getByLabel('郵便番号').fill('231-0005');
    await dialog.getByLabel('住所', { exact: false }).fill('神奈川県横浜市中区本町3-4-5');
    await dialog.getByLabel('続柄').selectOption({ label: '子' });
    expect(await faultsOf(visitor)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await page.getByText('登録しました。連絡はすべて止まっています。').waitFor();
    await page.getByText('書類が届くのを待つ').waitFor();
    for (const shown of [await page.content(), page.url()]) expect(shown).not.toMatch(/大河原|本町/);
    const holds = await stage.api.t.db.selectFrom('holds').select('reason').where('released_at', 'is', null).execute();
    expect(holds).toEqual([{ reason: 'death_reported' }]);
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('two persons check the documents, and then the person acts for the customer', async () => {
    await enter('operator');
    await page.getByRole('button', { name: '書類を受け付ける' }).click();
    await page.locator(`dialog input[value="${TEN.slice(0, 10)}"]`).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('1人目が書類を点検する').waitFor();
    await check();
    await page.getByText('あなたは点検済みです', { exact: false }).waitFor();
    await visitor.context.close();
    await enter('operator');
    await check();
    await page.getByText('受理済み').waitFor();
    await page.getByText('相続人', { exact: true }).waitFor();
    await visitor.context.close();
    await enter('auditor');
    await page.getByText('受理済み').waitFor();
    expect(await page.getByRole('button', { name: '申し出を受け付ける' }).count()).toBe(0);
  });
});
