import { type Page, type Request, type Route } from 'playwright-core';
import { itemsOf, openDesk, type Desk } from '../../calls/calls-fixture';
import { eventually } from '../../support/eventually';
import { identify } from './identify';
import { describeBrowser } from '../support/chromium';
import { faultsOf, overflowAt } from '../support/check';
import { openStage, type Stage, type Visitor } from '../support/stage';

const phone = { mail: null, channels: ['phone', 'post'] as ('phone' | 'post')[] };

describeBrowser('the call desk', () => {
  let stage: Stage;
  let desk: Desk;
  let visitor: Visitor;
  let page: Page;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    desk = await openDesk(stage.api, [{ ...phone, contracts: 2 }, phone, phone]);
    visitor = await stage.enter([{ clientId: desk.clientId, role: 'operator' }]);
    ({ page } = visitor);
    await page.goto('/calls');
    await page.getByRole('button', { name: '次のお客様' }).waitFor();
  });
  afterEach(() => visitor.context.close());

  const shown = (n: number) => page.getByText(`見本 ${n} 様`, { exact: true });
  const db = () => stage.api.t.db;
  const attempts = (task: number) =>
    db().selectFrom('call_attempts').select(['result', 'at']).where('task_id', '=', task).execute();
  const reports = () => {
    const sent: Request[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/outcome')) sent.push(request);
    });
    return sent;
  };

  test('gives a promised callback first, with name, number, script and what each result leads to', async () => {
    await db().updateTable('call_tasks').set({ promised: true }).where('id', '=', desk.tasks[2]!).execute();
    await page.keyboard.press('n');
    await shown(2).waitFor();
    const dial = page.getByRole('link', { name: /発信/ });
    expect(await dial.getAttribute('href')).toBe('tel:+81312345678');
    expect(await dial.textContent()).toContain('03-1234-5678');
    await page.getByText('見本 2 様でいらっしゃいますか').waitFor();
    await page
      .getByText(/1回目（全2回）とし、次は/)
      .first()
      .waitFor();
    expect(page.url()).not.toContain('見本');
    expect(await page.title()).not.toContain('見本');
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('takes an unanswered call in two keys, and the next one comes by itself', async () => {
    await page.keyboard.press('n');
    await shown(0).waitFor();
    await page.keyboard.press('4');
    await page.keyboard.press('Control+Enter');
    await shown(1).waitFor();
    expect(await attempts(desk.tasks[0]!)).toMatchObject([{ result: 'no_answer' }]);
  });

  test('checks a callback against the hours at the field, and sends nothing that cannot be promised', async () => {
    const sent = reports();
    await page.keyboard.press('n');
    await shown(0).waitFor();
    await page.keyboard.press('3');
    await page.getByLabel('折り返す日').fill('2027-02-02');
    await page.getByLabel('時刻').fill('06:30');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('電話してよい時間は10:00からです').waitFor();
    expect(sent).toEqual([]);
    await page.getByLabel('時刻').fill('10:30');
    await page.keyboard.press('Control+Enter');
    await shown(1).waitFor();
    const task = await db()
      .selectFrom('call_tasks')
      .select(['next_at', 'promised'])
      .where('id', '=', desk.tasks[0]!)
      .executeTakeFirstOrThrow();
    expect(task).toEqual({ next_at: Date.parse('2027-02-02T10:30:00+09:00'), promised: true });
  });

  test('loses nothing while the connection is away, and records the call once', async () => {
    const sent = reports();
    await page.keyboard.press('n');
    await shown(0).waitFor();
    await visitor.context.setOffline(true);
    await page.keyboard.press('4');
    await page.keyboard.press('Control+Enter');
    await page.getByText('接続が切れました').waitFor();
    await shown(0).waitFor();
    await eventually('a second try', () => sent.length > 1);
    await visitor.context.setOffline(false);
    await shown(1).waitFor();
    expect(await attempts(desk.tasks[0]!)).toHaveLength(1);
    const keys = await Promise.all(sent.map((request) => request.headerValue('idempotency-key')));
    expect(new Set(keys).size).toBe(1);
  });

  test('asks again with the same key when an answer broke off halfway', async () => {
    const sent = reports();
    await page.keyboard.press('n');
    await shown(0).waitFor();
    const cut = async (route: Route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).slice(0, 20) });
    };
    await page.route('**/api/call-tasks/*/outcome', cut, { times: 1 });
    await page.keyboard.press('4');
    await page.keyboard.press('Control+Enter');
    await shown(1).waitFor();
    const keys = await Promise.all(sent.map((request) => request.headerValue('idempotency-key')));
    expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
    expect(await attempts(desk.tasks[0]!)).toHaveLength(1);
  });

  test('says when a colleague has taken the call over, keeps what was chosen, and sends nothing more', async () => {
    await page.keyboard.press('n');
    await shown(0).waitFor();
    await page.keyboard.press('5');
    const colleague = await db().selectFrom('persons').select('id').orderBy('id').executeTakeFirstOrThrow();
    await db().updateTable('call_tasks').set({ leased_by: colleague.id }).where('id', '=', desk.tasks[0]!).execute();
    await page.keyboard.press('Control+Enter');
    await page.getByText('時間切れのため').waitFor();
    await page.getByText('話し中').waitFor();
    expect(await page.getByRole('radio').count()).toBe(0);
    const sent = reports();
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('n');
    await shown(1).waitFor();
    expect(sent).toEqual([]);
    expect(await attempts(desk.tasks[0]!)).toEqual([]);
  });

  test('names the contract that has no answer, and shows the receipt number to be read out', async () => {
    await page.keyboard.press('n');
    await shown(0).waitFor();
    await identify(page, itemsOf(0));
    await page.getByText('確認できました').waitFor();
    await page.keyboard.press('1');
    const groups = page.getByRole('group', { name: /末尾/ });
    await groups.first().getByLabel('移行').check();
    await page.keyboard.press('Control+Enter');
    const missing = groups.nth(1);
    await missing.getByRole('alert').getByText('選ばれていません').waitFor();
    await missing.getByLabel('解約').check();
    const answered = page.waitForResponse((response) => response.url().endsWith('/outcome'));
    await page.keyboard.press('Control+Enter');
    await page.getByText('受付番号', { exact: true }).waitFor();
    const { receipt } = (await (await answered).json()) as { receipt: string };
    expect(await page.locator('.receipt').textContent()).toBe(receipt);
    expect(await faultsOf(visitor)).toEqual([]);
    await page.keyboard.press('n');
    await shown(1).waitFor();
  });

  test('gives a call back by keys, and says when there is no one to call and why', async () => {
    await page.keyboard.press('n');
    await shown(0).waitFor();
    await page.keyboard.press('b');
    await page.keyboard.press('2');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('n');
    await shown(1).waitFor();
    await page.keyboard.press('b');
    await page.keyboard.press('1');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await db().updateTable('lanes').set({ breaker: 'open' }).where('id', '=', desk.lane).execute();
    await page.keyboard.press('n');
    await page.getByText('架電が止められている').waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
  });
});
