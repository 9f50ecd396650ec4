import { pino } from 'pino';
import { type Request } from 'playwright-core';
import { runVerification } from '../../../activities/maintenance/verifications';
import { asOwner, playedCampaign } from '../../audit/fixture';
import { createApiKey } from '../../../db/access/api-keys';
import { makePerson } from '../../support/api';
import { type Seeded } from '../../support/seed';
import { faultsOf, overflowAt } from '../support/check';
import { describeBrowser } from '../support/chromium';
import { openStage, type Stage, type Visitor } from '../support/stage';

describeBrowser('an auditor', () => {
  let stage: Stage;
  let campaign: Seeded;
  let auditor: Visitor;
  /** Requests that are no reading. */
  const acts: string[] = [];
  beforeAll(async () => {
    stage = await openStage();
    campaign = await playedCampaign(stage.api.t, [{}, { mail: null }, { consent: false }]);
    auditor = await stage.enter([{ clientId: campaign.clientId, role: 'auditor' }]);
    auditor.page.on('request', (request: Request) => {
      if (request.method() !== 'GET') acts.push(new URL(request.url()).pathname);
    });
  });
  afterAll(() => stage.close());

  const address = () => `/campaigns/${campaign.campaignId}/evidence`;
  const verify = () => runVerification({ db: stage.api.t.db, log: pino({ level: 'silent' }) });
  const resultOf = async (part: string) => {
    const row = auditor.page.getByRole('row', { name: new RegExp(part) });
    return row.locator('.chip').textContent();
  };
  const PARTS = ['台帳の連鎖', '記録と台帳の照合', '判断の再計算', '全件照合'];

  test('nothing counts as verified before it was', async () => {
    const { page } = auditor;
    await page.goto(address());
    await page.getByText('まだ一度も検証されていません').waitFor();
    expect(await faultsOf(auditor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('has it verified by a key, leaves, comes back, and finds each part in agreement', async () => {
    const { page } = auditor;
    await page.keyboard.press('v');
    await page.getByText('検証待ち').first().waitFor();
    for (const part of PARTS) expect(await resultOf(part)).toBe('未検証');
    await page.goto('/access-log');
    await page.getByText('閲覧の記録はありません').waitFor();
    await verify();
    await page.goto(address());
    await page.getByText('末尾のハッシュ').first().waitFor();
    for (const part of PARTS) expect(await resultOf(part)).toBe('一致');
    await page.getByText('この案件の台帳　15件').waitFor();
    await page.getByText('末尾のハッシュ').last().click();
    expect((await page.locator('.verified .hash').last().textContent())!.replace(/\s/g, '')).toMatch(/^[0-9a-f]{64}$/);
    expect(await faultsOf(auditor)).toEqual([]);
  });

  test('a record that was altered in the database is named first, across the page', async () => {
    const { page } = auditor;
    await asOwner(
      stage.api.t,
      `update ledger set body = replace(body, 'mail', 'Mail') where chain like 'campaign:%' and seq = 3`,
    );
    await page.keyboard.press('v');
    await page.getByText('検証待ち').first().waitFor();
    await verify();
    const alert = page.getByRole('alert').filter({ hasText: '検証で不一致が見つかりました' });
    await alert.getByText('この案件の台帳 3番').waitFor();
    expect(await resultOf('台帳の連鎖')).toBe('不一致');
    const [own, whole] = [await alert.boundingBox(), await page.getByRole('main').boundingBox()];
    expect(own!.width / whole!.width).toBeGreaterThan(0.9);
    expect(await faultsOf(auditor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('reads who has seen personal data, by person and customer', async () => {
    const { page } = auditor;
    const [first, second] = campaign.customers;
    await reveal('佐野 明', first!.id, 'INQ-7');
    await reveal('高瀬 綾', second!.id, 'INQ-8');
    await page.goto('/access-log');
    const table = page.getByRole('table', { name: '個人情報の閲覧記録' });
    const row = table.getByRole('row', { name: /佐野 明/ });
    await row.waitFor();
    expect(await row.textContent()).toMatch(/お客様の登録内容.*固定電話.*問い合わせ.*INQ-7/);
    await page.getByLabel('お客様番号').fill(String(second!.id));
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/access-log?customer=${second!.id}`);
    await row.waitFor({ state: 'detached' });
    expect(await table.getByRole('row', { name: /高瀬 綾.*INQ-8/ }).count()).toBe(1);
    expect(await faultsOf(auditor)).toEqual([]);
  });

  test('has changed nothing: the only acts were the two verifications', () => {
    expect(acts).toEqual(Array(2).fill(`/api/campaigns/${campaign.campaignId}/verifications`));
  });

  /** An operator reads a customer's phone number. */
  async function reveal(name: string, customer: number, reference: string): Promise<void> {
    const { api } = stage;
    const personId = await makePerson(api.t, name);
    const { key } = await createApiKey(api.t.db, { personId, clientId: campaign.clientId, role: 'operator' });
    const body = { purpose: 'inquiry', reference, fields: ['phone'] };
    await api.send('post', `/api/customers/${customer}/personal`, key).send(body).expect(200);
  }
});
