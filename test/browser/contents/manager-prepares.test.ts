import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, type Route } from 'playwright-core';
import { type ApiClient, EXAMPLE } from '../../support/api';
import { faultsOf, overflowAt } from '../support/check';
import { describeBrowser } from '../support/chromium';
import { openStage, type Stage, type Visitor } from '../support/stage';

const CUSTOMERS = join(__dirname, '..', '..', '..', 'examples', 'customers.csv');

describeBrowser('a manager prepares a campaign', () => {
  let stage: Stage;
  let own: ApiClient;
  let visitor: Visitor;
  let page: Page;
  beforeAll(async () => {
    stage = await openStage();
    own = await stage.api.client();
    visitor = await stage.enter([{ clientId: own.clientId, role: 'manager' }]);
    ({ page } = visitor);
  });
  afterAll(() => stage.close());

  const field = () => page.getByLabel('案件ファイルの内容');
  const campaigns = async () =>
    (await stage.api.send('get', '/api/campaigns', own.keys.manager.key).expect(200)).body.items as { id: number }[];
  /** The line that the caret is on, from 1. */
  const caretLine = () =>
    field().evaluate((own) => {
      const area = own as unknown as { value: string; selectionStart: number };
      return area.value.slice(0, area.selectionStart).split('\n').length;
    });
  let path: string;

  test('checks a file without saving it, and goes to the line of a finding by Enter', async () => {
    const before = await campaigns();
    const broken = EXAMPLE.replace('\n  applyBy:', '\n  aply_by:');
    await page.goto('/campaigns/new');
    await field().fill(broken);
    await page.getByRole('button', { name: '検査する' }).click();
    const finding = page.getByRole('button', { name: /「applyBy」の誤りではありませんか/ });
    await finding.focus();
    await page.keyboard.press('Enter');
    expect(await caretLine()).toBe(broken.split('\n').findIndex((line) => line.includes('aply_by')) + 1);
    expect(await campaigns()).toEqual(before);
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('an SMS without its opt-out is found by its line; mended, the draft is made', async () => {
    const broken = EXAMPLE.replace(/(notice-sms:[\s\S]*?)\{\{ optOutLink \}\}/, '$1');
    await field().fill(broken);
    await field().press('Control+Enter');
    await page.getByRole('button', { name: /notices\.notice-sms/ }).waitFor();
    await field().fill(EXAMPLE);
    await field().press('Control+Enter');
    await page.waitForURL(/\/campaigns\/\d+\/file$/);
    path = new URL(page.url()).pathname.replace('/file', '');
    await page.getByText('対象者を取り込む').waitFor();
  });

  test('imports the audience: rows and contracts add up, findings by kind with their lines', async () => {
    await page.getByText('対象者を取り込む').click();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'CSVを選ぶ' }).click(),
    ]);
    await chooser.setFiles(CUSTOMERS);
    const rows = page.getByRole('group', { name: 'ファイルの行' });
    await rows.getByText('一致', { exact: true }).waitFor();
    const [total, ...parts] = (await rows.locator('.sum-value').allTextContents()).map((text) =>
      Number(text.replace(',', '')),
    );
    expect(total).toBe(parts.reduce((sum, part) => sum + part, 0));
    const { body } = await stage.api.send('get', `/api${path}/audience`, own.keys.manager.key).expect(200);
    expect(total).toBe(body.import.rows);
    await page.locator('.data-table .link').first().click();
    await page.getByRole('dialog').getByRole('row').nth(1).waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    await page.keyboard.press('Escape');
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '全件をCSVで保存' }).click(),
    ]);
    expect(readFileSync(await saved.path(), 'utf8')).toMatch(/^\uFEFF行,列,区分/);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('decides on every held row by R or X and a digit', async () => {
    const left = () => page.getByRole('heading', { name: /保留中の行を決める/ }).textContent();
    const heldNow = async () => Number(/残り(\d+)件/.exec((await left())!)![1]);
    const first = await heldNow();
    expect(first).toBeGreaterThan(0);
    for (let held = first; held > 0; held--) {
      await page.keyboard.press(held % 2 === 0 ? 'r' : 'x');
      await page.keyboard.press('1');
      await page.getByRole('heading', { name: `保留中の行を決める（残り${held - 1}件）` }).waitFor();
    }
    await page.getByText('保留中の行はありません。', { exact: false }).waitFor();
  });

  test('another tab saves meanwhile: both versions are shown, and nothing is overwritten', async () => {
    await page.goto(`${path}/file`);
    await field().waitFor();
    const other = await visitor.context.newPage();
    await other.goto(`${path}/file`);
    const theirs = other.getByLabel('案件ファイルの内容');
    const stored = await theirs.inputValue();
    await theirs.fill(stored.replace('name: みなとADSL 終了のご案内', 'name: みなとADSL 別の名前'));
    await theirs.press('Control+Enter');
    await other.getByText('に保存しました', { exact: false }).first().waitFor();
    await other.close();
    const mine = stored.replace('name: みなとADSL 終了のご案内', 'name: みなとADSL 私の名前');
    await field().fill(mine);
    await field().press('Control+Enter');
    const conflict = page.getByRole('alert').filter({ hasText: '先に保存しました' });
    await conflict.locator('del', { hasText: '別の名前' }).waitFor();
    await conflict.locator('ins', { hasText: '私の名前' }).waitFor();
    expect(await field().inputValue()).toBe(mine);
    const { name } = (await stage.api.send('get', `/api${path}`, own.keys.manager.key).expect(200)).body;
    expect(name).toBe('みなとADSL 別の名前');
    expect(await faultsOf(visitor)).toEqual([]);
    await conflict.getByRole('button', { name: '自分の内容で続ける' }).click();
    await field().press('Control+Enter');
    await page.getByText('に保存しました', { exact: false }).first().waitFor();
    expect((await stage.api.send('get', `/api${path}`, own.keys.manager.key)).body.name).toBe('みなとADSL 私の名前');
  });

  test('submits, and the page says both gates and who can pass them', async () => {
    await stage.enter([{ clientId: own.clientId, role: 'approver' }]);
    await page.getByRole('button', { name: '提出して承認を求める' }).click();
    await page.getByText(/承認する人（承認者）：.*青木 悠/).waitFor();
    await page.getByText('承認する人（委託元承認者）：client_approver').waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
  });

  test('reads the notices as they leave: mail, SMS with its parts, the letter as a picture, the script', async () => {
    await page.goto(`${path}/content`);
    await page.getByText('見本 花子 様').first().waitFor();
    await page.getByLabel('文面を選ぶ').selectOption('notice-sms');
    await page.getByText(/\d+字・\d+通分/).waitFor();
    await page.getByLabel('文面を選ぶ').selectOption('notice-letter');
    const letter = page.getByAltText(/手紙の1ページ目/);
    await letter.waitFor();
    expect(
      await letter.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
    ).toBeGreaterThan(600);
    await page.getByLabel('文面を選ぶ').selectOption('call-script');
    await page.getByText('見本 花子').first().waitFor();
    await page.getByRole('button', { name: '計算する' }).click();
    await page.getByText(/このお客様に起きること/).waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('a save whose answer was lost is saved, not in conflict with itself', async () => {
    await page.goto(`${path}/file`);
    await field().waitFor();
    const mine = (await field().inputValue()).replace('name: みなとADSL 私の名前', 'name: みなとADSL 届かない返事');
    const lose = async (route: Route) => {
      await route.fetch();
      await route.abort('connectionreset');
    };
    await page.route((url) => url.pathname === `/api${path}`, lose, { times: 1 });
    await field().fill(mine);
    await field().press('Control+Enter');
    await page.getByRole('alert').first().waitFor();
    await field().press('Control+Enter');
    await page.getByRole('button', { name: '保存する' }).and(page.locator(':disabled')).waitFor();
    expect(await page.getByText('先に保存しました').count()).toBe(0);
    expect(await field().inputValue()).toBe(mine);
  });
});
