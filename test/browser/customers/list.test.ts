import { Readable } from 'node:stream';
import { type Page } from 'playwright-core';
import { importAudience } from '../../../db/audience/import/import-audience';
import { exampleColumns } from '../../../examples/columns';
import { makeUser } from '../../access/sign-in-fixture';
import { type Change, csvOf } from '../../audience/fixture';
import { lease, openDesk, type Desk } from '../../calls/calls-fixture';
import { testDoc } from '../../support/seed';
import { insertCampaign, insertJourney } from '../../support/seeding/customers';
import { describeBrowser } from '../support/chromium';
import { faultsOf, overflowAt } from '../support/check';
import { openStage, type Stage, type Visitor } from '../support/stage';

const ROWS: Change[] = [
  { 氏名: '坂本　良枝', 氏名カナ: 'サカモト　ヨシエ' },
  { 氏名: '坂元　芳江', 氏名カナ: 'サカモト　ヨシエ' },
  { 氏名: '高橋　守', 氏名カナ: 'タカハシ　マモル', 備考: '支援措置' },
].map((change, at) => ({ 町域: `${at}町`, 固定電話: '', 携帯電話: `090-1234-567${at}`, 都道府県: '', ...change }));
const phone = { mail: null, channels: ['phone', 'post'] as ('phone' | 'post')[] };

describeBrowser('answering the phone', () => {
  let stage: Stage;
  let desk: Desk;
  let visitor: Visitor;
  let page: Page;
  let imported: number[];
  beforeAll(async () => {
    stage = await openStage();
    desk = await openDesk(stage.api, [{ ...phone, contracts: 2 }]);
    imported = await put();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    visitor = await stage.enter([{ clientId: desk.clientId, role: 'operator' }]);
    ({ page } = visitor);
  });
  afterEach(() => visitor.context.close());

  const db = () => stage.api.t.db;
  async function put(): Promise<number[]> {
    const { pool, vault } = stage.api.t;
    const { clientId } = desk;
    const doc = testDoc({ columns: await exampleColumns() });
    const campaignId = await insertCampaign(stage.api.t, clientId, doc, { status: 'draft' });
    const { id: personId } = await db().selectFrom('persons').select('id').executeTakeFirstOrThrow();
    const body = Readable.from([Buffer.from(csvOf(ROWS))]);
    await importAudience({ db: db(), pool, vault, clientId, campaignId, personId, doc, body });
    await db().updateTable('campaigns').set({ status: 'running' }).where('id', '=', campaignId).execute();
    const rows = await db()
      .selectFrom('audience')
      .select('customer_id')
      .where('campaign_id', '=', campaignId)
      .orderBy('line')
      .execute();
    const ids = rows.map(({ customer_id }) => customer_id);
    for (const id of ids) await insertJourney({ db: db() }, { clientId, campaignId }, id);
    return ids;
  }
  const accesses = async () => {
    const rows = await db().selectFrom('ledger').select('body').where('chain', '=', 'installation').execute();
    return rows.map(({ body }) => JSON.parse(body) as Record<string, unknown>).filter(({ kind }) => kind === 'access');
  };
  async function search(value: string) {
    await page.getByLabel('お客様の手がかり').fill(value);
    await page.keyboard.press('Enter');
  }
  const open = async (id: number) => {
    await page.goto(`/customers/${id}`);
    await page.getByRole('heading', { name: '次に起こること' }).waitFor();
  };

  test('a customer is found by kana with a purpose, masked, and no name is in address or title', async () => {
    await page.goto('/holds');
    await page.getByText('見直す連絡留保はありません。').waitFor();
    await page.keyboard.press('/');
    await page.getByLabel('お客様の手がかり').waitFor();
    await search('さかもと よしえ');
    await page.getByRole('alert').getByText('目的を選んでください').waitFor();
    await page.getByLabel('目的').selectOption({ label: '問い合わせ' });
    await search('さかもと よしえ');
    await page.getByRole('heading', { name: '2件' }).waitFor();
    expect(await page.locator('tbody a.b').allTextContents()).toEqual(['坂●●●', '坂●●●']);
    expect(await page.title()).not.toMatch(/坂|さかもと/);
    expect(decodeURI(page.url())).not.toMatch(/坂|さかもと/);
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/customers/${imported[0]}`);
    await page.getByRole('heading', { name: '次に起こること' }).waitFor();
    await page.getByRole('link', { name: '照会に戻る' }).click();
    expect(await page.getByLabel('お客様の手がかり').inputValue()).toBe('さかもと よしえ');
  });

  test('a customer under protection is not found by name, and by id nothing is shown', async () => {
    await page.goto('/customers');
    await page.getByLabel('目的').selectOption({ label: '問い合わせ' });
    await search('たかはし まもる');
    await page.getByText('見つかりません。').first().waitFor();
    await search(String(imported[2]));
    await page.getByText('支援措置のため表示できません').waitFor();
    await page.goto(`/customers/${imported[2]}`);
    await page.getByText('支援措置のため表示できません').waitFor();
    expect(await page.content()).not.toContain('高橋');
  });

  test('what comes next stands in one sentence, and what is revealed is recorded with its purpose', async () => {
    await open(desk.customers[0]!.id);
    await page.getByText('2/1(月) 10:00から電話をかけます（1回目、全2回）。').waitFor();
    expect(await page.content()).not.toContain('+81312345678');
    await page.getByRole('button', { name: '伏せ字を外す' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('目的').selectOption({ label: '問い合わせ' });
    await dialog.getByLabel('照合番号').fill('INQ-12');
    await dialog.getByLabel('固定電話').check();
    await page.keyboard.press('Control+Enter');
    await page.getByText('+81312345678').waitFor();
    expect((await accesses()).at(-1)).toMatchObject({
      ...{ what: 'personal', purpose: 'inquiry', reference: 'INQ-12', fields: ['phone'] },
      customer: desk.customers[0]!.id,
    });
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('the language of notices is changed at the customer’s wish, and the page says from when', async () => {
    await open(desk.customers[0]!.id);
    await page.getByRole('button', { name: '英語に変える' }).click();
    await page.getByText('次のご案内から英語で送ります。').waitFor();
    await page.getByRole('button', { name: '日本語に変える' }).waitFor();
    const query = db().selectFrom('customers').select('language').where('id', '=', desk.customers[0]!.id);
    expect(await query.executeTakeFirst()).toEqual({ language: 'en' });
    expect(await faultsOf(visitor)).toEqual([]);
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/customer-language.png` });
    await page.getByRole('button', { name: '日本語に変える' }).click();
    await page.getByRole('button', { name: '英語に変える' }).waitFor();
  });

  test('a caller is checked by two items, three times a day at most, and then an answer is booked', async () => {
    await open(desk.customers[0]!.id);
    await page.getByLabel('項目2').selectOption({ label: '契約番号' });
    const said = page.getByLabel('伺った内容');
    await said.nth(0).fill('昭和45年1月2日');
    await said.nth(1).fill('MN9-9');
    await page.getByRole('button', { name: '確かめる' }).click();
    await page.getByRole('alert').getByText('あと2回').waitFor();
    await said.nth(1).fill('MN0-0');
    await page.getByRole('button', { name: '確かめる' }).click();
    await page.getByText(/確認できました/).waitFor();
    await page.getByRole('group', { name: /^契約/ }).first().getByLabel('移行').check();
    await page.getByRole('button', { name: '回答を受け付ける' }).click();
    await page.getByText('受付番号').waitFor();
    await page.getByText('まだ回答のない契約が1件あります').waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
  });

  test('stopping the phone says how many journeys were notified, and ends the call a colleague had in hand', async () => {
    const [task] = desk.tasks;
    await db().updateTable('journeys').set({ read_seq: 9, arrival_seq: 9 }).execute();
    await lease(desk, task!, desk.second).expect(200);
    await open(desk.customers[0]!.id);
    await page.getByText('いま担当者が電話をかけています。').waitFor();
    await page.getByRole('button', { name: '電話を止める' }).click();
    await page.getByLabel('申し出の受付番号').fill('受電 0210-14');
    await page.keyboard.press('Control+Enter');
    await page.getByText('電話を止めました。1件の案件の進行に伝えました。').waitFor();
    const after = await db()
      .selectFrom('call_tasks')
      .select(['status', 'lease_until'])
      .where('id', '=', task!)
      .executeTakeFirstOrThrow();
    expect(after).toEqual({ status: 'waiting', lease_until: null });
  });

  test('a hold is opened, due for review, reviewed and released with its reason', async () => {
    await open(imported[0]!);
    await page.getByRole('button', { name: '連絡を留保する' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('理由', { exact: true }).selectOption({ label: '苦情' });
    await dialog.getByLabel('登録元').fill('INQ-13');
    await dialog.getByLabel('次の見直しの日').fill('2027-02-03');
    await page.keyboard.press('Control+Enter');
    await page.getByText('連絡留保中（苦情）。2/3(水)の見直しまで、何も出しません。').waitFor();
    await page.goto('/holds?due=2027-02-03');
    await page.getByRole('button', { name: '見直して続ける' }).click();
    await page.getByLabel('見直しの内容').fill('先方の返事待ち');
    await page.getByLabel('次の見直しの日').fill('2027-02-02');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('cell', { name: '先方の返事待ち' }).waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    await page.getByRole('button', { name: '解除する' }).click();
    await page.getByLabel('解除する理由').fill('解決済み');
    await page.keyboard.press('Control+Enter');
    await page.getByText('見直す連絡留保はありません。').waitFor();
  });

  test('a hold that only its owner ends is handed to a colleague by its owner, and then no more', async () => {
    const grants = [{ clientId: desk.clientId, role: 'operator' as const }];
    const { personId } = await makeUser(stage.api, grants);
    await db().updateTable('persons').set({ name: '小林 遥' }).where('id', '=', personId).execute();
    await open(imported[1]!);
    await page.getByRole('button', { name: '連絡を留保する' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('理由', { exact: true }).selectOption({ label: '弁護士・破産' });
    await dialog.getByLabel('登録元').fill('INQ-14');
    await dialog.getByLabel('次の見直しの日').fill('2027-02-01');
    await page.keyboard.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.goto('/holds?due=2027-02-05');
    const review = async () => page.getByRole('button', { name: '見直して続ける' }).click();
    await review();
    await dialog.getByLabel('これからの担当').selectOption({ label: '小林 遥' });
    await dialog.getByLabel('見直しの内容').fill('受任通知を確認');
    await dialog.getByLabel('次の見直しの日').fill('2027-02-04');
    expect(await faultsOf(visitor)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('cell', { name: '小林 遥' }).waitFor();
    await page.getByText('担当者か案件管理者だけが解除できます。').waitFor();
    await review();
    await dialog.getByLabel('見直しの内容').waitFor();
    expect(await dialog.getByLabel('これからの担当').count()).toBe(0);
  });
});
