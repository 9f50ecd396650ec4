import { type Page } from 'playwright-core';
import { ledgerKinds, type ApiClient } from '../support/api';
import { runningCampaign } from './support/board-fixture';
import { faultsOf, overflowAt } from './support/check';
import { describeBrowser } from './support/chromium';
import { openStage, type Stage, type Visitor } from './support/stage';

interface Effect {
  journeys: number;
  queued: Record<string, number>;
  lettersAtShop: number;
  lettersGone: number;
}

describeBrowser('a manager pauses a region', () => {
  let stage: Stage;
  let own: ApiClient;
  let manager: Visitor;
  let page: Page;
  beforeAll(async () => {
    stage = await openStage();
    own = await runningCampaign(stage.api);
    manager = await stage.enter([{ clientId: own.clientId, role: 'manager' }]);
    ({ page } = manager);
  });
  afterAll(() => stage.close());

  const numbersIn = async (card: string): Promise<number[]> => {
    const region = page.locator('section.card', { has: page.getByRole('heading', { name: card, exact: true }) });
    const texts = await region.locator('.cell-count').allTextContents();
    return texts.map((text) => Number(text.replaceAll(',', '')));
  };
  const total = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0);
  /** Goes to a choice by its label and takes it, as a keyboard does. */
  const choose = async (name: string) => {
    await page.getByRole('radio', { name }).focus();
    await page.keyboard.press('Space');
  };
  const type = async (label: string, text: string) => {
    await page.getByLabel(label).focus();
    await page.keyboard.insertText(text);
  };
  const figure = async (name: string) =>
    Number(
      await page
        .locator('.effect > div', { has: page.getByText(name, { exact: true }) })
        .locator('.b')
        .textContent(),
    );

  test('the list leads to the board, whose cells add up, and whose table says what its chart says', async () => {
    await page.goto('/campaigns');
    await page.getByRole('link', { name: 'みなとADSL 終了のご案内' }).press('Enter');
    await page.waitForURL(`**/campaigns/${own.campaignId}`);
    await page.getByRole('heading', { name: '契約の結果' }).waitFor();
    const [states, outcomes] = [await numbersIn('お客様の現在の状態'), await numbersIn('契約の結果')];
    expect({ states: states.length, customers: total(states) }).toEqual({ states: 6, customers: 40 });
    expect({ outcomes: outcomes.length, contracts: total(outcomes) }).toEqual({ outcomes: 8, contracts: 40 });
    await page.getByText('電話：能力を超える日 1日').first().waitFor();
    const card = page.locator('section.card', { has: page.getByRole('heading', { name: '都道府県別' }) });
    const tile = await card.getByRole('link', { name: /^大阪/ }).getAttribute('aria-label');
    await card.getByRole('button', { name: '表で見る' }).press('Enter');
    const row = card.getByRole('row', { name: /^大阪/ });
    const [, customers, done] = await row.getByRole('cell').allTextContents();
    expect(tile).toBe(`大阪 7.1%（${done} ／ ${customers}人）`);
    expect(await faultsOf(manager)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('a cell leads to the people behind its number', async () => {
    await page.goto(`/campaigns/${own.campaignId}`);
    await page.getByRole('link', { name: /^架電対象/ }).press('Enter');
    await page.waitForURL('**/people?state=call_due');
    await page.getByRole('status').getByText('3件').waitFor();
    expect(await page.getByRole('cell', { name: '見●●●' }).count()).toBe(3);
    expect(await faultsOf(manager)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('P asks four questions, counts, wants a reason, and pauses', async () => {
    await page.goto(`/campaigns/${own.campaignId}`);
    await page.getByRole('heading', { name: '契約の結果' }).waitFor();
    await page.keyboard.press('p');
    await choose('地域を選ぶ');
    await type('都道府県・市区町村・郵便番号', '東京都港区');
    await choose('日時を決める');
    await page.getByLabel('再開する日').fill('2027-02-05');
    await choose('止めた日数だけ延ばす');
    await page.getByText('理由を書いてください').waitFor();
    const scope = { area: { city: '東京都港区' } };
    const counted = (await stage.api
      .send('post', `/api/campaigns/${own.campaignId}/pauses/preview`, own.keys.manager.key)
      .send({ scope })
      .expect(200)) as { body: Effect };
    const { journeys, queued, lettersAtShop, lettersGone } = counted.body;
    expect({
      journeys: await figure('進行中のお客様'),
      queued: await figure('止まる連絡'),
      atShop: await figure('印刷会社にある手紙'),
      gone: await figure('差出済の手紙'),
    }).toEqual({ journeys, queued: total(Object.values(queued)), atShop: lettersAtShop, gone: lettersGone });
    expect(await page.getByRole('button', { name: /件を止める/ }).isDisabled()).toBe(true);
    await type('理由', '料金表の誤記を確認中のため');
    const held = total(Object.values(queued));
    expect(held).toBeGreaterThan(0);
    await page.getByRole('button', { name: `東京都港区の${held}件を止める` }).waitFor();
    expect(await faultsOf(manager)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const note = page.locator('.note', { hasText: '一時停止中の範囲' });
    await note.getByText('料金表の誤記を確認中のため').waitFor();
    const said = (await note.textContent())!;
    expect(said).toContain('東京都港区');
    expect(said).toMatch(/2月5日\(金\) 09:00まで/);
    expect(said).toContain('が2月4日(木) 14:00に開始');
  });

  test('letters at the shop are asked back, and the pause is ended with a reason', async () => {
    await page.goto(`/campaigns/${own.campaignId}/steering`);
    await page.getByRole('button', { name: '抜取依頼' }).press('Enter');
    await page.getByRole('button', { name: '2通の抜取りを依頼する' }).waitFor();
    await type('理由', '料金表を差し替えるため');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('cell', { name: '料金表を差し替えるため' }).waitFor();
    expect(await faultsOf(manager)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    await page.getByRole('button', { name: '再開する' }).press('Enter');
    await type('理由', '確認が終わったため');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('cell', { name: /確認が終わったため/ }).waitFor();
    const pauses = await stage.api.t.db
      .selectFrom('pauses')
      .select(['end_reason', 'extend_waits'])
      .where('campaign_id', '=', own.campaignId)
      .execute();
    expect(pauses).toEqual([{ end_reason: '確認が終わったため', extend_waits: true }]);
    const kinds = await ledgerKinds(stage.api.t, own.campaignId);
    expect(kinds.filter((kind) => /^(pause|recall)_/.test(kind))).toEqual([
      ...['pause_opened', 'recall_asked', 'pause_ended'],
    ]);
  });

  test('a campaign is stopped only with its name typed', async () => {
    await page.goto(`/campaigns/${own.campaignId}/steering`);
    await page.getByRole('button', { name: '中止…' }).press('Enter');
    await type('理由', '計画を取りやめるため');
    await type('確認のため、案件の名称を入力してください', 'みなとADSL');
    await page.getByText('名称が一致していません').waitFor();
    expect(await page.getByRole('button', { name: /人への連絡を中止する/ }).isDisabled()).toBe(true);
    await type('確認のため、案件の名称を入力してください', ' 終了のご案内');
    await page.getByRole('button', { name: '36人への連絡を中止する' }).waitFor();
    expect(await page.getByRole('button', { name: /人への連絡を中止する/ }).isEnabled()).toBe(true);
    await page.keyboard.press('Escape');
  });

  test('an operator has no pause button, and the API refuses in words', async () => {
    const operator = await stage.enter([{ clientId: own.clientId, role: 'operator' }]);
    await operator.page.goto(`/campaigns/${own.campaignId}`);
    await operator.page.getByRole('heading', { name: '契約の結果' }).waitFor();
    expect(await operator.page.getByRole('button', { name: /一時停止/ }).count()).toBe(0);
    await operator.page.keyboard.press('p');
    expect(await operator.page.getByRole('dialog').count()).toBe(0);
    const refused = await stage.api
      .act(`/api/campaigns/${own.campaignId}/pauses`, own.keys.operator.key, {
        scope: {},
        extendWaits: true,
        reason: 'test',
      })
      .set('Accept-Language', 'ja')
      .expect(403);
    expect((refused.body as { detail: string }).detail).toContain('案件管理者');
  });
});
