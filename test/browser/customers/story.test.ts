import { readFileSync } from 'node:fs';
import { addCustomer, NOW, type TestCustomer } from '../../customers/page-fixture';
import { addContacts, calls, openLanes } from '../../customers/pages/call-fixture';
import { describeBrowser } from '../support/chromium';
import { PHONE, requireSoundPage } from '../support/customer-page';
import { openStage, type Stage } from '../support/stage';

describeBrowser('a customer’s way through the pages without JavaScript', () => {
  let stage: Stage;
  let customer: TestCustomer;
  beforeAll(async () => {
    stage = await openStage();
    const { t } = stage.api;
    const clock = { stepped_to: new Date(NOW), slot_ms: 0 };
    await t.db.updateTable('clock').set(clock).execute();
    await openLanes(t);
    customer = await addCustomer(t, { doc: calls });
    await addContacts(t, customer, ['mail', 'phone']);
  });
  afterAll(() => stage.close());

  test('identify, read, choose, check, send, keep the receipt, set the channels, ask for a call, say how it was, take it back', async () => {
    const visitor = await stage.open(PHONE);
    const { page } = visitor;
    const asked: string[] = [];
    page.on('request', (request) => void asked.push(new URL(request.url()).origin));
    const seen: string[] = [];
    const check = async () => {
      const step = String(seen.length + 1).padStart(2, '0');
      seen.push(await requireSoundPage(stage, visitor, step));
    };
    const press = (name: string | RegExp) => page.getByRole('button', { name }).click();
    const follow = (name: string | RegExp) => page.getByRole('link', { name }).first().click();

    await page.goto(customer.page);
    await check();
    await follow('この案内が本物か確かめるには');
    await check();
    await follow('もどる');
    await page.getByLabel('年', { exact: true }).fill('昭和23');
    await page.getByLabel('月', { exact: true }).fill('3');
    await page.getByLabel('日', { exact: true }).fill('1');
    await press('つぎへ');
    await page.getByRole('alert').getByText('生年月日が登録と一致しません').waitFor();
    await check();
    await page.getByLabel('日', { exact: true }).fill('7');
    await press('つぎへ');
    await page.getByRole('heading', { name: 'みなとADSLは終了します' }).waitFor();
    await check();

    await follow('手続きをはじめる');
    await press('つぎへ');
    await page.getByRole('alert').getByText('ご希望を選んでください').waitFor();
    await check();
    await page.getByLabel('光回線へ移る').check();
    await press('つぎへ');
    await check();
    await press('この内容で送る');
    await page.getByRole('heading', { name: '受付しました' }).waitFor();
    await check();

    const download = page.waitForEvent('download');
    await follow('登録内容の控え(PDF)');
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^receipt-\w{4}-\w{4}\.pdf$/);
    expect(
      readFileSync(await file.path())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');

    await press('回答を送る');
    await page.getByRole('alert').getByText('1から7のどれかを選んでください').waitFor();
    await check();
    await page.getByLabel('6', { exact: true }).check();
    await press('回答を送る');
    await page.getByText('ご回答ありがとうございました。').waitFor();
    await check();

    await follow('受け取り方を変える');
    await check();
    await press('メールを止める');
    await page.getByRole('button', { name: 'メールをもとに戻す' }).waitFor();
    await check();
    await press('メールをもとに戻す');

    await follow('電話がほしい');
    await press('この日時で予約する');
    await page.getByRole('alert').getByText('ご希望の日を選んでください').waitFor();
    await check();
    await page.getByLabel('12月11日(金)').check();
    await page.getByLabel('10:00〜12:00').check();
    await press('この日時で予約する');
    await page.getByRole('heading', { name: 'お電話を予約しました' }).waitFor();
    await check();
    await press('予約を取り消す');
    await page.getByText('お電話の予約を取り消しました。').waitFor();

    await follow('もどる');
    await follow('内容を変える・取り消す');
    await follow('受付を取り消す');
    await check();
    await press('取り消す');
    await page.getByRole('heading', { name: '取り消しました' }).waitFor();
    await check();

    expect([...new Set(asked)]).toEqual([stage.origin]);
    expect(visitor.complaints).toEqual([]);
    expect([...new Set(seen)]).toEqual([
      ...['identify', 'genuine', 'notice', 'choose', 'check', 'receipt', 'settings', 'callback', 'withdraw'],
      'withdrawn',
    ]);
  });
});
