import { type Page } from 'playwright-core';
import { requestRehearsal, storeRehearsalResult } from '../../../db/rehearsals/stored';
import { resultFixture } from '../../rehearsals/result-fixture';
import { type ApiClient, EXAMPLE } from '../../support/api';
import { codeOf, type User } from '../../access/sign-in-fixture';
import { faultsOf, overflowAt } from '../support/check';
import { describeBrowser } from '../support/chromium';
import { openStage, type Stage, type Visitor } from '../support/stage';

/** Where pictures of the page go, for a person to see; by default nowhere. */
const SHOTS = process.env.REHEARSAL_SHOTS;

describeBrowser('the two approvals of a campaign', () => {
  let stage: Stage;
  let own: ApiClient;
  let path: string;
  let approver: Visitor & { user: User };
  let client: Visitor & { user: User };
  beforeAll(async () => {
    stage = await openStage();
    own = await stage.api.client();
    path = `/api/campaigns/${own.campaignId}`;
    await edit(EXAMPLE);
    await stage.api.act(`${path}/submit`, own.keys.manager.key).expect(200);
    approver = await stage.enter([{ clientId: own.clientId, role: 'approver' }]);
    client = await stage.enter([{ clientId: own.clientId, role: 'client_approver' }]);
  });
  afterAll(() => stage.close());

  const campaign = async () => (await stage.api.send('get', path, own.keys.manager.key).expect(200)).body;
  async function edit(file: string): Promise<void> {
    const { version } = await campaign();
    const sent = stage.api.send('put', path, own.keys.manager.key).set('If-Match', `"${version}"`);
    await sent.type('application/yaml').send(file).expect(200);
  }
  const open = async ({ page }: Visitor) => {
    await page.goto('/decisions');
    await page.getByRole('button', { name: /案件の開始の承認/ }).click();
    await page.getByRole('heading', { name: '承認するもの' }).waitFor();
  };
  /** As after twenty minutes: the next approval asks for a code. */
  const grow = ({ personId }: User) =>
    stage.api.t.db
      .updateTable('sessions')
      .set({ second_at: new Date(Date.now() - 20 * 60_000) })
      .where('person_id', '=', personId)
      .execute();
  async function giveCode(page: Page, { personId, secret }: User): Promise<void> {
    await stage.api.t.db.updateTable('accounts').set({ totp_step: 0 }).where('person_id', '=', personId).execute();
    await page.getByRole('dialog').getByRole('textbox').fill(codeOf(secret));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  test('the author sees what waits, no button, and why', async () => {
    await stage.api.t.db
      .updateTable('campaigns')
      .set({ submitted_by: approver.user.personId })
      .where('id', '=', own.campaignId)
      .execute();
    await open(approver);
    await approver.page.getByText('ご自身の申請・作成のため、別の人が決めます').waitFor();
    expect(await approver.page.getByRole('button', { name: '承認する' }).count()).toBe(0);
    await stage.api.t.db
      .updateTable('campaigns')
      .set({ submitted_by: own.keys.manager.personId })
      .where('id', '=', own.campaignId)
      .execute();
  });

  test('an approver sees whether exactly these contents have been rehearsed, and what came of it', async () => {
    const { db } = stage.api.t;
    const { page } = approver;
    const shot = async (name: string) =>
      SHOTS && page.screenshot({ path: `${SHOTS}/approval-${name}.png`, fullPage: true });
    const rehearse = async (contentHash: string) => {
      const row = await db
        .selectFrom('campaigns')
        .selectAll()
        .where('id', '=', own.campaignId)
        .executeTakeFirstOrThrow();
      const contents = { version: row.version, contentHash, importId: null, included: 3, excluded: 0 };
      const more = { sample: null, seed: 7, behaviour: {}, personId: own.keys.manager.personId, at: Date.now() };
      const { id } = await db.transaction().execute((trx) => requestRehearsal(trx, row, { ...contents, ...more }));
      await storeRehearsalResult(db, id, resultFixture());
      return id;
    };
    await open(approver);
    await page.getByText('この内容はまだ予行演習をしていません').waitFor();
    await rehearse('a'.repeat(64));
    await open(approver);
    await page.getByText('予行演習のあとに内容が変わりました').waitFor();
    const id = await rehearse((await campaign()).contentHash);
    await open(approver);
    await page.getByText('この内容は予行演習済みです').waitFor();
    await page.getByText(/手続きを終える見込み 91\.3%（幅 .*処理能力を超える日 18日/).waitFor();
    const href = await page.getByRole('link', { name: /^予行演習.*（種 7・/ }).getAttribute('href');
    expect(href).toBe(`/campaigns/${own.campaignId}/rehearsals?no=${id}`);
    expect(await faultsOf(approver)).toEqual([]);
    expect(await page.getByRole('button', { name: '承認する' }).isVisible()).toBe(true);
    await shot('ja');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await faultsOf(approver)).toEqual([]);
    await shot('dark');
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('an approver sees exactly what is approved, and gives a fresh code', async () => {
    await open(approver);
    const { page } = approver;
    const { contentHash } = await campaign();
    await page.getByText(contentHash.match(/.{4}/g).join(' ')).waitFor();
    await page.getByText('はじめての提出です', { exact: false }).waitFor();
    await page.getByLabel('文面を選ぶ').selectOption('notice-letter');
    await page.getByAltText(/手紙の1ページ目/).waitFor();
    expect(await faultsOf(approver)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    await grow(approver.user);
    await page.getByRole('button', { name: '承認する' }).click();
    await giveCode(page, approver.user);
    await page.getByText('決められません', { exact: false }).or(page.getByText('承認は済んでいます')).first().waitFor();
    expect((await campaign()).approvals).toMatchObject([{ gate: 'internal', valid: true }]);
  });

  test('the client’s approver sends it back with a comment: a draft, the approval void, and the manager reads why', async () => {
    await open(client);
    const { page } = client;
    await page.getByRole('button', { name: '差し戻す' }).click();
    await page.getByText('差し戻すときは、直すところを書いてください。').waitFor();
    await page.getByLabel('コメント').fill('解約の手順を一文足してください');
    await page.getByRole('button', { name: '差し戻す' }).click();
    await page.getByText('これはもう決まったか、取り下げられました。').waitFor();
    expect(await campaign()).toMatchObject({ status: 'draft', approvals: [{ valid: false, voidReason: 'sent_back' }] });
    const manager = await stage.enter([{ clientId: own.clientId, role: 'manager' }]);
    await manager.page.goto(`/campaigns/${own.campaignId}/file`);
    await manager.page.getByText('解約の手順を一文足してください').waitFor();
    await manager.page.getByText(/承認は外れました：差し戻しのため/).waitFor();
    await manager.page.close();
  });

  test('changed and submitted again: both see one changed word, approve, and only then it can be started', async () => {
    await edit(EXAMPLE.replace('サービス終了とお手続きのお願い', 'サービス終了とお手続きのご案内'));
    await stage.api.act(`${path}/submit`, own.keys.manager.key).expect(200);
    await stage.api.act(`${path}/start`, own.keys.manager.key).expect(409);
    for (const one of [approver, client]) {
      await open(one);
      await one.page.locator('ins', { hasText: 'お手続きのご案内' }).first().waitFor();
      await one.page.locator('del', { hasText: 'お手続きのお願い' }).first().waitFor();
      await one.page.getByRole('button', { name: '承認する' }).click();
      await one.page.getByRole('button', { name: '承認する' }).waitFor({ state: 'detached' });
    }
    expect((await campaign()).status).toBe('approved');
    expect(await faultsOf(client)).toEqual([]);
    const manager = await stage.enter([{ clientId: own.clientId, role: 'manager' }]);
    await manager.page.goto(`/campaigns/${own.campaignId}/file`);
    await manager.page.getByRole('button', { name: '開始…' }).click();
    await manager.page.getByRole('button', { name: '3件の案内を開始する' }).click();
    await manager.page.getByText('実行中').first().waitFor();
    expect((await campaign()).status).toBe('running');
  });

  test('j and k move through what waits, and after a decision the next one opens by itself', async () => {
    for (const what of ['results', 'codes']) {
      const body = { what, days: 7, reason: '委託元の依頼' };
      await stage.api.act(`${path}/exports`, own.keys.manager.key, body).expect(201);
    }
    const { page } = approver;
    await page.goto('/decisions');
    const waiting = page.getByRole('listitem').getByRole('button', { name: /あなたが決めます/ });
    await waiting.nth(1).waitFor();
    for (const key of ['j', 'j', 'k', 'Enter']) await page.keyboard.press(key);
    await waiting.first().and(page.locator('[aria-current=true]')).waitFor();
    await page.getByText(/契約番号・(結果|確認番号)/).waitFor();
    await page.getByText('承認から7日間').waitFor();
    await page.getByLabel('コメント').fill('確認しました');
    await page.keyboard.press('Control+Enter');
    await page.getByText('次に決めるものを開きました').waitFor();
    await waiting.nth(1).waitFor({ state: 'detached' });
    expect(await waiting.getAttribute('aria-current')).toBe('true');
    expect(await page.getByLabel('コメント').inputValue()).toBe('');
    expect(await faultsOf(approver)).toEqual([]);
  });
});
