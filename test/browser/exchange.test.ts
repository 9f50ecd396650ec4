import { readFile } from 'node:fs/promises';
import { type Page } from 'playwright-core';
import { answer, changesFile, closeLapsed, exchange, numberOf, profileOf, runningClient } from '../exchange/fixture';
import { releaseExport } from '../privacy/exports-support';
import { type ApiClient, ledgerKinds } from '../support/api';
import { faultsOf, overflowAt } from './support/check';
import { describeBrowser } from './support/chromium';
import { openStage, type Stage, type Visitor } from './support/stage';

const CUSTOMERS = 30;
const STAGES = ['手続き中', '受付済', '連携済', '反映済', '反映エラー', '委託元の申し出により対象外'];

describeBrowser("an operator's client data", () => {
  let stage: Stage;
  let own: ApiClient;
  let operator: Visitor;
  let page: Page;
  /** What the person chooses when the page asks for a file. */
  let chosen: string;
  beforeAll(async () => {
    stage = await openStage();
    own = await runningClient(
      stage.api,
      Array.from({ length: CUSTOMERS }, (_, at) => (at === 1 ? { contracts: 2 } : {})),
    );
    await closeLapsed(stage.api, own, 1);
    await answer(stage.api, own, { customer: 1, choice: 'migrate', at: '2027-02-10T10:30:00+09:00' });
    operator = await stage.enter([{ clientId: own.clientId, role: 'operator' }]);
    ({ page } = operator);
    page.on('filechooser', (chooser) => {
      void chooser.setFiles({ name: 'ido.csv', mimeType: 'text/csv', buffer: Buffer.from(chosen) });
    });
  });
  afterAll(() => stage.close());

  const address = () => `/campaigns/${own.campaignId}/exchange`;
  /** The figures of a sum on the page, by name, its total first. */
  const sumOf = async (total: string): Promise<Record<string, number>> => {
    const sum = page.getByRole('group', { name: total, exact: true });
    await sum.getByText('一致', { exact: true }).waitFor();
    const parts = await sum.locator('.figure').allInnerTexts();
    return Object.fromEntries(parts.map((part) => part.split('\n')).map(([name, count]) => [name, Number(count)]));
  };
  const standing = (figures: Record<string, number>) =>
    Object.fromEntries(Object.entries(figures).filter(([, count]) => count > 0));
  const type = async (label: string, text: string) => {
    await page.getByLabel(label).focus();
    await page.keyboard.insertText(text);
  };
  const upload = async (file: string) => {
    chosen = file;
    await page.keyboard.press('u');
  };
  const note = (text: string | RegExp) => page.locator('.note', { hasText: text });

  test('the stages of the results add up to the contracts', async () => {
    await page.goto(address());
    const figures = await sumOf('契約');
    expect(Object.keys(figures)).toEqual(['契約', ...STAGES]);
    expect(standing(figures)).toEqual({ 契約: 31, 手続き中: 29, 受付済: 2 });
    expect(await faultsOf(operator)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('a file whose totals differ is refused in words, and nothing is kept', async () => {
    await upload(changesFile([`${numberOf(2)},解約済,2027/02/01`], '合計,2,9'));
    await page.getByRole('alert').getByText('件数・合計が合わないため').waitFor();
    await page.getByText('異動データはまだありません').waitFor();
    expect(await faultsOf(operator)).toEqual([]);
  });

  test('U previews a change file: its rows add up, and a finding says its line', async () => {
    await upload(
      changesFile([
        `${numberOf(0)},転居,2027/02/01,,,,530-0001,大阪府大阪市北区梅田1-1,`,
        `${numberOf(2)},解約済,2027/02/03`,
        `${numberOf(3)},死亡,2027/02/03`,
        `XX-9999,解約済,2027/02/03`,
      ]),
    );
    await page.getByRole('heading', { name: /^異動データ 第/ }).waitFor();
    const figures = await sumOf('行数');
    expect(standing(figures)).toEqual({ 行数: 4, 反映予定: 2, 取込不可: 1, 該当契約なし: 1 });
    await page.getByRole('row', { name: /^4 異動区分 取込不可/ }).waitFor();
    expect(await page.getByRole('row', { name: /^5 契約番号/ }).count()).toBe(1);
    await page.getByRole('main').locator('summary').press('Enter');
    await page.getByRole('row', { name: /^2 転居/ }).waitFor();
    expect(await page.content()).not.toContain('梅田');
    expect(await faultsOf(operator)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    expect(standing(await sumOf('契約'))).toEqual({ 契約: 31, 手続き中: 29, 受付済: 2 });
  });

  test('applies it, and the figures move and still add up', async () => {
    await page.getByRole('button', { name: '反映する…' }).press('Enter');
    await page.getByRole('button', { name: '2件の異動を反映する' }).waitFor();
    expect(await faultsOf(operator)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const file = page.getByRole('region', { name: /^異動データ 第/ });
    await file.locator('.hd').getByText('反映済', { exact: true }).waitFor();
    expect(standing(await sumOf('行数'))).toEqual({ 行数: 4, 反映済: 2, 取込不可: 1, 該当契約なし: 1 });
    expect(await profileOf(stage.api, own.customers[0]!.id)).toMatchObject({ address: '大阪府大阪市北区梅田1-1' });
    expect(await page.getByRole('button', { name: '反映する…' }).count()).toBe(0);
    await page.getByRole('button', { name: '閉じる' }).press('Enter');
    await file.waitFor({ state: 'detached' });
  });

  test('D makes a delivery, whose CSV leaves only once that is approved', async () => {
    await page.getByText('未連携：受付済 2件・変更依頼 0件').waitFor();
    await page.keyboard.press('d');
    await page.getByRole('button', { name: /^結果データを作成する/ }).waitFor();
    await page.keyboard.press('Control+Enter');
    await note(/結果データ 第\d+号（2件）を作成しました/).waitFor();
    await page
      .getByRole('group', { name: '契約', exact: true })
      .locator('.figure', { hasText: /^連携済2$/ })
      .waitFor();
    expect(standing(await sumOf('契約'))).toMatchObject({ 契約: 31, 連携済: 2 });
    const table = page.getByRole('table', { name: '結果データ（委託元へ）' });
    await table.getByRole('button', { name: /^第\d+号$/ }).press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer
      .getByRole('row', { name: /移行受付 Webで手続き 連携済/ })
      .first()
      .waitFor();
    await drawer.getByRole('button', { name: 'CSVを保存' }).press('Enter');
    await drawer.getByRole('alert').getByText('このファイルの持ち出しは承認されていません').waitFor();
    expect(await faultsOf(operator)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    await releaseExport(stage.api, own, 'results', own.campaignId);
    const saved = page.waitForEvent('download');
    await drawer.getByRole('button', { name: 'CSVを保存' }).press('Enter');
    const csv = await readFile(await (await saved).path(), 'utf8');
    expect(csv).toContain(`1,${numberOf(1)},移行受付,Webで手続き,2027-02-10 10:30`);
    await page.keyboard.press('Escape');
  });

  test('books the acknowledgement as the notice says; a wrong control total books nothing', async () => {
    await page.getByRole('button', { name: '受領通知を登録…' }).press('Enter');
    await page.getByText('件数と照合合計を入力すると登録できます').waitFor();
    await type('反映された件数', '２');
    await type('照合合計（エラー分を含む全件）', '13');
    await type('反映エラーの明細', `${numberOf(1, 1)},E101,契約状態不一致`);
    await page.getByText('反映とエラーの合計は3件、結果データは2件です').waitFor();
    await page.getByLabel('反映された件数').fill('1');
    await page.getByRole('button', { name: '反映 1件・エラー 1件で登録する' }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').getByRole('alert').getByText('件数・合計が合わないため').waitFor();
    expect(await faultsOf(operator)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    const lines = [numberOf(1), numberOf(1, 1)].map((number) => Number(number.replace(/\D/g, '').slice(-4)));
    await page.getByLabel('照合合計（エラー分を含む全件）').fill(String(lines[0]! + lines[1]!));
    await page.keyboard.press('Control+Enter');
    await note('受領通知を登録しました（反映 1件・エラー 1件）').waitFor();
    await page
      .getByRole('group', { name: '契約', exact: true })
      .locator('.figure', { hasText: /^反映エラー1$/ })
      .waitFor();
    expect(standing(await sumOf('契約'))).toMatchObject({ 契約: 31, 反映済: 1, 反映エラー: 1 });
    const kinds = await ledgerKinds(stage.api.t, own.campaignId);
    expect(kinds).toEqual(expect.arrayContaining(['client_changes_received', 'client_results_sent']));
    expect(page.url()).not.toContain(numberOf(1));
    expect(await faultsOf(operator)).toEqual([]);
  });

  test('a large file is applied by another person, a manager', async () => {
    const rows = Array.from(
      { length: 22 },
      (_, at) => `${numberOf(at + 4)},番号変更,2027/02/05,,090-1234-56${at + 10}`,
    );
    await upload(changesFile(rows));
    await note('反映する異動が22件あり、上限20件を超えています').waitFor();
    expect(await page.getByRole('button', { name: '反映する…' }).count()).toBe(0);
    const manager = await stage.enter([{ clientId: own.clientId, role: 'manager' }]);
    await manager.page.goto(page.url());
    await manager.page.getByRole('button', { name: '反映する…' }).press('Enter');
    await manager.page.getByRole('button', { name: '22件の異動を反映する' }).waitFor();
    await manager.page.keyboard.press('Control+Enter');
    await manager.page.getByText('反映する異動が22件あり').waitFor({ state: 'detached' });
    const [latest] = (await exchange(stage.api, own).get(`?campaign=${own.campaignId}`)).items;
    expect(latest).toMatchObject({ status: 'applied', planned: 22, open: 0, appliedBy: manager.user.personId });
  });

  test('an auditor reads it all and has no act', async () => {
    const auditor = await stage.enter([{ clientId: own.clientId, role: 'auditor' }]);
    await auditor.page.goto(address());
    await auditor.page.getByText('登録・作成は案件管理者・オペレーター・委託元承認者が行います').waitFor();
    await auditor.page.getByRole('table', { name: '異動データ（委託元から）' }).waitFor();
    expect(await auditor.page.getByRole('button', { name: /選ぶ|…$/ }).count()).toBe(0);
    expect(await faultsOf(auditor)).toEqual([]);
  });
});
