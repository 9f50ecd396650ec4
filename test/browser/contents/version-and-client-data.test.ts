import { randomUUID } from 'node:crypto';
import { type Flight, fileOf, inFlight } from '../../campaigns/plan-versions-fixture';
import { wave } from '../../campaigns/waves/in-waves';
import { testDoc } from '../../support/seed';
import { finishAdoptions } from '../../../db/campaigns/finish-adoption';
import { faultsOf, overflowAt } from '../support/check';
import { describeBrowser } from '../support/chromium';
import { openStage, type Stage, type Visitor } from '../support/stage';

const SHOTS = process.env.REHEARSAL_SHOTS;

/** Pictures of the page, where wanted: in both languages, light and dark, wide and narrow. */
async function shots({ page, context }: Visitor, name: string): Promise<void> {
  if (!SHOTS) return;
  for (const language of ['en', 'ja']) {
    await context.addCookies([{ name: 'tsunagi_language', value: language, url: page.url() }]);
    await page.reload({ waitUntil: 'networkidle' });
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [1280, 'dark'],
      [320, 'light'],
      [320, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${SHOTS}/${name}-${language}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
}

describeBrowser('a running campaign', () => {
  let stage: Stage;
  let flight: Flight;
  let manager: Visitor;
  beforeAll(async () => {
    stage = await openStage();
    flight = await inFlight(stage.api, [{}, {}, {}, {}], {
      waves: [wave('w1', '02-01', { share: 50 }), wave('w2', '02-08')],
    });
    manager = await stage.enter([{ clientId: flight.own.clientId, role: 'manager' }]);
  });
  afterAll(() => stage.close());

  const act = (path: string, role: 'manager' | 'approver' | 'client_approver', body?: object) =>
    stage.api.act(`/api/campaigns/${flight.id}${path}`, flight.own.keys[role].key, body);

  test('is changed by a version: its effect is counted, it is approved, and then adopted', async () => {
    const { page } = manager;
    const { name } = testDoc();
    const drafted = await stage.api
      .send('post', `/api/campaigns/${flight.id}/versions`, flight.own.keys.manager.key)
      .set('Idempotency-Key', randomUUID())
      .set('Content-Type', 'application/json')
      .send(
        fileOf({ name: `${name} 改訂`, waves: [wave('w1', '02-01', { size: 1, trial: true }), wave('w3', '02-15')] }),
      )
      .expect(201);
    const { version } = drafted.body as { version: number };
    const pause = { scope: { wave: 'w2' }, extendWaits: false, reason: '電話が混むため' };
    await act('/pauses', 'manager', pause).expect(201);
    await page.goto(`/campaigns/${flight.id}/versions/${version}`);
    await page.locator('ins', { hasText: '改訂' }).waitFor();
    await page.getByText('この版にないロットに一時停止がかかっています').waitFor();
    await page.getByText(/ロット「w2」：.*電話が混むため/).waitFor();
    await page.getByText('この版は発送ロットを分け直すため、すべてのお客様に適用します').waitFor();
    expect(await page.getByRole('option', { name: '今の版のまま続ける' }).count()).toBe(0);
    await page.getByRole('button', { name: '影響を数える' }).click();
    const open = page.getByRole('group', { name: '進行中', exact: true });
    await open.getByText('一致', { exact: true }).waitFor();
    expect((await open.locator('.sum-value').allTextContents())[0]).toBe('4');
    const moves = page.getByRole('table', { name: '発送ロットが変わるお客様' });
    expect(await moves.locator('tbody tr').allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringMatching(/^w1\s+w3\s+1$/), expect.stringMatching(/^w2\s+w3\s+2$/)]),
    );
    const rules = page.getByRole('table', { name: '計画・規則' });
    const changes = await rules.locator('tbody tr').allInnerTexts();
    expect(changes.map((row) => row.replace(/\s+/g, ' '))).toEqual(
      expect.arrayContaining([
        '発送ロットの順番 w1, w2 w1, w3',
        '発送ロット「w1」 › 試行ロット 試行ではない 試行ロット（次のロットは続行の指示を待つ）',
        '発送ロット「w3」 › 開始日 なし 2027-02-15',
      ]),
    );
    expect(await faultsOf(manager)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    await shots(manager, 'version');
    await page.getByRole('button', { name: '提出して承認を求める' }).click();
    await page.getByText('承認する人（承認者）：', { exact: false }).waitFor();
    const { body } = await stage.api.send(
      'get',
      `/api/campaigns/${flight.id}/versions/${version}`,
      flight.own.keys.manager.key,
    );
    const { contentHash } = body as { contentHash: string };
    await act(`/versions/${version}/approve`, 'approver', { contentHash }).expect(200);
    await act(`/versions/${version}/approve`, 'client_approver', { contentHash }).expect(200);
    await page.getByRole('button', { name: '再読込' }).first().click();
    await page.getByRole('button', { name: '採用する…' }).click();
    await page.getByRole('button', { name: `第${version}版を採用する` }).click();
    await page
      .getByText(/切替中|採用済/)
      .first()
      .waitFor();
    await finishAdoptions(stage.api.t.db);
    await page.goto(`/campaigns/${flight.id}/steering`);
    const pauses = page.getByRole('table', { name: '一時停止の履歴' });
    await pauses.getByText('対象なし').waitFor();
    await pauses.getByText('今の版にこのロットはありません').waitFor();
    expect(await faultsOf(manager)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    await shots(manager, 'steering');
    await pauses.getByRole('button', { name: '再開する' }).click();
    await page.getByText(/止まっていた連絡 0件が順に出ます/).waitFor();
    await page.keyboard.press('Escape');
  });

  test('agrees its results with the client: stages add up, and a delivery waits for its acknowledgement', async () => {
    const { page } = manager;
    await page.goto(`/campaigns/${flight.id}/exchange`);
    await page.getByRole('group', { name: '契約' }).getByText('一致', { exact: true }).waitFor();
    await page.getByRole('button', { name: '結果データを作成…' }).click();
    await page.getByRole('button', { name: '結果データを作成する' }).click();
    await page.getByRole('button', { name: '受領通知を登録…' }).click();
    await page.getByLabel('反映された件数').fill('0');
    await page.getByLabel('照合合計（エラー分を含む全件）').fill('0');
    expect(await faultsOf(manager)).toEqual([]);
    await page.getByRole('button', { name: '反映 0件・エラー 0件で登録する' }).click();
    await page.getByText('受領済').waitFor();
    expect(await overflowAt(page, 320)).toBe(0);
  });
});
