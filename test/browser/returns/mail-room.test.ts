import { type Page } from 'playwright-core';
import { describeBrowser } from '../support/chromium';
import { faultsOf, overflowAt } from '../support/check';
import { openStage, type Stage, type Visitor } from '../support/stage';
import { type Desk, openDesk, scan } from './fixture';

describeBrowser('the mail room: two persons from the sack to the closed day', () => {
  let stage: Stage;
  let desk: Desk;
  let one: Visitor;
  let two: Visitor;
  beforeAll(async () => {
    stage = await openStage();
    desk = await openDesk(stage);
    one = await desk.enter('operator');
    two = await desk.enter('operator');
  });
  afterAll(() => stage.close());

  const said = (page: Page, text: string | RegExp) => page.locator('#live').filter({ hasText: text }).waitFor();
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
  const card = (page: Page, title: string) =>
    page.locator('section.card').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
  const count = async ({ page }: Visitor, envelopes: string) => {
    await button(page, /数を入れる/)
      .first()
      .click();
    await page.getByRole('dialog').getByLabel('通数').fill(envelopes);
    await page.keyboard.press('Control+Enter');
    await said(page, '通数を登録しました');
  };

  test('sacks are recorded, and the envelopes hold once two persons have counted alike', async () => {
    const { page } = one;
    await page.goto('/mail-room');
    await button(page, '受領を記録する').click();
    await page.getByRole('dialog').getByLabel('袋').fill('２');
    await page
      .getByRole('dialog')
      .getByLabel(/送り状の通数/)
      .fill('3');
    expect(await faultsOf(one)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await said(page, /受領 \d+ を記録しました/);
    await page.getByText('未開封').waitFor();
    await count(one, '3');
    await page.getByText('2人目が数えます').waitFor();
    await two.page.goto('/mail-room');
    await count(two, '2');
    await two.page.getByText('2人の数が違います').waitFor();
    await count(two, '3');
    await two.page.getByText('2人の数が違います').waitFor({ state: 'detached' });
  });

  test('what is booked from it, and what is set aside, adds up', async () => {
    const { page } = one;
    await page.goto('/returns');
    await page.getByLabel('いま受け付けている受領').selectOption({ index: 1 });
    await page.getByLabel('封書の番号').focus();
    await scan(page, desk.a.code);
    await said(page, /受け付けました/);
    await button(page, '封書を取り分ける').click();
    await page.getByRole('dialog').getByLabel('封書番号がない・読めない').check();
    expect(await faultsOf(one)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await said(page, /取分 \d+ として取り分けました/);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('money is noted where it was found, and confirmed by the other person', async () => {
    const { page } = one;
    await page
      .locator('tbody')
      .getByRole('button', { name: /同封物/ })
      .first()
      .click();
    await page.getByRole('dialog').getByLabel('現金').check();
    await page.getByRole('dialog').getByLabel('金額（円）').fill('2,000');
    await page.keyboard.press('Control+Enter');
    await said(page, '2人目が確かめてください');
    await page.goto('/mail-room');
    await card(page, '同封物・貴重品')
      .getByRole('button', { name: /確かめた/ })
      .click();
    await page.getByRole('dialog').getByText('金額 2,000円').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').getByText('同じ人は続けて入力できません').waitFor();
    await page.keyboard.press('Escape');
    const other = two.page;
    await other.goto('/mail-room');
    await card(other, '同封物・貴重品')
      .getByRole('button', { name: /確かめた/ })
      .click();
    await other.keyboard.press('Control+Enter');
    await said(other, '記録しました');
    await card(other, '同封物・貴重品').getByText('扱いの記録待ち').waitFor();
  });

  test('an envelope set aside is booked after all, and the day closes with the number counted by hand', async () => {
    const { page } = one;
    await page.goto('/mail-room');
    await card(page, '取り分けた封書')
      .getByRole('button', { name: /受け付ける/ })
      .click();
    await page.getByText(/次の受付は、取り分けた封書 \d+ のものです/).waitFor();
    await page.getByLabel('封書の番号').focus();
    await scan(page, desk.b.code);
    await said(page, /受け付けました/);
    await page.getByText(/次の受付は、取り分けた封書/).waitFor({ state: 'detached' });
    await page.goto('/mail-room');
    const close = async (left: string) => {
      await button(page, '日計を締める').click();
      await page
        .getByRole('dialog')
        .getByLabel(/残っている封書/)
        .fill(left);
      await page.keyboard.press('Control+Enter');
    };
    await close('0');
    await said(page, '一致しません。数えた残は0通、帳簿の残は1通です。');
    await close('1');
    await said(page, '日計が一致しました');
    await card(page, '日計')
      .getByText(/が締めました/)
      .waitFor();
    expect(await faultsOf(one)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/mail-room.png`, fullPage: true });
    expect(one.complaints).toEqual([]);
  });

  test('decided paper goes into a box', async () => {
    const { page } = one;
    await button(page, '箱を開ける').click();
    await page.getByRole('dialog').getByLabel('箱番号').fill('B-0127');
    await page.getByRole('dialog').getByLabel('保存期限').fill('2028-03-31');
    await page.keyboard.press('Control+Enter');
    await said(page, '箱 B-0127 を開けました');
    await button(page, /B-0127 判定済みの紙を入れる/).click();
    await said(page, '箱 B-0127 に入っている紙は 0件です');
    expect(await faultsOf(one)).toEqual([]);
  });

  test('a new address on the form is proposed, and the customer’s page says so without showing it', async () => {
    const { page } = one;
    const row = await stage.api.t.db.selectFrom('returns').select(['id', 'customer_id']).executeTakeFirstOrThrow();
    await page.goto(`/returns?mode=read&id=${row.id}`);
    await button(page, '用紙の新しい住所を提案する').click();
    await page.getByRole('dialog').getByLabel('郵便番号').fill('１０５−００２２');
    await page.getByRole('dialog').getByLabel('住所', { exact: true }).fill('東京都港区海岸1-2-3');
    expect(await faultsOf(one)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await said(page, /新しい住所を提案しました/);
    await page.goto(`/customers/${row.customer_id}`);
    await card(page, '用紙に書かれた新しい住所').getByText('提案中', { exact: true }).waitFor();
    expect(await page.getByText('海岸1-2-3').count()).toBe(0);
    expect(await faultsOf(one)).toEqual([]);
    await page.goto('/mail-room');
    await card(page, '日計')
      .getByText(/が締めました/)
      .waitFor();
  });

  test('the day book goes on paper alone', async () => {
    const { page } = one;
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('heading', { name: '受領', exact: true }).isVisible()).toBe(false);
    expect(await card(page, '日計').isVisible()).toBe(true);
    if (process.env.SHOTS) await page.pdf({ path: `${process.env.SHOTS}/daybook.pdf`, format: 'A4' });
    await page.emulateMedia({ media: 'screen' });
  });
});
