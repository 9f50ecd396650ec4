import { handOver, inFlight, NOTICE_AT, runAllJourneys } from '../../campaigns/plan-versions-fixture';
import { EXAMPLE } from '../../support/api';
import { faultsOf, overflowAt } from '../support/check';
import { describeBrowser } from '../support/chromium';
import { openStage, type Stage } from '../support/stage';

const SHOTS = process.env.REHEARSAL_SHOTS;

describeBrowser('planning waves', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  test('a manager gives priorities and capacity, reads what would help, and copies the waves', async () => {
    const { api } = stage;
    const own = await api.client({ customers: Array.from({ length: 90 }, () => ({})) });
    const path = `/api/campaigns/${own.campaignId}`;
    const { body } = await api.send('get', path, own.keys.manager.key).expect(200);
    const sent = api.send('put', path, own.keys.manager.key).set('If-Match', `"${body.version}"`);
    await sent.type('application/yaml').send(EXAMPLE).expect(200);
    const companies = own.customers.slice(0, 20).map(({ id }) => id);
    await api.t.db.updateTable('customers').set({ kind: 'company' }).where('id', 'in', companies).execute();

    const visitor = await stage.enter([{ clientId: own.clientId, role: 'manager' }]);
    const { page } = visitor;
    const shot = async (name: string) => {
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/waves-${name}.png`, fullPage: true });
    };
    await page.goto(`/campaigns/${own.campaignId}/waves`);
    await page.getByText('期日を守れます').waitFor();
    expect(await page.getByLabel('案件ファイルに貼る内容').inputValue()).toContain('id: wave-1');
    expect(await faultsOf(visitor)).toEqual([]);

    await page.getByRole('spinbutton', { name: 'メール' }).fill('1');
    await page.getByRole('button', { name: '計画する' }).click();
    await page.getByText('期日を守れません').waitFor();
    await page.getByRole('cell', { name: /1日の能力を増やす：メール/ }).waitFor();
    expect(await page.getByLabel('案件ファイルに貼る内容').count()).toBe(0);
    expect(await faultsOf(visitor)).toEqual([]);
    await shot('late');

    await page.getByRole('spinbutton', { name: 'メール' }).fill('30');
    await page.getByRole('button', { name: 'companies' }).click();
    await page.getByLabel('試行ロットの人数').fill('10');
    await page.getByRole('button', { name: '計画する' }).click();
    await page.getByText('期日を守れます').waitFor();
    await page.getByRole('cell', { name: 'companies' }).first().waitFor();
    await page.getByRole('cell', { name: /試行/ }).waitFor();
    const yaml = await page.getByLabel('案件ファイルに貼る内容').inputValue();
    expect(yaml).toMatch(/id: trial[\s\S]*trial: true[\s\S]*only:\s+- companies/);
    expect(await faultsOf(visitor)).toEqual([]);
    await shot('planned');
    expect(await overflowAt(page, 320)).toBe(0);
    if (SHOTS) {
      await page.setViewportSize({ width: 320, height: 800 });
      await shot('320');
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.emulateMedia({ colorScheme: 'dark' });
      await shot('dark');
      await visitor.context.addCookies([{ name: 'tsunagi_language', value: 'en', url: page.url() }]);
      await page.reload({ waitUntil: 'networkidle' });
      await shot('en-dark');
      await page.setViewportSize({ width: 320, height: 800 });
      await shot('en-dark-320');
    }
  });

  test('what a trial has shown stands beside what was assumed, and a person lets the next waves go', async () => {
    const { api } = stage;
    const name = { ja: '試行', en: 'Trial' };
    const on = (day: string) => Date.parse(`2027-${day}T00:00:00+09:00`);
    const waves = [{ id: 'trial', name, begins: on('02-01'), size: 2, trial: true as const }, { id: 'rest', name: { ja: '本番', en: 'Rest' }, begins: on('03-01') }]; // prettier-ignore
    const flight = await inFlight(api, [{}, {}, {}], { waves });
    await runAllJourneys(api, flight, NOTICE_AT);
    await handOver(api, flight);
    const visitor = await stage.enter([{ clientId: flight.own.clientId, role: 'manager' }]);
    await visitor.page.goto(`/campaigns/${flight.id}/steering`);
    await visitor.page.getByRole('heading', { name: '試行の結果：試行' }).waitFor();
    const card = visitor.page;
    await card.getByRole('cell', { name: '届かなかった割合（メール）' }).waitFor();
    await card.getByText(/2人のうち \d人について判断できます/).waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(visitor.page, 320)).toBe(0);
    if (SHOTS) await visitor.page.screenshot({ path: `${SHOTS}/waves-trial.png`, fullPage: true });

    await card.getByRole('button', { name: '続行と判断する…' }).click();
    await card.getByText('判断に足りる結果がまだ出ていません').waitFor();
    expect(await card.getByRole('button', { name: '結果を待たずに続行する' }).isDisabled()).toBe(true);
    await card.getByRole('textbox', { name: '理由' }).fill('電話が混まなかったため');
    expect(await faultsOf(visitor)).toEqual([]);
    if (SHOTS) await card.screenshot({ path: `${SHOTS}/waves-go.png`, fullPage: true });
    await card.getByRole('button', { name: '結果を待たずに続行する' }).click();
    await card.getByText('結果が出そろう前の判断です。').waitFor();
    await card.getByText('理由：電話が混まなかったため').waitFor();
    const given = await api.send('get', `/api/campaigns/${flight.id}/waves`, flight.own.keys.manager.key).expect(200);
    expect(given.body.items[0].trial.go).toMatchObject({ early: true, reason: '電話が混まなかったため' });

    await runAllJourneys(api, flight, '2027-03-02T20:00:00+09:00');
    await card.goto(`/campaigns/${flight.id}/waves`);
    await card.getByText('未開始のロットに属する対象者がいないため').waitFor();
    expect(await card.getByText('読み込めませんでした').count()).toBe(0);
    expect(await card.getByRole('main').getByRole('button', { name: '再読込' }).count()).toBe(0);
  });
});
