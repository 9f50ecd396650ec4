import { noteRehearsalProgress, storeRehearsalResult } from '../../db/rehearsals/stored';
import { ensureLane, SHARED_LANES } from '../../db/delivery/lanes';
import { asOwner } from '../audit/fixture';
import { resultFixture } from '../rehearsals/result-fixture';
import { type ApiClient } from '../support/api';
import { runningCampaign } from './support/board-fixture';
import { describeBrowser } from './support/chromium';
import { faultsOf, overflowAt } from './support/check';
import { openStage, type Stage } from './support/stage';

const SHOTS = process.env.REHEARSAL_SHOTS;

describeBrowser('the page of rehearsals', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ REHEARSAL_DATABASE_URL: 'postgres://rehearsals@127.0.0.1/rehearsals' });
    for (const lane of SHARED_LANES) await ensureLane(stage.api.t.db, lane);
  });
  afterAll(() => stage.close());

  const newest = async (own: ApiClient): Promise<number> =>
    (
      await stage.api.t.db
        .selectFrom('rehearsals')
        .select('id')
        .where('campaign_id', '=', own.campaignId)
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow()
    ).id;

  test('a manager starts one, sees it go on, reads what it found, and the board stands beside it', async () => {
    const { db } = stage.api.t;
    const own = await runningCampaign(stage.api);
    const visitor = await stage.enter([{ clientId: own.clientId, role: 'manager' }]);
    const { page } = visitor;
    await page.goto(`/campaigns/${own.campaignId}/rehearsals`);
    await page.getByText('本番の連絡は一切行いません').waitFor();
    await page.getByText('まだ予行演習をしていません').waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/start.png`, fullPage: true });

    await page.getByLabel('お客様の行動（YAML か JSON）').fill('rates: { bounce: { mail: 2 } }');
    await page.getByRole('button', { name: '予行演習を始める' }).click();
    await page.getByText('1行目').first().waitFor();
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/refused.png`, fullPage: true });
    await page.getByLabel('お客様の行動（YAML か JSON）').fill('');
    await page.getByRole('button', { name: '予行演習を始める' }).click();
    await page.getByRole('heading', { name: '開始を待っています' }).waitFor();
    await page.getByText(/から待っています/).waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/waiting.png`, fullPage: true });
    const id = await newest(own);
    await noteRehearsalProgress(db, id, { journeys: 0, ended: 0, day: null });
    await page.getByText('模擬のお客様を用意しています').waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(0);
    await noteRehearsalProgress(db, id, { journeys: 400, ended: 120, day: '2027-02-20' });
    await page.getByText('120 / 400人が終了').first().waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/running.png`, fullPage: true });

    await storeRehearsalResult(db, id, resultFixture({ from: '2027-02-01', likely: 0.92 }));
    await page.getByRole('region', { name: '主な数字' }).waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    // what was chosen and why work waited is in the reader's language, and a limit out of reach flattens no bars
    expect(await page.getByText(/migrate|capacity/i).count()).toBe(0);
    await page.getByText('処理能力が足りない').first().waitFor();
    await page
      .getByText(/ウェブで回答.*移行$/)
      .first()
      .waitFor();
    expect(await page.locator('svg.ahead').getByText('8,640,000').count()).toBe(0);
    expect(await overflowAt(page, 320)).toBe(0);
    if (SHOTS) {
      await page.screenshot({ path: `${SHOTS}/result.png`, fullPage: true });
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.screenshot({ path: `${SHOTS}/result-dark.png`, fullPage: true });
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 320, height: 800 });
      await page.screenshot({ path: `${SHOTS}/result-320.png`, fullPage: true });
      await page.setViewportSize({ width: 1280, height: 800 });
    }
    const saved = page.waitForEvent('download');
    await page
      .getByRole('button', { name: 'PDF' })
      .or(page.getByRole('link', { name: 'PDF' }))
      .first()
      .click();
    expect((await saved).suggestedFilename()).toBe(`rehearsal-${own.campaignId}-${id}.pdf`);

    await page.goto(`/campaigns/${own.campaignId}`);
    await page.getByRole('link', { name: '予行演習の見込みと幅' }).waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/board.png`, fullPage: true });

    await asOwner(stage.api.t, `update rehearsals set included = 0, content_hash = repeat('0', 64) where id = $1`, [
      id,
    ]);
    await page.goto(`/campaigns/${own.campaignId}/rehearsals`);
    await page.getByText('この予行演習のあとに案件が変わりました（対象者）').waitFor();
    await page.getByRole('button', { name: '予行演習を始める' }).waitFor();
    await asOwner(stage.api.t, `update campaigns set status = 'stopped' where id = $1`, [own.campaignId]);
    await page.reload();
    await page.getByText('この予行演習のあとに案件が変わりました').waitFor();
    expect(await page.getByRole('button', { name: '予行演習を始める' }).count()).toBe(0);
  });
});
