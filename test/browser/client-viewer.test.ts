import { type Page } from 'playwright-core';
import { type ApiClient } from '../support/api';
import { runningCampaign } from './support/board-fixture';
import { faultsOf, overflowAt } from './support/check';
import { describeBrowser } from './support/chromium';
import { openStage, type Stage, type Visitor } from './support/stage';

/** Japanese letters: kana, and the characters that both languages' names may have. */
const JAPANESE = /[\u3040-\u30ff\u4e00-\u9fff]/;

describeBrowser('the client sees its campaign without personal data', () => {
  let stage: Stage;
  let own: ApiClient;
  let other: ApiClient;
  let viewer: Visitor;
  let page: Page;
  /** Every answer of the API that the browser got. */
  const answers: string[] = [];
  beforeAll(async () => {
    stage = await openStage();
    own = await runningCampaign(stage.api, 'Minato ADSL');
    other = await stage.api.client();
    viewer = await stage.enter([{ clientId: own.clientId, role: 'client_viewer' }]);
    ({ page } = viewer);
    page.on('response', (response) => {
      if (new URL(response.url()).pathname.startsWith('/api/'))
        void response.text().then(
          (body) => answers.push(body),
          () => undefined,
        );
    });
  });
  afterAll(() => stage.close());

  const openBoard = async () => {
    await page.goto(`/campaigns/${own.campaignId}`);
    await page.locator('.map').waitFor();
  };

  test('the board of its own campaign only; another is not found', async () => {
    await page.goto('/campaigns');
    await page.getByRole('link', { name: 'Minato ADSL' }).press('Enter');
    await page.locator('.map').waitFor();
    expect(await faultsOf(viewer)).toEqual([]);
    await page.goto(`/campaigns/${other.campaignId}`);
    await page.getByText('見つかりません').first().waitFor();
  });

  test('a prefecture with four customers reads 10未満, on the map and in the table', async () => {
    await openBoard();
    const card = page.locator('section.card', { has: page.getByRole('heading', { name: '都道府県別' }) });
    expect(await card.locator('.tile', { hasText: '香川' }).textContent()).toBe('香川10未満');
    await card.getByRole('button', { name: '表で見る' }).press('Enter');
    const cells = await card.getByRole('row', { name: /^香川/ }).getByRole('cell').allTextContents();
    expect(cells).toEqual(['香川', '10未満', '10未満', '10未満']);
    const osaka = await card.getByRole('row', { name: /^大阪/ }).getByRole('cell').allTextContents();
    expect(osaka).toEqual(['大阪', '14', '10未満', '10未満']);
  });

  test('no number leads to people, no act is offered, and no answer names a customer', async () => {
    await openBoard();
    expect(await page.locator('main a[href*="/people"], nav a[href*="/people"]').count()).toBe(0);
    expect(await page.getByRole('button', { name: /一時停止|開始する|中止/ }).count()).toBe(0);
    await page.goto(`/campaigns/${own.campaignId}/people`);
    await page.getByRole('heading', { name: '閲覧の権限がありません' }).waitFor();
    expect(answers.length).toBeGreaterThan(5);
    for (const answer of answers) {
      expect(answer).not.toContain('見本');
      expect(answer).not.toMatch(/"(customerId|journeyId|contractId)"/);
    }
  });

  test('it fits 320 px and 400 %, and is read in forced colours and without motion', async () => {
    await openBoard();
    expect(await overflowAt(page, 320)).toBe(0);
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    const borders = "[...document.querySelectorAll('.seg')].map((one) => getComputedStyle(one).borderTopStyle)";
    expect(new Set((await page.evaluate(borders)) as string[])).toEqual(new Set(['solid']));
    expect(await faultsOf(viewer)).toEqual([]);
    await page.emulateMedia({ forcedColors: 'none' });
  });

  test('in English no Japanese is left', async () => {
    await openBoard();
    await page.getByRole('button', { name: 'English' }).press('Enter');
    await page.getByRole('heading', { name: 'Where customers are now' }).waitFor();
    const charts = page.getByRole('button', { name: 'View as table' });
    for (let left = await charts.count(); left > 0; left -= 1) await charts.first().press('Enter');
    const lines = (await page.locator('main').innerText()).split('\n');
    expect(lines.filter((line) => JAPANESE.test(line))).toEqual([]);
    expect(await page.title()).not.toMatch(/[\u3040-\u30ff]/);
    expect(await faultsOf(viewer)).toEqual([]);
    await page.goto('/campaigns');
    await page.getByRole('link', { name: 'Minato ADSL' }).waitFor();
    expect((await page.locator('main').innerText()).split('\n').filter((line) => JAPANESE.test(line))).toEqual([]);
  });
});
