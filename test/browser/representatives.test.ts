import { type Page } from 'playwright-core';
import { openDesk, type Desk } from '../calls/calls-fixture';
import { faultsOf, overflowAt } from './support/check';
import { describeBrowser } from './support/chromium';
import { openStage, type Stage, type Visitor } from './support/stage';

describeBrowser('who acts for a customer', () => {
  let stage: Stage;
  let desk: Desk;
  let visitor: Visitor;
  let page: Page;
  beforeAll(async () => {
    stage = await openStage();
    const one = { mail: null, channels: ['phone', 'post'] as ('phone' | 'post')[] };
    desk = await openDesk(stage.api, [one, one]);
  });
  afterAll(() => stage.close());

  const enter = async (role: 'operator' | 'auditor', customer: number) => {
    visitor = await stage.enter([{ clientId: desk.clientId, role }]);
    ({ page } = visitor);
    await page.goto(`/customers/${desk.customers[customer]!.id}`);
    await page.getByRole('heading', { name: '代理人' }).waitFor();
  };
  const recorded = (customer: number) =>
    stage.api.t.db
      .selectFrom('representatives')
      .select(['relation', 'may_decide', 'channels', 'evidence', 'evidence_on', 'valid_until'])
      .where('customer_id', '=', desk.customers[customer]!.id)
      .execute();
  afterEach(() => visitor.context.close());

  test('a guardian is added, refused with all that was typed, and then shown without name or addresses', async () => {
    await enter('operator', 0);
    await page.getByRole('button', { name: '代理人を登録する' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('関係、氏名、連絡先', { exact: false }).waitFor();
    await dialog.getByLabel('お客様との関係').selectOption({ label: '成年後見人など' });
    await dialog.getByLabel('氏名・名称').fill('大河原　瑞穂');
    await dialog.getByLabel('電話番号').fill('12');
    await dialog.getByLabel('回答できる').check();
    await dialog.getByLabel('生年月日').fill('1975-04-05');
    await dialog.getByLabel('確認した書類').fill('登記事項証明書');
    await dialog.getByLabel('書類の発行日').fill('2026-06-30');
    expect(await faultsOf(visitor)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await dialog.getByRole('alert').getByText('読み取れません').first().waitFor();
    await dialog.getByLabel('電話番号').fill('090-7777-1234');
    await page.keyboard.press('Control+Enter');
    await dialog.getByRole('alert').getByText('6か月を過ぎています').first().waitFor();
    expect(await dialog.getByLabel('氏名・名称').inputValue()).toBe('大河原　瑞穂');
    expect(await dialog.getByLabel('生年月日').inputValue()).toBe('1975-04-05');
    expect(await recorded(0)).toEqual([]);
    await dialog.getByLabel('書類の発行日').fill('2027-01-15');
    await page.keyboard.press('Control+Enter');
    await page.getByText('代理人を登録しました。').waitFor();
    const own = page.getByRole('listitem').filter({ hasText: '成年後見人など' });
    await own.getByText('回答できます').waitFor();
    await own.getByText('登記事項証明書').waitFor();
    expect(await recorded(0)).toEqual([
      {
        ...{ relation: 'guardian', may_decide: true, channels: ['sms', 'phone'], evidence: '登記事項証明書' },
        ...{ evidence_on: '2027-01-15', valid_until: null },
      },
    ]);
    const kept = await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])');
    for (const shown of [await page.content(), page.url(), String(kept)]) expect(shown).not.toMatch(/大河原|7777/);
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('one who is only informed may not answer, and an auditor adds no one', async () => {
    await enter('operator', 1);
    await page.getByRole('button', { name: '代理人を登録する' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('お客様との関係').selectOption({ label: '連絡担当者' });
    await dialog.getByLabel('氏名・名称').fill('大河原　瑞穂');
    await dialog.getByLabel('メールアドレス').fill('mizuho@example.jp');
    await dialog.getByLabel('連絡を受けるだけ').check();
    await dialog.getByLabel('確認した書類').fill('ご本人の申し出');
    await dialog.getByLabel('終了日').fill('2027-03-31');
    await page.keyboard.press('Control+Enter');
    const own = page.getByRole('listitem').filter({ hasText: '連絡担当者' });
    await own.getByText('回答はできません').waitFor();
    await own.getByText('3/31(水)まで').waitFor();
    expect(await recorded(1)).toMatchObject([{ may_decide: false, channels: ['mail'], valid_until: '2027-03-31' }]);
    await visitor.context.close();
    await enter('auditor', 1);
    await page.getByText('連絡担当者').waitFor();
    expect(await page.getByRole('button', { name: '代理人を登録する' }).count()).toBe(0);
  });
});
