import { type Page } from 'playwright-core';
import { type Desk, findable, openDesk } from '../../calls/calls-fixture';
import { describeBrowser } from '../support/chromium';
import { faultsOf, overflowAt } from '../support/check';
import { channelsDoc } from '../../support/seed';
import { openStage, type Stage, type Visitor } from '../support/stage';

const phone = { mail: null, channels: ['phone', 'post'] as ('phone' | 'post')[] };
/** Where pictures of the pages go, for a person to see; by default nowhere. */
const SHOTS = process.env.SHOTS;
const HEAD = '窓口,開始,分,着信,応答,放棄,IVR放棄,目標内応答,平均処理秒,席数';

/** A script with sections and an objection, and a question with its answer. */
const scripted = () => {
  const base = channelsDoc();
  const both = (ja: string) => ({ ja, en: 'x' });
  const body = both('1 名乗り\n「青木と申します。」\n・ご本人が出るまで用件を言わない\n2 ご説明\n「終了します。」');
  const busy = {
    id: 'busy',
    said: both('「忙しい」'),
    reply: both('「改めてお電話いたします。いつがよろしいでしょうか。」'),
  };
  const script = { ...base.notices.script!, body, objections: [busy] };
  const question = { id: 'fax', reason: 'procedure.how', question: both('FAXで申し込めますか') };
  const faq = [{ ...question, answer: both('FAXはお使いいただけません。') }];
  return { doc: { notices: { ...base.notices, script }, faq } };
};

describeBrowser('what is asked at the call desk, and how it stands', () => {
  let stage: Stage;
  let desk: Desk;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    desk = await openDesk(stage.api, [phone, phone]);
    await findable(desk);
  });

  const enter = (role: 'operator' | 'manager') => stage.enter([{ clientId: desk.clientId, role }]);
  const shots = async (page: Page, name: string) => {
    if (!SHOTS) return;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [1280, 768, 320]) {
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({ path: `${SHOTS}/${name}-${width}-${colorScheme}.png`, fullPage: true });
      }
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  };
  const cases = async () =>
    (await stage.api.send('get', '/api/inquiries', desk.operator).expect(200)).body.items as object[];
  const fits = async (visitor: Visitor) => {
    expect(await faultsOf(visitor)).toEqual([]);
    for (const width of [1280, 768, 320]) expect([width, await overflowAt(visitor.page, width)]).toEqual([width, 0]);
  };

  test('a complaint says what it is about, and gives a number to read out before the next call', async () => {
    const visitor = await enter('operator');
    const { page } = visitor;
    await page.goto('/calls');
    await page.getByRole('button', { name: '次のお客様' }).click();
    await page.getByText('見本 0 様', { exact: true }).waitFor();
    await page.getByLabel(/別の方が応答/).waitFor();
    await page.keyboard.press('0');
    await page.keyboard.press('6');
    await page.getByLabel('苦情の内容区分').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('申し出の内容を入れてください').waitFor();
    await page.getByLabel('苦情の内容区分').selectOption('delivery');
    await page.getByLabel('申し出の内容').fill('同じ案内が三度届いた');
    await fits(visitor);
    await shots(page, 'complaint');
    await page.keyboard.press('Control+Enter');
    await page.getByText(/^Q-\d{7}-\w$/).waitFor();
    await shots(page, 'complaint-number');
    expect(await cases()).toMatchObject([{ grade: 'complaint', customerId: desk.customers[0]!.id }]);
    await visitor.context.close();
  });

  test('a number of no customer becomes an inquiry in two steps, with its number', async () => {
    const visitor = await enter('operator');
    const { page } = visitor;
    await page.goto('/calls');
    await page.getByRole('button', { name: '電話を受ける' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('表示された番号').fill('06-6123-4567');
    await page.keyboard.press('Control+Enter');
    await dialog.getByText('この番号のお客様は見つかりません').waitFor();
    await dialog.getByLabel('伺った内容').fill('届いた案内は本物ですか');
    await fits(visitor);
    await shots(page, 'unknown');
    await page.keyboard.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(/^Q-\d{7}-\w$/).waitFor();
    expect(await cases()).toMatchObject([{ grade: 'inquiry', customerId: null }]);
    await visitor.context.close();
  });

  test('the script shows its sections, and an approved reply is found by a word in any width', async () => {
    const { doc } = scripted();
    desk = await openDesk(stage.api, [phone], doc);
    const visitor = await enter('operator');
    const { page } = visitor;
    await page.goto('/calls');
    await page.getByRole('button', { name: '次のお客様' }).click();
    await page.getByRole('heading', { name: '名乗り' }).waitFor();
    expect(await page.locator('.script > li').count()).toBe(2);
    expect(await page.locator('.script-note').allInnerTexts()).toEqual(['ご本人が出るまで用件を言わない']);
    await page.getByLabel(/別の方が応答/).waitFor();
    await page.keyboard.press('f');
    await page.keyboard.type('ＦＡＸ');
    await page.getByText('FAXはお使いいただけません').waitFor(); // the only one that is found is open
    expect(await page.getByText('「忙しい」').count()).toBe(0);
    await page.getByRole('searchbox').fill('忙しい');
    await page.getByText('改めてお電話いたします。いつが').waitFor();
    await page.getByRole('searchbox').fill('返金');
    await page.getByText('承認された答えがありません').waitFor();
    await fits(visitor);
    await shots(page, 'script');
    await visitor.context.close();
  });

  test('a manager notes what is agreed and takes a file; desk, board and report show the same share with its base', async () => {
    const manager = await enter('manager');
    const { page } = manager;
    await page.goto('/lanes');
    await page.getByRole('button', { name: '窓口の取り決め' }).click();
    await page.getByLabel('目標の割合').fill('80');
    await page.getByLabel('秒数').fill('20');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const rows = ['一般,2027-02-01 09:00,30,20,15,3,2,12,300,5', '一般,2027-02-01 09:30,30,10,x,0,5,5,600,3.5'];
    const csv = Buffer.from([HEAD, ...rows].join('\n'));
    await page.locator('input[type=file]').setInputFiles({ name: 'acd.csv', mimeType: 'text/csv', buffer: csv });
    await page.getByText('3行目「応答」').waitFor();
    await page.getByText('目標 80%（20秒以内） 未達成').waitFor();
    await fits(manager);
    await shots(page, 'lanes-phone');
    await page.getByRole('button', { name: /2\/1/ }).click();
    const report = page.getByRole('dialog');
    await report.getByRole('row', { name: /9:00/ }).waitFor();
    expect(await report.getByText('66.7%').first().isVisible()).toBe(true);
    await fits(manager);
    await shots(page, 'report');
    await page.keyboard.press('Escape');
    await page.goto(`/campaigns/${desk.campaignId}`);
    await page.getByText('本日の受電 SL（窓口全体）').waitFor();
    await fits(manager);
    await shots(page, 'board');
    await manager.context.close();
    const operator = await enter('operator');
    await operator.page.goto('/calls');
    await operator.page.getByText('本日の受電 SL 66.7%（母数 18件・目標 80%（20秒以内））').waitFor();
    await fits(operator);
    await operator.context.close();
  });

  test('what is agreed while the page still waits for its first figures is shown with them', async () => {
    const csv = [HEAD, '一般,2027-02-01 09:00,30,20,15,3,2,12,300,5'].join('\n');
    await stage.api.send('post', '/api/phone/intervals', desk.manager).type('text/csv').send(csv).expect(200);
    const manager = await enter('manager');
    const { page } = manager;
    let release = () => {};
    const agreed = new Promise<void>((resolve) => (release = resolve));
    let reads = 0;
    await page.route('**/api/phone/days*', async (route) => {
      reads += 1;
      if (reads > 1) return route.continue();
      const before = await route.fetch();
      await agreed;
      await route.fulfill({ response: before }).catch(() => undefined); // it was given up
    });
    await page.goto('/lanes');
    await page.getByRole('button', { name: '窓口の取り決め' }).click();
    await page.getByLabel('目標の割合').fill('80');
    await page.getByLabel('秒数').fill('20');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    release();
    await page.getByText('目標 80%（20秒以内）').waitFor();
    await manager.context.close();
  });
});
