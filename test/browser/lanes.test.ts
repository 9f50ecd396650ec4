import { ensureLane } from '../../db/delivery/lanes';
import { type ApiClient } from '../support/api';
import { describeBrowser } from './support/chromium';
import { faultsOf, overflowAt } from './support/check';
import { openStage, type Stage } from './support/stage';

describeBrowser('the lanes', () => {
  let stage: Stage;
  let own: ApiClient;
  let laneId: number;
  beforeAll(async () => {
    stage = await openStage();
    own = await stage.api.client({ status: 'running' });
    const { db } = stage.api.t;
    laneId = await ensureLane(db, { clientId: own.clientId, channel: 'mail', name: 'minato' });
    await ensureLane(db, { clientId: null, channel: 'sms', name: 'default' });
    await db
      .updateTable('lanes')
      .set({ breaker: 'open', breaker_reason: 'bounce_rate:25/200:0.1' })
      .where('id', '=', laneId)
      .execute();
  });
  afterAll(() => stage.close());

  const laneNow = () =>
    stage.api.t.db
      .selectFrom('lanes')
      .select(['breaker', 'daily_capacity', 'rate_per_minute'])
      .where('id', '=', laneId)
      .executeTakeFirstOrThrow();

  test('a manager sees the stopped lane first and restarts it with a reason; its limits stay', async () => {
    const visitor = await stage.enter([{ clientId: own.clientId, role: 'manager' }]);
    const { page } = visitor;
    const before = await laneNow();
    await page.goto('/lanes');
    await page.getByText('1本のレーンが止まっています').waitFor();
    const rows = page.locator('tbody tr');
    expect(await rows.first().innerText()).toContain('minato');
    expect(await page.getByRole('button', { name: '変更…' }).count()).toBe(1); // the shared one is not his to change
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    await page.getByRole('button', { name: '再開…' }).click();
    const restart = page.getByRole('dialog').getByRole('button', { name: 'レーンを再開する' });
    expect(await restart.isDisabled()).toBe(true);
    await page.getByLabel('再開してよい理由').fill('宛先リストを直した');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await rows.first().getByText('稼働中').waitFor();
    expect(await laneNow()).toEqual({ ...before, breaker: 'closed' });
  });

  test('a limit that is no number is said at its field and not sent; a right one holds', async () => {
    const { page } = await stage.enter([{ clientId: own.clientId, role: 'manager' }]);
    await page.goto('/lanes');
    await page.getByRole('button', { name: '変更…' }).click();
    await page.getByLabel('1分あたりの件数').fill('速く');
    await page.getByRole('alert').getByText('1以上の数を入れてください').waitFor();
    expect(await page.getByRole('button', { name: '上限を変える' }).isDisabled()).toBe(true);
    await page.getByLabel('1分あたりの件数').fill('30');
    await page.getByLabel('日量').fill('500');
    await page.keyboard.press('Control+Enter');
    await page.getByText('／ 500').waitFor();
    expect(Number((await laneNow()).daily_capacity)).toBe(500);
  });

  test('a manager fits letters to 角形2号 with a picture, tries them on paper, and sets them', async () => {
    const { db } = stage.api.t;
    const postLane = await ensureLane(db, { clientId: own.clientId, channel: 'post', name: 'shop' });
    const visitor = await stage.enter([{ clientId: own.clientId, role: 'manager' }]);
    const { page } = visitor;
    await page.goto('/lanes');
    await page.getByRole('button', { name: '封筒…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('img', { name: '確認用紙の図' }).waitFor();
    expect(await dialog.locator('.fold').count()).toBe(2);
    await dialog.getByLabel('封筒', { exact: true }).selectOption({ label: '角形2号（折らない）' });
    expect(await dialog.locator('.fold').count()).toBe(0);
    await dialog.getByLabel('幅').fill('70');
    await dialog.getByText('窓の大きい封筒にしてください').waitFor();
    expect(await dialog.getByRole('button', { name: '封筒を登録する' }).isDisabled()).toBe(true);
    await dialog.getByLabel('幅').fill('95');
    await dialog.getByLabel('読み取りマーク').selectOption({ label: '二次元コード（封筒番号と n/m 枚目）' });
    expect(await dialog.locator('.mark.code').count()).toBe(1);
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: '確認用紙（PDF）を保存' }).click();
    expect((await download).suggestedFilename()).toBe('test-sheet-shop.pdf');
    if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT });
    await dialog.getByRole('button', { name: '封筒を登録する' }).click();
    await dialog.waitFor({ state: 'detached' });
    const { envelope } = await db
      .selectFrom('lanes')
      .select('envelope')
      .where('id', '=', postLane)
      .executeTakeFirstOrThrow();
    expect(envelope).toMatchObject({ envelope: 'kaku2', window: { x: 22, y: 22, width: 95 }, marks: 'code' });
  });
});
