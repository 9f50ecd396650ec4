import { createTransport } from 'nodemailer';
import pino from 'pino';
import { type Page } from 'playwright-core';
import { type BounceListener, startBounceListener } from '../../activities/delivery/bounce-listener';
import { BOUNCE_DOMAIN, deskScene, mailsOf } from '../customers/inquiries/desk-fixture';
import { type LinkScene } from '../customers/links-fixture';
import { faultsOf, overflowAt } from './support/check';
import { describeBrowser } from './support/chromium';
import { openStage, type Stage, type Visitor } from './support/stage';

describeBrowser('the inquiry desk', () => {
  let stage: Stage;
  let s: LinkScene;
  let listener: BounceListener;
  let visitor: Visitor;
  let page: Page;
  beforeAll(async () => {
    stage = await openStage();
    const { db, vault } = stage.api.t;
    const log = pino({ level: 'silent' });
    listener = await startBounceListener({ db, vault, log, config: { BOUNCE_DOMAIN } }, 0);
  });
  afterAll(async () => {
    await listener.close();
    await stage.close();
  });
  beforeEach(async () => {
    s = await deskScene(stage.api);
    visitor = await stage.enter([{ clientId: s.clientId, role: 'operator' }]);
    ({ page } = visitor);
  });
  afterEach(() => visitor.context.close());

  const shoot = async (of: Page, name: string) =>
    process.env.SHOTS && of.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
  const write = async (text: string) => {
    const transport = createTransport({ host: '127.0.0.1', port: listener.port, ignoreTLS: true });
    const mail = { from: 'c0@customers.example', to: `desk-${s.campaignId}@${BOUNCE_DOMAIN}`, subject: '返金', text };
    await transport.sendMail(mail).finally(() => transport.close());
  };

  test('a mail comes in, is answered from what was approved, arrives, and its case is closed', async () => {
    await write('返金はいつですか');
    await page.goto('/inquiries');
    await page.getByRole('link', { name: /^Q-/ }).click();
    await page.getByRole('button', { name: '内容を開く' }).waitFor();
    await page.keyboard.press('o');
    await page.getByText('返金はいつですか').waitFor();
    expect(page.url()).not.toContain('返金');
    await page.getByLabel('承認済みの回答を探す').fill('返金');
    await page.getByText('返金されますか。').click();
    await page.getByText('2027年4月9日(金)までにお手続きください。', { exact: false }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('回答済み').first().waitFor();
    const mails = await mailsOf(stage.api, s);
    expect(mails.map(({ step }) => step)).toEqual(['inquiry-confirm', 'inquiry-answer']);
    expect(mails[1]).toMatchObject({ to: 'c0@customers.example', text: expect.stringContaining(s.page(1)) });
    await page.getByRole('button', { name: '完了にする', exact: true }).click();
    await page.getByRole('button', { name: '再び開く' }).waitFor();
    await page.goto('/inquiries');
    await page.getByText('対応を待つ問い合わせはありません。').waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('a call is recorded, and an answer booked in it is noted by its receipt number', async () => {
    await page.goto('/inquiries');
    await page.getByRole('button', { name: '問い合わせを記録' }).waitFor();
    await page.keyboard.press('n');
    await page.getByLabel('お客様番号').fill(String(s.customerId));
    await page.getByLabel('お客様のお話').fill('移行したい');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: /^問い合わせ Q-/ }).waitFor();
    const { body } = await stage.api
      .act(`/api/customers/${s.customerId}/answers`, s.keys.operator.key, {
        campaignId: s.campaignId,
        identity: [
          { item: 'birthDate', said: '昭和45年1月2日' },
          { item: 'contractNumber', said: 'MN0-0' },
        ],
        choices: Object.fromEntries(s.customers[0]!.contracts.map((id) => [id, 'migrate'])),
      })
      .expect(201);
    await page.getByText('電話でのお手続きを記録').first().click();
    await page.getByLabel('受付番号').fill(body.receipt);
    await page.getByRole('button', { name: '電話でのお手続きを記録' }).click();
    await page.getByText('お手続きを電話で受付').waitFor();
    await page.getByText(body.receipt).waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
  });

  test('a lawyer’s notice in a mail puts contact on hold, and a new address goes to the client, from the case', async () => {
    await write('代理人の弁護士です。受任しました。');
    await page.goto('/inquiries');
    await page.getByRole('link', { name: /^Q-/ }).click();
    await page.getByRole('button', { name: '連絡を留保する' }).click();
    await page.getByLabel('留保の理由').selectOption('lawyer');
    await page.keyboard.press('Control+Enter');
    await page.getByText('連絡を留保しました。').waitFor();
    await page.getByText('連絡を留保', { exact: true }).waitFor();
    await page.getByRole('button', { name: '新しい住所を委託元に連絡' }).click();
    await page.getByLabel('郵便番号').fill('１０５−００２２');
    await page.getByLabel('住所', { exact: true }).fill('東京都港区海岸1-2-3');
    await page.keyboard.press('Control+Enter');
    await page.getByText('新しい住所を委託元への連絡に加えました。').waitFor();
    expect(page.url()).not.toContain('海岸');
    await shoot(page, 'case');
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('a customer writes on the page, without script, and gets a number that the desk has too', async () => {
    s = await deskScene(stage.api, { web: true });
    const customer = await stage.open({ viewport: { width: 320, height: 720 }, javaScriptEnabled: false });
    const own = await customer.context.newPage();
    await own.goto(s.page(1));
    for (const [label, value] of Object.entries({ 年: '1970', 月: '1', 日: '2' }))
      await own.getByLabel(label, { exact: true }).fill(value);
    await own.getByRole('button', { name: 'つぎへ' }).click();
    await own.getByRole('link', { name: '文章で問い合わせる' }).click();
    await own.getByText('返金されますか。').click();
    await own.getByLabel('ご用件').selectOption({ label: '返金・払戻し' });
    await own.getByLabel('お問い合わせの内容').fill('返金はいつですか');
    await shoot(own, 'ask');
    await own.getByRole('button', { name: 'この内容で送る' }).click();
    const number = await own.locator('[data-receipt]').innerText();
    await shoot(own, 'asked');
    const desk = await stage.enter([{ clientId: s.clientId, role: 'operator' }]);
    await desk.page.goto('/inquiries');
    await desk.page.getByRole('link', { name: number }).click();
    await desk.page.getByText('お客様ページ').first().waitFor();
    await Promise.all([customer.context.close(), desk.context.close()]);
  });

  test('a complaint stops contact, and is in the register of the campaign', async () => {
    await write('対応が悪い');
    await page.goto('/inquiries');
    await page.getByRole('link', { name: /^Q-/ }).click();
    await page.getByRole('button', { name: '苦情として記録' }).click();
    await page.getByLabel('内容区分').selectOption({ label: '窓口の対応' });
    await page.getByLabel('留保の見直し日').fill('2027-02-12');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: '委託元に連絡した' }).click();
    await page.getByRole('button', { name: '委託元に連絡した' }).waitFor({ state: 'hidden' });
    const holds = await stage.api.t.db
      .selectFrom('holds')
      .select('reason')
      .where('customer_id', '=', s.customerId)
      .execute();
    expect(holds).toEqual([{ reason: 'complaint' }]);
    await page.goto(`/campaigns/${s.campaignId}/inquiries`);
    await page.getByRole('heading', { name: '苦情の記録' }).waitFor();
    await page.getByRole('cell', { name: '窓口の対応' }).waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    const client = await stage.enter([{ clientId: s.clientId, role: 'client_approver' }]);
    await client.page.goto(`/campaigns/${s.campaignId}/inquiries`);
    await client.page.getByRole('button', { name: /連絡を確認した/ }).click();
    await client.page.getByText('確認を記録しました。').waitFor();
    await client.page.getByRole('button', { name: /連絡を確認した/ }).waitFor({ state: 'hidden' });
    await shoot(client.page, 'figures');
    expect(await faultsOf(client)).toEqual([]);
    await client.context.close();
  });
});
