import { freshCode, PASSWORD } from '../../access/sign-in-fixture';
import { faultsOf, overflowAt } from '../support/check';
import { describeBrowser } from '../support/chromium';
import { openStage, type Stage } from '../support/stage';

describeBrowser('one’s own account', () => {
  let stage: Stage;
  let visitor: Awaited<ReturnType<Stage['enter']>>;
  beforeAll(async () => {
    stage = await openStage();
    const { clientId } = await stage.api.client();
    visitor = await stage.enter([{ clientId, role: 'manager' }]);
    await visitor.page.goto('/me');
    await visitor.page.getByRole('table', { name: '開いているセッション' }).waitFor();
  });
  afterAll(() => stage.close());

  test('shows how one signs in, and stays within 320 px', async () => {
    const { page } = visitor;
    await page.getByText('残り 0個').waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('a new password takes the present one, and says that other sessions ended', async () => {
    const { page } = visitor;
    await page.getByRole('button', { name: 'パスワードを変える' }).click();
    const dialog = page.getByRole('dialog', { name: 'パスワードを変える' });
    await dialog.getByLabel('今のパスワード').fill('ちがうパスワード 1');
    await dialog.getByLabel('新しいパスワード').fill(`${PASSWORD}！`);
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('今のパスワード').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('ほかのセッションは終了しました').waitFor();
  });

  test('new recovery codes are shown once', async () => {
    const { page } = visitor;
    await page.getByRole('button', { name: '作り直す' }).click();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: '回復コードを控えてください' }).waitFor();
    expect(await page.locator('ol.codes li').count()).toBe(10);
    await page.getByRole('button', { name: '控えました' }).click();
    await page.getByText('残り 10個').waitFor();
  });

  test('an old code does not make a key; a fresh one does, and the key is shown once and can be ended', async () => {
    const { page, user } = visitor;
    await stage.api.t.db
      .updateTable('sessions')
      .set({ second_at: new Date(Date.now() - 3_600_000) })
      .where('person_id', '=', user.personId)
      .execute();
    await page.getByRole('button', { name: 'APIキーを作る' }).click();
    await page.getByRole('dialog').getByLabel('名前').fill('夜間の取込');
    await page.keyboard.press('Control+Enter');
    await page.getByLabel('認証アプリの6桁').fill(await freshCode(stage.api, user));
    await page.keyboard.press('Enter');
    const key = (await page.locator('.one-time').textContent())!;
    expect(key).toMatch(/^tk_/);
    await page.getByRole('button', { name: '控えました' }).click();
    await page.getByRole('row', { name: /夜間の取込.*使用中/ }).waitFor();
    expect(await page.content()).not.toContain(key);
    await page.getByRole('button', { name: '取り消す' }).click();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('row', { name: /夜間の取込.*取消済/ }).waitFor();
  });

  test('single keys are switched off and on, and the choice outlives the page', async () => {
    const { page } = visitor;
    await page.getByLabel('使わない').check();
    await page.reload();
    await page.getByRole('heading', { name: '自分のアカウント' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    expect(new URL(page.url()).pathname).toBe('/me');
    await page.getByLabel('使う', { exact: true }).check();
    await page.locator('h1').focus();
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.waitForURL('**/campaigns');
  });
});
