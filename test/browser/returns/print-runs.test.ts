import { renderRun } from '../../../activities/print/render';
import { bookAcknowledged } from '../../../activities/print/posted';
import { keepAcknowledgement } from '../../../db/print/posted';
import {
  acknowledge,
  handOver,
  openRun,
  piecesIn,
  printScene,
  type PrintScene,
  removeScene,
  runOf,
  secondCampaign,
} from '../../print/fixture';
import { channelsDoc, stepClock } from '../../support/seed';
import { describeBrowser } from '../support/chromium';
import { faultsOf, overflowAt } from '../support/check';
import { openStage, type Stage } from '../support/stage';

describeBrowser('print runs', () => {
  let stage: Stage;
  let scene: PrintScene;
  beforeAll(async () => {
    stage = await openStage({ PUBLIC_URL: 'https://closing.example' });
    scene = await printScene(stage.api.t, [{ name: '山田 太郎' }, {}]);
  });
  afterAll(async () => {
    removeScene(scene);
    await stage.close();
  });

  test('a run that differs comes first, says in what, and shows its letters', async () => {
    const { t } = stage.api;
    const runId = await openRun(t, scene);
    await renderRun(scene.deps, runId);
    await handOver(t, scene, runId);
    const { key } = await runOf(t, runId);
    await keepAcknowledgement(t.db, acknowledge(scene, key, { printed: 1 }));
    await bookAcknowledged(scene.deps, runId);
    const visitor = await stage.enter([{ clientId: scene.clientId, role: 'operator' }]);
    const { page } = visitor;
    await page.goto('/print-runs');
    await page.getByRole('region', { name: '報告と不一致の回次' }).getByRole('link', { name: key }).press('Enter');
    await page.getByText('1通も差出済にしていません').waitFor();
    await page.getByText('印刷した数').waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    await page
      .getByRole('button', { name: /手紙を見る/ })
      .first()
      .press('Enter');
    await page.getByRole('img', { name: /1ページ目/ }).waitFor();
    await page.keyboard.press(']');
    await page.getByRole('img', { name: /2ページ目/ }).waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
  });

  test('an envelope with two letters is split before the shop has it, with a reason', async () => {
    const { t } = stage.api;
    const own = await printScene(t, [{}]);
    await secondCampaign(t, own, channelsDoc());
    const runId = await openRun(t, own);
    await renderRun(own.deps, runId);
    const { code } = (await piecesIn(t, runId))[0]!;
    const visitor = await stage.enter([{ clientId: own.clientId, role: 'operator' }]);
    const { page } = visitor;
    await page.goto(`/print-runs/${runId}`);
    const split = page.getByRole('button', { name: `封筒 ${code} を分ける` });
    await split.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('2通の手紙を1通ずつ別の封筒に入れ').waitFor();
    const submit = dialog.getByRole('button', { name: '封筒を分ける' });
    await submit.press('Enter');
    await dialog.getByRole('status').waitFor();
    expect(await piecesIn(t, runId)).toHaveLength(1);
    await dialog.getByLabel('理由').fill('お客様のご希望');
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    await submit.press('Enter');
    await page.locator('#live').filter({ hasText: '封筒を分けました' }).waitFor();
    await split.waitFor({ state: 'detached' });
    const apart = page.getByRole('row').filter({ hasText: '別封：担当者の指示' });
    await apart.nth(1).waitFor();
    expect(await apart.count()).toBe(2);
    expect(await faultsOf(visitor)).toEqual([]);
    // what has left cannot be split any more, and no button says otherwise
    await renderRun(own.deps, runId);
    await handOver(t, own, runId);
    await page.reload();
    await page.getByText('印刷会社の報告はまだありません').waitFor();
    expect(await page.getByRole('button', { name: /を分ける$/ }).count()).toBe(0);
    removeScene(own);
  });

  test('the desk takes tracking numbers and books the posting slip until the run balances', async () => {
    const { t } = stage.api;
    const doc = channelsDoc();
    const recorded = { ...doc, post: { ...doc.post!, mailClass: 'recorded' as const } };
    const own = await printScene(t, [{}, {}], recorded);
    const runId = await openRun(t, own);
    await renderRun(own.deps, runId);
    await handOver(t, own, runId);
    await stepClock(t, Date.parse('2027-02-03T03:00:00Z'));
    const { key } = await runOf(t, runId);
    await keepAcknowledgement(t.db, acknowledge(own, key));
    await bookAcknowledged(own.deps, runId);
    const codes = (await piecesIn(t, runId)).map(({ code }) => code);
    const visitor = await stage.enter([{ clientId: own.clientId, role: 'operator' }]);
    const { page } = visitor;
    await page.goto(`/print-runs/${runId}`);
    const card = (name: string) => page.locator('section').filter({ has: page.getByRole('heading', { name }) });
    const delivery = card('追跡番号と配達結果');
    const numbers = (...rows: string[]) => Buffer.from(`piece,tracking_no\r\n${rows.join('\r\n')}\r\n`);
    const choose = (name: string, buffer: Buffer) =>
      page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });
    await choose('wrong.csv', numbers(`${codes[0]},51234000011`));
    await delivery.getByText('2行目：追跡番号のチェックデジットが合いません。').waitFor();
    await choose('right.csv', numbers(`${codes[0]},51234000016`, `${codes[1]},51234000020`));
    await page.getByText('512-34-00001-6').waitFor();
    const balance = card('件数の照合');
    await balance.getByText('差出票がまだ登録されていない').waitFor();
    await balance.getByRole('button', { name: '差出票を登録' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('引受郵便局').fill('銀座郵便局');
    await dialog.getByLabel('差出年月日').fill('2027-02-02');
    await dialog.getByLabel('通数（特定記録）').fill('2');
    expect(await faultsOf(visitor)).toEqual([]);
    await dialog.getByRole('button', { name: '差出票を登録' }).press('Enter');
    await balance.getByText('差出票とも一致しています').waitFor();
    await page.getByText('640円').first().waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    const shots = process.env.SHOTS;
    if (shots) await page.screenshot({ path: `${shots}/run.png`, fullPage: true });
    removeScene(own);
  });
});
