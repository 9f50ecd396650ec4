import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { bindPages } from '../../../activities/scans/paper-file';
import { sheetOf } from '../../../bench/scans/papers';
import { scanOf } from '../../returns/returns-fixture';
import { describeBrowser } from '../support/chromium';
import { faultsOf, overflowAt } from '../support/check';
import { openStage, type Stage, type Visitor } from '../support/stage';
import { type Desk, openDesk, sortStacks } from './fixture';

describeBrowser('the return desk: a stack of scans', () => {
  let stage: Stage;
  let desk: Desk;
  let visitor: Visitor;
  beforeAll(async () => {
    stage = await openStage();
    desk = await openDesk(stage);
    visitor = await desk.enter('operator');
    // three notes without a form, a form with its back side, and an empty page
    const back = await sheetOf('back', 100);
    const pngs = [back, await scanOf(desk.a.code), back, await sheetOf('blank', 100)];
    const jpegs = await Promise.all(pngs.map((png) => sharp(png).jpeg().toBuffer()));
    const { bytes } = await bindPages([jpegs[0]!, jpegs[0]!, ...jpegs]);
    await stage.api
      .send('post', '/api/scan-batches?kind=form', desk.own.keys.operator.key)
      .set('Content-Type', 'application/pdf')
      .set('Idempotency-Key', randomUUID())
      .send(bytes)
      .expect(201);
    await visitor.page.goto('/returns?mode=stacks');
    await visitor.page.getByText('読取り中').first().waitFor();
    await sortStacks(stage);
  });
  afterAll(() => stage.close());

  test('its progress is followed, and every page is accounted for', async () => {
    const { page } = visitor;
    await page.getByText('全 6ページ ＝ 受付 2（1件）＋ 白紙 1 ＋ 仕切り 0 ＋ 要確認 3 ＋ 除外 0').waitFor();
    await page.getByRole('row').filter({ hasText: '4、5' }).scrollIntoViewIfNeeded();
    await page.getByRole('img', { name: '束の4ページ目' }).waitFor();
    await page.getByRole('img', { name: '束の1ページ目' }).waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('a page without a code is booked by the code that a person types, by keys alone', async () => {
    const { page } = visitor;
    await page.getByText('番号のない紙（どの用紙のものか不明）').first().waitFor();
    await page.keyboard.insertText(desk.b.code.toLowerCase());
    await page.keyboard.press('Enter');
    await page.locator('#live').filter({ hasText: '1ページ目を受け付けました' }).waitFor();
    await page.getByText('要確認 2 ').waitFor();
  });

  test('another one is put aside with its reason, by keys alone', async () => {
    const { page } = visitor;
    await page.getByText('2ページ目 番号のない紙').waitFor();
    await page.getByRole('button', { name: '回転' }).focus();
    await page.keyboard.press('x');
    await page.getByRole('dialog').waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    await page.keyboard.press('3');
    await page.keyboard.press('Control+Enter');
    await page.getByText('要確認 1 ').waitFor();
    await page.getByText('当方あてではない').waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
  });

  test('the last one goes behind the form that it belongs to, by its receipt number', async () => {
    const { page } = visitor;
    await page.getByText('3ページ目 番号のない紙').waitFor();
    const form = page.getByRole('row').filter({ hasText: '4、5' });
    const receipt = await form.locator('.mono').first().textContent();
    const typed = page.getByLabel('受付番号');
    await typed.fill('AAAA-AAAA');
    await typed.press('Enter');
    await page.getByRole('alert').getByText('見つかりません').waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    await typed.fill(receipt!.toLowerCase());
    await typed.press('Enter');
    await page
      .locator('#live')
      .filter({ hasText: `3ページ目を受付番号 ${receipt} に加えました` })
      .waitFor();
    await page.getByText('要確認のページはありません').waitFor();
    const whole = page.getByRole('row').filter({ hasText: '3、4、5' });
    await whole.scrollIntoViewIfNeeded();
    await whole.getByRole('img').nth(2).waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
  });

  test('with what the stack came is named afterwards, so that the day book counts it', async () => {
    const { page } = visitor;
    const { api } = stage;
    const { key } = desk.own.keys.operator;
    const { body: intake } = await api.act('/api/intakes', key, { carrier: 'post', sacks: 1 }).expect(201);
    await page.reload();
    const { id } = intake as { id: number };
    const choice = page.getByLabel('どの受領で届いたか');
    await choice.selectOption(String(id));
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    await page.getByRole('button', { name: '受領を登録' }).press('Enter');
    await page.getByText(`受領 ${id}`, { exact: true }).waitFor();
    await choice.waitFor({ state: 'detached' });
    const { body } = await api.send('get', '/api/returns/daybook', key).expect(200);
    expect((body as { envelopes: object }).envelopes).toMatchObject({ booked: 2, withoutIntake: 0 });
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/stack.png`, fullPage: true });
  });

  test('the sheet to lay between the envelopes is saved', async () => {
    const { page } = visitor;
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: '仕切り紙（PDF）' }).press('Enter');
    const file = await saved;
    expect(file.suggestedFilename()).toBe('separator.pdf');
    expect(readFileSync(await file.path(), 'latin1').slice(0, 5)).toBe('%PDF-');
  });
});
