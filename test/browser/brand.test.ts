import { type Brand } from '../../domain/brand/brand';
import { paletteOf } from '../../domain/brand/palette';
import { SVG } from '../brand/logos';
import { addCustomer, doc, NOW } from '../customers/page-fixture';
import { type ApiClient, EXAMPLE } from '../support/api';
import { describeBrowser } from './support/chromium';
import { faultsOf, overflowAt } from './support/check';
import { openStage, type Stage } from './support/stage';

const SHOTS = process.env.BRAND_SHOTS;

describeBrowser("the client's brand", () => {
  let stage: Stage;
  let own: ApiClient;
  beforeAll(async () => {
    stage = await openStage();
    own = await stage.api.client();
  });
  afterAll(() => stage.close());

  test('a manager sets colour, typeface and logo, sees what they do, and approvers see them in a mail', async () => {
    const visitor = await stage.enter([{ clientId: own.clientId, role: 'manager' }]);
    const { page } = visitor;
    await page.goto('/brand');
    await page.getByText('まだありません').waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);

    await page.getByLabel('色（#と6桁の英数字）').fill('紺');
    await page.getByRole('alert').getByText('#1a5f8b のように入れてください').waitFor();
    const save = page.getByRole('button', { name: 'この見た目を保存する' });
    expect(await save.isDisabled()).toBe(true);
    await page.getByLabel('色（#と6桁の英数字）').fill('#FFCC00');
    await page.getByText('ボタン 13.9:1').waitFor();

    await page.getByLabel('ファイルを選ぶ').check();
    const logo = page.getByLabel('ロゴのファイル（PNG・SVG、1MBまで）');
    const file = (text: string) => ({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(text) });
    await logo.setInputFiles(file(SVG.replace('</svg>', '<text>x</text></svg>')));
    await save.click();
    await page.getByText('図形以外のものを含む SVG は使えません').waitFor();
    await logo.setInputFiles(file(SVG));
    await save.click();
    await page.locator('tbody tr').getByText('#ffcc00').waitFor();
    await page.getByAltText('版1のロゴ').waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/brand.png`, fullPage: true });

    const stored = stage.api.send('put', `/api/campaigns/${own.campaignId}`, own.keys.manager.key);
    await stored.set('Content-Type', 'application/yaml').set('If-Match', '"1"').send(EXAMPLE).expect(200);
    const approver = await stage.enter([{ clientId: own.clientId, role: 'approver' }]);
    await approver.page.goto(`/campaigns/${own.campaignId}/content`);
    const opened = approver.context.waitForEvent('page');
    await approver.page.getByRole('link', { name: 'メールの画面で見る（新しいタブ）' }).first().click();
    const mail = await opened;
    await mail.getByRole('heading', { name: /お手続きのお願い/ }).waitFor();
    expect(await mail.locator('img').evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBeGreaterThan(0); // prettier-ignore
    if (SHOTS) await mail.screenshot({ path: `${SHOTS}/mail.png`, fullPage: true });
  });

  test('an approver sees the brands and changes none', async () => {
    const { page } = await stage.enter([{ clientId: own.clientId, role: 'approver' }]);
    await page.goto('/brand');
    await page.getByText('変えられるのは管理者です。').waitFor();
    expect(await page.getByRole('button', { name: 'この見た目を保存する' }).count()).toBe(0);
  });

  test("a customer's page wears what its campaign was approved with, light and dark", async () => {
    const { body } = await stage.api.send('get', '/api/brands', own.keys.manager.key).expect(200);
    const [{ version, accent, typeface, logo }] = body.items as [Brand];
    const brand = { version, accent, typeface, logo };
    const customer = await addCustomer(stage.api.t, { doc: { ...doc, brand } });
    await stage.api.t.db
      .updateTable('clock')
      .set({ stepped_to: new Date(NOW), slot_ms: 0 })
      .execute();
    const visitor = await stage.open({ viewport: { width: 390, height: 844 } });
    const { page } = visitor;
    await page.goto(customer.page);
    await page.getByAltText(doc.sender.name.ja).waitFor();
    expect(await page.locator('img.logo').evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBeGreaterThan(0); // prettier-ignore
    const colour = () => page.evaluate("getComputedStyle(document.querySelector('.btn.pri')).backgroundColor");
    expect(await colour()).toBe(rgb(paletteOf(accent).ink));
    expect(await faultsOf(visitor)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await colour()).toBe(rgb(paletteOf(accent).inkOnDark));
    expect(await overflowAt(page, 320)).toBe(0);
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/page-dark.png`, fullPage: true });
    await page.emulateMedia({ colorScheme: 'light' });
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/page-light.png`, fullPage: true });
  });
});

const rgb = (colour: string): string =>
  `rgb(${[1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)).join(', ')})`;
