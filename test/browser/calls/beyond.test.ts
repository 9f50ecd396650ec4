import { type Page } from 'playwright-core';
import { type Desk, findable, itemsOf, lease, openDesk, report } from '../../calls/calls-fixture';
import { describeBrowser } from '../support/chromium';
import { faultsOf, overflowAt } from '../support/check';
import { openStage, type Stage, type Visitor } from '../support/stage';
import { identify } from './identify';

const phone = { mail: null, channels: ['phone', 'post'] as ('phone' | 'post')[] };
/** Where pictures of the pages go, for a person to see; by default nowhere. */
const SHOTS = process.env.SHOTS;

/** How many results lie under the bar that records them, scrolled to its place. */
const COVERED = `(() => {
  const bar = document.querySelector('.record-bar');
  bar.scrollIntoView({ block: 'end' });
  const box = bar.getBoundingClientRect();
  return [...document.querySelectorAll('.results .choice')].filter((choice) => {
    const own = choice.getBoundingClientRect();
    return own.bottom > box.top + 1 && own.top < box.bottom - 1 && own.right > box.left && own.left < box.right;
  }).length;
})()`;

describeBrowser('the call desk beyond the answer', () => {
  let stage: Stage;
  let desk: Desk;
  let visitor: Visitor;
  let page: Page;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    desk = await openDesk(stage.api, [{ ...phone, contracts: 2 }, phone]);
    await findable(desk);
    visitor = await stage.enter([{ clientId: desk.clientId, role: 'operator' }]);
    ({ page } = visitor);
    await page.goto('/calls');
    await page.getByRole('button', { name: '次のお客様' }).waitFor();
  });
  afterEach(() => visitor.context.close());

  const shown = (n: number) => page.getByText(`見本 ${n} 様`, { exact: true });
  const take = async () => {
    await page.keyboard.press('n');
    await shown(0).waitFor();
  };
  const results = () =>
    stage.api.t.db
      .selectFrom('call_attempts')
      .select('result')
      .where('client_id', '=', desk.clientId)
      .orderBy('at')
      .execute();
  const shot = (name: string) => SHOTS && page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });

  test('names no contract before the check; wrong items say how often is left, right ones show the contracts', async () => {
    await take();
    await page.getByText('本人確認のあとに表示されます').waitFor();
    expect(await page.getByText(/末尾/).count()).toBe(0);
    await shot('before');
    await identify(page, [itemsOf(0)[0]!, { item: 'contractNumber', said: 'MN9-9' }]);
    await page.getByText('あと2回').waitFor();
    expect(await page.getByRole('option', { name: /電話番号/ }).count()).toBe(0);
    await identify(page, itemsOf(0));
    await page.getByText('確認できました').waitFor();
    expect(await page.getByText(/末尾/).count()).toBe(2);
    expect(await faultsOf(visitor)).toEqual([]);
    await shot('after');
  });

  test('the rare results follow a 0 by their own digits; what they leave to do is listed and done', async () => {
    await take();
    await page.keyboard.press('0');
    await page.getByLabel(/大きな文字の書面/).waitFor();
    await shot('others');
    await page.keyboard.press('5');
    await page.keyboard.press('Control+Enter');
    await shown(1).waitFor();
    expect(await results()).toEqual([{ result: 'large_print' }]);
    await page.keyboard.press('b');
    await page.keyboard.press('1');
    await page.keyboard.press('Control+Enter');
    const row = page.getByRole('row', { name: /大きな文字/ });
    await row.waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    await shot('followups');
    await row.getByRole('button', { name: '対応済み' }).click();
    await page.getByText('対応を待っているものはありません').waitFor();
  });

  test('another language asks for which one', async () => {
    await take();
    await page.keyboard.press('0');
    await page.keyboard.press('3');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('言語を選んでください').waitFor();
    await page.getByLabel('希望の言語').selectOption('vi');
    await page.keyboard.press('Control+Enter');
    await shown(1).waitFor();
    expect(await results()).toEqual([{ result: 'language' }]);
  });

  test('a call that comes in opens the call that it returns, by the number, without a name before', async () => {
    await lease(desk, desk.tasks[0]!).expect(200);
    await report(desk, desk.tasks[0]!, { result: 'no_answer' }).expect(200);
    await page.keyboard.press('r');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('表示された番号').fill('03-1234-5678');
    await page.keyboard.press('Control+Enter');
    await dialog.getByText('この番号のお客様は複数います').waitFor();
    expect(await page.getByText(/見本/).count()).toBe(0);
    for (const [n, { item, said }] of itemsOf(0).entries()) {
      await dialog.getByLabel(`項目${n + 1}`).selectOption(item);
      await dialog.getByLabel('伺った内容').nth(n).fill(said);
    }
    expect(await faultsOf(visitor)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await shown(0).waitFor();
    await page.getByText('確認できました').waitFor();
    expect(await page.getByLabel(/不在・呼出のみ/).count()).toBe(0);
  });

  test('nothing lies over anything else between a phone and a wide screen', async () => {
    await take();
    for (const width of [320, 850, 1280]) {
      expect([width, await overflowAt(page, width)]).toEqual([width, 0]);
      await page.setViewportSize({ width, height: 900 });
      const covered = await page.evaluate(COVERED);
      await shot(`width-${width}`);
      expect([width, covered]).toEqual([width, 0]);
    }
  });
});
