import { type Page } from 'playwright-core';
import { watchAlerts } from '../../db/platform/alerts/alerts';
import { openBreaker } from '../../db/delivery/lane-health';
import { openDesk, type Desk } from '../calls/calls-fixture';
import { channelsDoc } from '../support/seed';
import { faultsOf, overflowAt } from './support/check';
import { describeBrowser } from './support/chromium';
import { openStage, type Stage, type Visitor } from './support/stage';

const phone = { channels: ['phone', 'post'] as ('phone' | 'post')[] };
const { policy } = channelsDoc();
const overridable = { yes: 'contact', unknown: 'contact', no: 'override' } as const;

describeBrowser('a manager steers single customers, and another person confirms', () => {
  let stage: Stage;
  let desk: Desk;
  let journeys: number[];
  let manager: Visitor;
  let approver: Visitor;
  beforeAll(async () => {
    stage = await openStage();
    desk = await openDesk(stage.api, [phone, phone, phone], {
      policy: {
        overrides: [],
        table: { ...policy.table, service_notice: { ...policy.table.service_notice, phone: overridable } },
      },
    });
    const rows = await stage.api.t.db
      .selectFrom('journeys')
      .select('id')
      .where('campaign_id', '=', desk.campaignId)
      .orderBy('customer_id')
      .execute();
    journeys = rows.map(({ id }) => id);
    manager = await stage.enter([{ clientId: desk.clientId, role: 'manager' }]);
    approver = await stage.enter([{ clientId: desk.clientId, role: 'approver' }]);
  });
  afterAll(() => stage.close());

  const steering = async (): Promise<Page> => {
    await manager.page.goto(`/campaigns/${desk.campaignId}/steering`);
    await manager.page.getByRole('heading', { name: 'お客様1人の操作' }).waitFor();
    return manager.page;
  };
  const journey = async (id: number) =>
    stage.api.t.db.selectFrom('journeys').select(['status', 'state']).where('id', '=', id).executeTakeFirstOrThrow();
  const arrivals = async (id: number) => {
    const rows = await stage.api.t.db.selectFrom('arrivals').select('kind').where('journey_id', '=', id).execute();
    return rows.map(({ kind }) => kind);
  };
  /** Decides what waits in the approver's inbox under this title, once its page says these details. */
  const decide = async (title: RegExp, detail: string[], verb: string) => {
    await approver.page.goto('/decisions');
    await approver.page.locator('.inbox').getByRole('button', { name: title }).first().click();
    for (const said of detail) await approver.page.getByText(said, { exact: true }).waitFor();
    await approver.page.getByRole('button', { name: verb }).click();
    await approver.page
      .locator('#live')
      .getByText(/記録しました|承認しました/)
      .waitFor();
  };
  const one = async (page: Page, id: number, act: string, submit: string, reason: string) => {
    await page.getByLabel('進行番号').fill(String(id));
    await page.getByRole('button', { name: '表示' }).click();
    await page.getByRole('link', { name: `進行番号 ${id}` }).waitFor();
    await page.locator('.found').getByRole('button', { name: act, exact: true }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: submit }).isDisabled()).toBe(true);
    await dialog.getByLabel('理由').fill(reason);
    await dialog.getByRole('button', { name: submit }).click();
    await dialog.waitFor({ state: 'detached' });
  };

  test('pauses, resumes and stops one customer, and only that one', async () => {
    const page = await steering();
    const [first] = journeys;
    await one(page, first!, '一時停止', `進行 ${first} を止める`, 'ご本人の確認を待つため');
    await one(page, first!, '再開', `進行 ${first} を再開する`, 'ご本人の確認が取れたため');
    const pauses = await stage.api.t.db
      .selectFrom('pauses')
      .select(['reason', 'end_reason'])
      .where('campaign_id', '=', desk.campaignId)
      .execute();
    expect(pauses).toEqual([{ reason: 'ご本人の確認を待つため', end_reason: 'ご本人の確認が取れたため' }]);
    expect(await faultsOf(manager)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    await one(page, first!, 'このお客様を中止…', `進行 ${first} を中止する`, 'ご本人のお申し出のため');
    await desk.place();
    expect((await journey(first!)).status).toBe('closed');
    expect((await journey(journeys[1]!)).status).toBe('open');
  });

  test('corrects many outcomes at once: a line that cannot be read is named, and nothing changes before the second person', async () => {
    const page = await steering();
    const lines = [1, 2].map((n) => `${journeys[n]},${desk.customers[n]!.contracts[0]},excluded,`);
    await page.getByRole('button', { name: 'まとめて訂正' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/1行に1件/).fill(`${lines[0]}\n見本,1,excluded,`);
    await dialog.getByText('2行目を読み取れません').first().waitFor();
    await dialog.getByLabel(/1行に1件/).fill(lines.join('\n'));
    await dialog.getByLabel('理由').fill('委託元が対象外とした契約のため');
    await dialog.getByRole('button', { name: '2件の訂正を申請する' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await arrivals(journeys[1]!)).not.toContain('correction');
    await decide(/訂正/, ['対象外 2件'], '承認する');
    await desk.place();
    for (const id of journeys.slice(1)) {
      const { body } = await stage.api.send('get', `/api/journeys/${id}`, desk.auditor).expect(200);
      expect((body as { contracts: object[] }).contracts).toMatchObject([{ outcome: 'excluded' }]);
    }
  });

  test('asks for an override, and may withdraw what was confirmed', async () => {
    const page = await steering();
    await page.getByRole('button', { name: '例外を申請' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('お客様番号').fill(String(desk.customers[1]!.id));
    await dialog.getByLabel('経路').selectOption('phone');
    await dialog.getByLabel(/根拠/).fill('稟議 7');
    await dialog.getByLabel('理由').fill('約款第28条');
    await dialog.getByRole('button', { name: '例外を申請する' }).click();
    const row = page.getByRole('row', { name: /約款第28条/ });
    await row.waitFor();
    await decide(/例外/, ['稟議 7'], '例外を認める');
    await steering();
    await row.getByRole('button', { name: '取り下げる' }).click();
    await dialog.getByLabel('理由').fill('ご本人から同意を得たため');
    await dialog.getByRole('button', { name: /の例外を取り下げる/ }).click();
    await row.getByRole('button', { name: '取り下げる' }).waitFor({ state: 'detached' });
    const path = `/api/campaigns/${desk.campaignId}/overrides`;
    const { body } = await stage.api.send('get', path, desk.auditor).expect(200);
    expect((body as { items: object[] }).items).toMatchObject([{ status: 'withdrawn' }]);
  });

  test('acknowledges an alert once, which says by whom, and leaves those of the installation to the administrator', async () => {
    const { db } = stage.api.t;
    for (const name of ['電話', '共用']) {
      const clientId = name === '電話' ? desk.clientId : null;
      const { id } = await db
        .insertInto('lanes')
        .values({ client_id: clientId, channel: 'sms', name })
        .returning('id')
        .executeTakeFirstOrThrow();
      await openBreaker(db, { laneId: id, reason: 'complaint_rate:4/1000:0.003' });
    }
    await watchAlerts(db, { slow: true, vias: [] });
    const { page } = manager;
    await page.goto('/alerts');
    const [own, shared] = ['レーン「電話」', 'レーン「共用」'].map((name) => page.getByRole('row', { name }));
    await own!.getByRole('button', { name: '確認した' }).click();
    await own!.getByText(/が確認$/).waitFor();
    await shared!.waitFor();
    expect(await shared!.getByRole('button').count()).toBe(0);
    expect(await faultsOf(manager)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });
});
