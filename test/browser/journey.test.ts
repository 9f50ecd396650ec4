import { type Page } from 'playwright-core';
import { lease, openDesk, report, type Desk } from '../calls/calls-fixture';
import { channelsDoc } from '../support/seed';
import { describeBrowser } from './support/chromium';
import { faultsOf, overflowAt } from './support/check';
import { openStage, type Stage, type Visitor } from './support/stage';

/** Labels of the graph's dates that cover one another. */
async function overlaps(page: Page): Promise<string[]> {
  const labels = await page.locator('svg .date text, svg .now text').all();
  const boxes = await Promise.all(
    labels.map(async (label) => ({ text: (await label.textContent())!, box: (await label.boundingBox())! })),
  );
  return boxes.flatMap(({ text, box }, n) =>
    boxes
      .slice(n + 1)
      .filter(({ box: { x, y, width, height } }) => {
        const beside = x >= box.x + box.width || box.x >= x + width;
        // letters fill a box but for a few pixels above and below
        const below = Math.abs(y - box.y) >= Math.min(height, box.height) - 5;
        return !beside && !below;
      })
      .map((other) => `${text} ${other.text}`),
  );
}

describeBrowser('a journey in words and as a picture', () => {
  let stage: Stage;
  let desk: Desk;
  let journeyId: number;
  beforeAll(async () => {
    stage = await openStage();
    const doc = channelsDoc();
    const call = doc.plan.steps.find(({ id }) => id === 'call')!;
    const notice = doc.plan.steps.find(({ id }) => id === 'final')!;
    const steps = [{ ...call, first: ['mail' as const, 'phone' as const] }, notice];
    desk = await openDesk(
      stage.api,
      [{ mail: 'a@customers.example', consent: false, channels: ['phone', 'post'], contracts: 2 }],
      // the service ends two days after the deadline: their labels lie close together
      { plan: { steps }, dates: { ...doc.dates, endOfService: doc.dates.applyBy + 2 * 86_400_000 } },
    );
    await lease(desk, desk.tasks[0]!).expect(200);
    await report(desk, desk.tasks[0]!, { result: 'no_answer' }).expect(200);
    const row = await stage.api.t.db
      .selectFrom('journeys')
      .select('id')
      .where('campaign_id', '=', desk.campaignId)
      .executeTakeFirstOrThrow();
    journeyId = row.id;
  });
  afterAll(() => stage.close());

  const open = async (role: 'auditor' | 'manager'): Promise<Visitor & { page: Page }> => {
    const visitor = await stage.enter([{ clientId: desk.clientId, role }], {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await visitor.page.goto(`/journeys/${journeyId}`);
    await visitor.page.getByRole('heading', { name: '判断と理由' }).waitFor();
    return visitor;
  };

  test('an auditor reads each mark again in the table, and opens its entry by keys without writing anything', async () => {
    const visitor = await open('auditor');
    const { page } = visitor;
    const writes: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET') writes.push(request.url());
    });
    const marks = await page.locator('svg .mark title').allTextContents();
    const table = (await page.getByRole('table').textContent())!;
    expect(marks).toEqual(expect.arrayContaining(['メール 見送り：本人が拒否', '電話をかけた']));
    expect(marks.filter((words) => !table.includes(words))).toEqual([]);
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);

    for (const axis of ['待機を縮める', '実日数']) {
      await page.getByRole('button', { name: axis }).click();
      expect(await page.locator('svg .date text').count()).toBe(3);
      expect(await overlaps(page)).toEqual([]);
    }

    await page.getByRole('button', { name: /^見送り 1$/ }).click();
    expect(await page.locator('tbody tr').count()).toBe(1);
    await page.getByRole('cell', { name: /メール 見送り：本人が拒否/ }).waitFor();
    await page.getByRole('button', { name: /^すべて/ }).click();

    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const number = await page.evaluate('document.activeElement.textContent');
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('heading', { name: `台帳 ${String(number)}` }).waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    await drawer.getByRole('button', { name: '台帳の番号を写す' }).click();
    await page.locator('#live').getByText('写しました').waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: /一時停止|中止|訂正/ }).count()).toBe(0);
    expect(writes).toEqual([]);
    await visitor.context.close();
  });

  test('a manager pauses one customer with a reason, and the page says so and what comes next', async () => {
    const { page, context } = await open('manager');
    await page.getByRole('button', { name: 'この方を一時停止' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('待ち日数の扱いと理由を入れてください').waitFor();
    await dialog.getByLabel('停止の分だけ延ばす').check();
    await dialog.getByLabel('理由').fill('お客様のご都合');
    await page.keyboard.press('Control+Enter');
    await page.getByText('止められない連絡は0件です').waitFor();
    await page.getByRole('button', { name: /^人の操作 1$/ }).waitFor();
    const pauses = await stage.api.t.db
      .selectFrom('pauses')
      .select(['reason', 'customer_id'])
      .where('campaign_id', '=', desk.campaignId)
      .execute();
    expect(pauses).toEqual([{ reason: 'お客様のご都合', customer_id: desk.customers[0]!.id }]);
    await context.close();
  });
});
