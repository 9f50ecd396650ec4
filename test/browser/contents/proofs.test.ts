import { type ApiClient, EXAMPLE } from '../../support/api';
import { ensureLane } from '../../../db/delivery/lanes';
import { faultsOf, overflowAt } from '../support/check';
import { describeBrowser } from '../support/chromium';
import { openStage, type Stage, type Visitor } from '../support/stage';

describeBrowser('proofs of the notices', () => {
  let stage: Stage;
  let own: ApiClient;
  let visitor: Visitor;
  beforeAll(async () => {
    stage = await openStage();
    own = await stage.api.client();
    await edit(EXAMPLE);
    for (const channel of ['mail', 'sms', 'post'] as const)
      await ensureLane(stage.api.t.db, { clientId: own.clientId, channel, name: 'own' });
    visitor = await stage.enter([{ clientId: own.clientId, role: 'manager' }]);
  });
  afterAll(() => stage.close());

  async function edit(file: string): Promise<void> {
    const path = `/api/campaigns/${own.campaignId}`;
    const { body } = await stage.api.send('get', path, own.keys.manager.key).expect(200);
    const sent = stage.api.send('put', path, own.keys.manager.key).set('If-Match', `"${body.version}"`);
    await sent.type('application/yaml').send(file).expect(200);
  }

  test('a manager names a recipient, sends, sees to how many it went, and that it is outdated after a change', async () => {
    const { page } = visitor;
    await page.goto(`/campaigns/${own.campaignId}/content`);
    const add = async (mail: string) => {
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('氏名').fill('校正 一郎');
      await dialog.getByLabel('メールアドレス').fill(mail);
      await dialog.getByRole('button', { name: /テスト受信者を加える/ }).click();
    };
    await page.getByRole('button', { name: 'テスト受信者を加える' }).click();
    await add('c0@customers.example');
    await page.getByText('この宛先はお客様のものです').waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    await add('kosei@agency.example');
    await page.getByRole('cell', { name: '校正 一郎', exact: true }).waitFor();
    await page.getByRole('button', { name: '校正を送る' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: /final/ }).uncheck();
    await dialog.getByRole('button', { name: /2件の文面を1人に送る/ }).click();
    await page.getByText('送信待ち 2通').first().waitFor();
    await stage.api.t.db
      .updateTable('proofs')
      .set({ status: 'sent', done_at: new Date('2027-01-10T02:00:00Z') })
      .where('campaign_id', '=', own.campaignId)
      .execute();
    await page.getByText('1人に送信済').first().waitFor();
    expect(await page.getByText('以前の内容').count()).toBe(0);
    await edit(EXAMPLE.replace('【再案内】', '【ご案内】'));
    await page.getByText('以前の内容').waitFor();
    expect(await page.getByText('以前の内容').count()).toBe(1);
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    if (process.env['SHOTS']) {
      await page.setViewportSize({ width: 1280, height: 1000 });
      await page.getByRole('heading', { name: '校正', exact: true }).scrollIntoViewIfNeeded();
      await page.screenshot({ path: `${process.env['SHOTS']}/proofs-page.png` });
    }
  });

  test('an approver sees before deciding who got which notice, what came back, and which proof is of other contents', async () => {
    const campaign = `/api/campaigns/${own.campaignId}`;
    await stage.api.t.db
      .updateTable('proofs')
      .set({ bounced_at: new Date('2027-01-10T02:05:00Z'), bounce_code: '5.1.1' })
      .where('campaign_id', '=', own.campaignId)
      .where('notice', '=', 'notice')
      .execute();
    await stage.api.act(`${campaign}/submit`, own.keys.manager.key).expect(200);
    const approver = await stage.enter([{ clientId: own.clientId, role: 'approver' }]);
    const { page } = approver;
    await page.goto('/decisions');
    await page.getByRole('button', { name: /案件の開始の承認/ }).click();
    const copies = page.getByRole('region', { name: '校正を受け取った人' });
    const row = (notice: string) => copies.getByRole('row').filter({ hasText: notice }).first();
    await row('reminder').getByText('以前の内容').waitFor();
    const bounced = await row('メール notice').innerText();
    for (const shown of ['校正 一郎', '承認する内容と同じ', '不達', '5.1.1', '1月10日(日) 11:05'])
      expect(bounced).toContain(shown);
    expect(await page.getByText(/この内容の校正が送られていない文面があります/).innerText()).toMatch(/reminder/);
    expect(await page.content()).not.toContain('kosei@agency.example');
    expect(await faultsOf(approver)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    if (process.env['SHOTS']) {
      await page.setViewportSize({ width: 1280, height: 1000 });
      await copies.scrollIntoViewIfNeeded();
      await page.screenshot({ path: `${process.env['SHOTS']}/decision-proofs.png` });
    }
  });
});
