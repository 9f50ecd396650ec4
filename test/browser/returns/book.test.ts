import { describeBrowser } from '../support/chromium';
import { faultsOf, overflowAt } from '../support/check';
import { openStage, type Stage, type Visitor } from '../support/stage';
import { type Desk, drop, Keys, openDesk, scan, sortStacks } from './fixture';

/** Keys from the picture of a clean form of one contract to the next picture. */
const CLEAN_FORM_KEYS = 14;

describeBrowser('the return desk: an operator books and reads first', () => {
  let stage: Stage;
  let desk: Desk;
  let visitor: Visitor;
  beforeAll(async () => {
    stage = await openStage();
    desk = await openDesk(stage);
    visitor = await desk.enter('operator');
    await visitor.page.goto('/returns');
    await visitor.page.getByLabel('封書の番号').waitFor();
  });
  afterAll(() => stage.close());

  const returns = () =>
    stage.api.t.db.selectFrom('returns').select(['id', 'receipt', 'kind', 'reason']).orderBy('id').execute();
  const line = () => visitor.page.getByLabel('封書の番号');
  const said = (text: string | RegExp) => visitor.page.locator('#live').filter({ hasText: text }).waitFor();
  const isLine = () => visitor.page.evaluate("document.activeElement?.id === 'scan-line'");

  test('a scan is booked wherever the focus is, says its number, and gives the line the focus back', async () => {
    const { page } = visitor;
    await page.getByText('受付日・消印を変える').click();
    const postmark = page.getByLabel('消印', { exact: true });
    await postmark.focus();
    await scan(page, desk.a.code);
    await said(/受け付けました。受付番号/);
    const [row] = await returns();
    await said(row!.receipt);
    await page.getByRole('row').filter({ hasText: row!.receipt }).waitFor();
    expect(await isLine()).toBe(true);
    expect(await postmark.inputValue()).toBe('');
    expect(await faultsOf(visitor)).toEqual([]);
  });

  test('the same again is already booked, under the same number', async () => {
    await scan(visitor.page, desk.a.code);
    const [row] = await returns();
    await said(`受付済みです。受付番号 ${row!.receipt}`);
    expect(await returns()).toHaveLength(1);
  });

  test('a code with a wrong character says so and books nothing', async () => {
    const wrong = `${desk.b.code.slice(0, -1)}${desk.b.code.endsWith('2') ? '3' : '2'}`;
    await scan(visitor.page, wrong);
    await visitor.page.getByRole('alert').filter({ hasText: '受け付けていません' }).first().waitFor();
    expect(await returns()).toHaveLength(1);
    expect(await faultsOf(visitor)).toEqual([]);
  });

  test('full-width letters of an input method are read', async () => {
    const { page } = visitor;
    const wide = [...desk.a.code].map((one) => String.fromCodePoint(one.codePointAt(0)! + 0xfee0)).join('');
    await line().focus();
    await page.keyboard.insertText(wide);
    await page.keyboard.press('Enter');
    await said('受付済みです');
    expect(await line().inputValue()).toBe('');
  });

  test('a digit makes it undeliverable with its reason, and a mistake is withdrawn by keys', async () => {
    const { page } = visitor;
    await line().focus();
    await page.keyboard.press('2');
    await page.keyboard.press('Enter');
    await scan(page, desk.b.code);
    await page.locator('.last-scan').filter({ hasText: desk.b.code }).filter({ hasText: '受け付けました' }).waitFor();
    expect((await returns()).at(-1)).toMatchObject({ kind: 'undeliverable', reason: 'moved' });
    await page.getByRole('button', { name: '受付を取り消す', exact: false }).first().focus();
    await page.keyboard.press('w');
    await page.getByRole('dialog').waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    await page.keyboard.press('2');
    await page.keyboard.press('Control+Enter');
    await said('取り消しました');
    await page.getByRole('row').filter({ hasText: '転居先不明' }).filter({ hasText: '受付取消' }).waitFor();
    await line().focus();
    await page.keyboard.press('0');
    await page.keyboard.press('Enter');
  });

  test('scans chosen together are one stack, which is sorted and booked in the background', async () => {
    const { page } = visitor;
    await drop(page, [desk.a.code, desk.b.code]);
    await page.getByRole('listitem').filter({ hasText: 'scan-2.png' }).filter({ hasText: 'として受領' }).waitFor();
    await sortStacks(stage);
    expect((await returns()).filter(({ kind }) => kind === 'form')).toHaveLength(2);
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test(`a clean form takes at most ${CLEAN_FORM_KEYS} keys, its picture is one access, and it is another person's turn`, async () => {
    const { page } = visitor;
    await line().focus();
    await page.keyboard.press('Enter');
    const image = page.getByRole('img', { name: /の用紙 1枚目/ });
    await image.waitFor();
    await page.keyboard.press('+');
    await page.keyboard.press('t');
    await page.keyboard.press('Escape');
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);

    const keys = new Keys(page);
    const before = await image.getAttribute('alt');
    await keys.press('1');
    await keys.type('0210');
    await keys.press('Enter', '1', 'Control+Enter');
    await said('第1読取りを登録しました');
    await page.waitForFunction(`document.querySelector('.sheet img')?.alt !== ${JSON.stringify(before)}`);
    await image.waitFor();
    expect(keys.pressed).toBeLessThanOrEqual(CLEAN_FORM_KEYS);

    const [row] = await returns();
    const ledger = await stage.api.t.db
      .selectFrom('ledger')
      .select('body')
      .where('chain', '=', 'installation')
      .execute();
    const seen = ledger.map(({ body }) => JSON.parse(body) as { what?: string; return?: number });
    expect(seen.filter((one) => one.what === 'return_image' && one.return === row!.id)).toHaveLength(1);

    await page.goto('/returns');
    const own = page.getByRole('row').filter({ hasText: row!.receipt });
    await own.filter({ hasText: '第1読取り済み' }).waitFor();
    expect(await own.getByRole('button', { name: /読む/ }).count()).toBe(0);
    await own.getByRole('button', { name: /見る/ }).press('Enter');
    await page.getByText('この用紙はあなたが読み取り済みです').waitFor();
    expect(await page.getByRole('button', { name: /読取りを登録/ }).count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
  });
});
