import { randomUUID } from 'node:crypto';
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
    // a note without a form, a form with its back side, an empty page, a note, and another form
    const back = await sheetOf('back', 100);
    const pngs = [back, await scanOf(desk.a.code), back, await sheetOf('blank', 100)];
    const jpegs = await Promise.all(pngs.map((png) => sharp(png).jpeg().toBuffer()));
    const { bytes } = await bindPages([jpegs[0]!, jpegs[0]!, ...jpegs.slice(1)]);
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
    await page.getByText('全 5ページ ＝ 受付 2（1件）＋ 白紙 1 ＋ 仕切り 0 ＋ 要確認 2 ＋ 除外 0').waitFor();
    await page.getByRole('row').filter({ hasText: '3、4' }).scrollIntoViewIfNeeded();
    await page.getByRole('img', { name: '束の3ページ目' }).waitFor();
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
    await page.getByText('要確認 1 ').waitFor();
  });

  test('the other one is put aside with its reason, by keys alone', async () => {
    const { page } = visitor;
    await page.getByText('2ページ目 番号のない紙').waitFor();
    await page.getByRole('button', { name: '回転' }).focus();
    await page.keyboard.press('x');
    await page.getByRole('dialog').waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    await page.keyboard.press('3');
    await page.keyboard.press('Control+Enter');
    await page.getByText('要確認のページはありません').waitFor();
    await page.getByText('当方あてではない').waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
  });
});
