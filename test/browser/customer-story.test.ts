import { readFileSync } from 'node:fs';
import { type Page } from 'playwright-core';
import { addCustomer, NOW, type TestCustomer } from '../customers/page-fixture';
import { addContacts, calls, openLanes } from '../customers/pages/call-fixture';
import { describeBrowser } from './support/chromium';
import { faultsOf, overflowAt } from './support/check';
import { openStage, type Stage, type Visitor } from './support/stage';

/** Where pictures of the pages go, for a person to see; by default nowhere. */
const SHOTS = process.env.SHOTS;
/** A page with its style sheet. */
const MOST_BYTES = 60_000;

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

  /** Holds the page as it is shown now against what every page must keep. */
  async function inspect(visitor: Visitor, seen: string[]): Promise<void> {
    const { page } = visitor;
    const name = (await page.locator('meta[name=tsunagi-page]').getAttribute('content'))!;
    seen.push(name);
    const html = await page.content();
    expect(Buffer.byteLength(html) + (await stylesBytes(page))).toBeLessThanOrEqual(MOST_BYTES);
    expect(html).not.toMatch(/<script|\son\w+=|style=/);
    const twin = await seenWithJavaScript(html);
    expect({ name, faults: await faultsOf(twin) }).toEqual({ name, faults: [] });
    expect({ name, over: await overflowAt(twin.page, 320) }).toEqual({ name, over: 0 });
    await twin.context.close();
    if (SHOTS)
      await page.screenshot({ path: `${SHOTS}/${String(seen.length).padStart(2, '0')}-${name}.png`, fullPage: true });
  }

  /** What the visitor has before them, in a profile where checks can run. */
  async function seenWithJavaScript(html: string): Promise<Visitor> {
    const twin = await stage.open({ viewport: { width: 390, height: 844 } });
    const address = `${stage.origin}/m/as-seen`;
    await twin.page.route(address, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }));
    await twin.page.goto(address);
    return twin;
  }

  const stylesBytes = async (page: Page): Promise<number> => {
    const href = await page.locator('link[rel=stylesheet]').getAttribute('href');
    return Buffer.byteLength(await (await page.context().request.get(href!)).text());
  };

  test('identify, read, choose, check, send, keep the receipt, set the channels, ask for a call, say how it was, take it back', async () => {
    const visitor = await stage.open({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
    const { page } = visitor;
    const asked: string[] = [];
    page.on('request', (request) => void asked.push(new URL(request.url()).origin));
    const seen: string[] = [];
    const check = () => inspect(visitor, seen);
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
