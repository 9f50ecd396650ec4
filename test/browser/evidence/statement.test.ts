import { endedCampaign, StatementStage } from '../../campaigns/statement/fixture';
import { type ApiClient } from '../../support/api';
import { faultsOf, overflowAt } from '../support/check';
import { describeBrowser } from '../support/chromium';
import { openStage, type Stage, type Visitor } from '../support/stage';

describeBrowser('the completeness statement', () => {
  let stage: Stage;
  let own: ApiClient;
  let manager: Visitor;
  beforeAll(async () => {
    stage = await openStage();
    const ended = await endedCampaign(stage.api, 3);
    own = ended;
    const world = new StatementStage(stage.api, ended);
    await world.outcome(0, 'migrated', 'web');
    await world.outcome(1, 'cancelled', 'phone');
    await world.outcome(2, 'lapsed', 'notified_and_silent');
    manager = await stage.enter([{ clientId: own.clientId, role: 'manager' }]);
  });
  afterAll(() => stage.close());

  const address = () => `/campaigns/${own.campaignId}/evidence`;

  test('says that it adds up, and the manager draws it up', async () => {
    const { page } = manager;
    await page.goto(address());
    await page.getByText('一致：行数・区分・契約の合計がすべて合っています').waitFor();
    const classes = page.getByRole('table', { name: '区分' });
    const counts = await classes.locator('tbody td:nth-child(2)').allTextContents();
    expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(3);
    expect(await classes.locator('tfoot').textContent()).toMatch(/合計\s*3\s*100\.0%/);
    await page.getByRole('button', { name: '本書を作成' }).click();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('row', { name: /本書.*署名待ち/ }).waitFor();
    expect(await page.getByRole('button', { name: '署名する' }).count()).toBe(0);
    expect(await faultsOf(manager)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('another person signs the hash that is shown', async () => {
    const approver = await stage.enter([{ clientId: own.clientId, role: 'approver' }]);
    const { page } = approver;
    await page.goto(address());
    await page.getByRole('button', { name: '署名する' }).click();
    const dialog = page.getByRole('dialog', { name: '本書に署名' });
    const shown = (await dialog.locator('.hash').textContent())!.replace(/\s/g, '');
    expect(await faultsOf(approver)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('署名済み').waitFor();
    const { body } = await stage.api
      .send('get', `/api/campaigns/${own.campaignId}/statement/supplements`, own.keys.auditor.key)
      .expect(200);
    expect(body.items[0]).toMatchObject({ hash: shown, signedAt: expect.any(String) });
  });

  test.each([
    ['PDF', /^statement-\d+\.pdf$/],
    ['CSV', /^statement-\d+\.csv$/],
  ])('is saved as %s', async (kind, name) => {
    const { page } = manager;
    await page.goto(address());
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: kind, exact: true }).first().click();
    expect((await saved).suggestedFilename()).toMatch(name);
  });

  test('a file with contract numbers leaves only once another person has agreed', async () => {
    const { page } = manager;
    await page.getByRole('button', { name: '契約番号つきCSV' }).click();
    await page.getByRole('alert').getByText('承認').first().waitFor();
    await page.getByRole('button', { name: '個人情報ファイルの出力を申請' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('理由を書くと申請できます').waitFor();
    await dialog.getByLabel('理由').fill('委託元への納品');
    await page.keyboard.press('Control+Enter');
    await page.getByText('承認・判断の一覧で、別の方が決めます').waitFor();
  });
});
