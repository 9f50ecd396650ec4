import { renderRun } from '../../../activities/print/render';
import { bookAcknowledged } from '../../../activities/print/posted';
import { keepAcknowledgement } from '../../../db/print/posted';
import { acknowledge, handOver, openRun, printScene, type PrintScene, removeScene, runOf } from '../../print/fixture';
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
});
