import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { type Role } from '../../domain/access/access';
import { roleTexts } from '../../domain/texts/names/access';
import { ApiClient } from '../../sandbox/demo/api-client';
import { newVisitor, openBrowser, signIn, type Visitor } from '../../sandbox/visitor/browser';
import { type OpenDesk, startDesk } from '../../sandbox/visitor/desk';
import { makeAudience, scratchFolder, shortCampaign } from '../support/demo-run';
import { eventually } from '../support/eventually';
import { describeBrowser } from './support/chromium';

interface Return {
  id: number;
  receipt: string;
  customerId: number;
  contracts: { key: string }[];
}

/** A whole day at the desks of the demo, by one visitor who has every role, as a reader of the README would try it. */
describeBrowser('a day at the desks', () => {
  const folder = scratchFolder();
  let desk: OpenDesk;
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;
  let journey: number;

  beforeAll(async () => {
    const files = ['--customers', makeAudience(folder, 80), '--campaign', shortCampaign(folder)];
    desk = await startDesk(join(folder, 'desk'), [...files, '--day', '0.1']);
    browser = await openBrowser();
    visitor = await newVisitor(browser, desk.state);
    page = visitor.page;
  }, 900_000);
  afterAll(async () => {
    await browser?.close();
    expect(await desk?.stop()).toBe(130); // as after Ctrl+C
    rmSync(folder, { recursive: true, force: true });
  }, 120_000);

  const as = (who: 'auditor' | 'manager') => new ApiClient(desk.state.urls.api, desk.state.keys[who]);
  const campaign = () => `/campaigns/${desk.state.campaignId}`;
  /** Takes another of the visitor's roles, as by the menu of the person. */
  const takeRole = async (role: Role) => {
    await page.locator('.me-menu summary').click();
    await page
      .locator('.me-menu .menu')
      .getByRole('button', { name: roleTexts[role].ja, exact: false })
      .first()
      .click();
    await page.locator('.me-menu summary').getByText(roleTexts[role].ja).waitFor();
  };
  const choose = async (name: string) => {
    await page.getByRole('radio', { name: new RegExp(`^${name}`) }).focus();
    await page.keyboard.press('Space');
  };
  const journeyOf = async (customerId: number) => {
    const path = `/api/campaigns/${desk.state.campaignId}/journeys?q=${customerId}`;
    const { items } = await as('manager').call<{ items: { id: number; customerId: number }[] }>(path);
    return items.find((item) => item.customerId === customerId)!.id;
  };
  const inbox = async () => {
    const { total } = (await (await fetch(new URL('/api/total', desk.state.urls.inbox))).json()) as { total: number };
    return total;
  };
  /** What has become of a journey: its entries in the ledger, and its messages. */
  const courseOf = async (journeyId: number) => {
    const { timeline, messages } = await as('auditor').call<{
      timeline: { kind: string }[];
      messages: { step: string; channel: string; status: string }[];
    }>(`/api/journeys/${journeyId}`);
    return { kinds: timeline.map(({ kind }) => kind), messages };
  };

  test('the visitor signs in with password and the code of the authenticator, at ten in the morning', async () => {
    await signIn(visitor, desk.state, 'kengaku', 'operator');
    await page
      .locator('header .clock')
      .getByText(/ 10:[0-5]\d/)
      .waitFor();
    expect(new URL(page.url()).hostname).toBe('localhost');
    expect(new URL(desk.state.urls.api).hostname).toBe('127.0.0.1');
  });

  test('makes a call: the number is dialled, no one answers, and the next call comes by itself', async () => {
    await page.goto('/calls');
    await page.getByRole('button', { name: '次のお客様' }).press('Enter');
    await page.getByRole('group', { name: 'どなたに' }).waitFor();
    const number = (await page.locator('.dial-number').textContent())!;
    const phone = await visitor.context.newPage();
    await phone.goto(desk.state.urls.phone);
    await phone.locator('input[name=number]').fill(number);
    await phone.getByRole('button', { name: 'かける' }).click();
    await phone.getByRole('status').waitFor();
    await phone.close();
    const before = await as('manager').call<{ calls: { due: number } }>('/api/work');
    await page.keyboard.press('4');
    await page.keyboard.press('Control+Enter');
    await page.getByText('記録しました：不在・呼出のみ').waitFor();
    await eventually('one call fewer is due', async () => {
      const { calls } = await as('manager').call<{ calls: { due: number } }>('/api/work');
      return calls.due < before.calls.due;
    });
    await page.keyboard.press('b');
    await page.getByRole('dialog').getByText('休憩に入る', { exact: false }).click();
    await page.getByRole('dialog').locator('button[type=submit], button.primary').first().click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });
  test('opens an envelope by its code, reads the form, and with a colleague it is accepted', async () => {
    const bag = await visitor.context.newPage();
    await bag.goto(`${desk.state.urls.print}mailbag`);
    const row = bag
      .getByRole('row')
      .filter({ hasText: '返送用紙' })
      .filter({ has: bag.getByRole('button') })
      .first();
    const code = (await row.locator('code').textContent())!;
    await row.getByRole('button', { name: '開封済みにする' }).click();
    await bag.close();
    await page.goto('/returns');
    await page.getByLabel('封書の番号').fill(code);
    await page.keyboard.press('Enter');
    const said = page.locator('#live').filter({ hasText: '受け付けました。受付番号' });
    const receipt = /受付番号 (\S+)/.exec((await said.textContent())!)![1];
    const { items } = await as('manager').call<{ items: Return[] }>('/api/returns?limit=200');
    const booked = items.find((item) => item.receipt === receipt);
    const form = await as('manager').call<Return>(`/api/returns/${booked!.id}`);
    await page.goto(`/returns?mode=read&id=${form.id}`);
    await page.getByRole('heading', { name: '記入内容の入力' }).waitFor();
    await page.locator('[data-step] input:focus').waitFor();
    for (const _ of form.contracts) await page.keyboard.press('1');
    await page.locator('[data-step=written] input:focus').waitFor();
    await page.keyboard.type('0');
    await page.keyboard.press('Enter');
    await page.keyboard.press('1');
    await page.keyboard.press('Control+Enter');
    await page.locator('#live').filter({ hasText: '第1読取りを登録しました' }).waitFor();
    const mails = await inbox();
    const colleague = new ApiClient(desk.state.urls.api, desk.state.keys.operator2);
    const choices = Object.fromEntries(form.contracts.map(({ key }) => [key, 'migrate']));
    const reading = { choices, writtenOn: null, signed: true, otherPerson: false, illegible: false, remark: false };
    await colleague.call(`/api/returns/${form.id}/entries`, { method: 'POST', body: reading });
    journey = await journeyOf(form.customerId);
    const { kinds, messages } = await eventually('the receipt for the customer', async () => {
      const now = await courseOf(journey);
      return now.messages.some(({ step }) => step === 'receipt') && now;
    });
    expect(kinds).toEqual(expect.arrayContaining(['return_received', 'return_entered', 'return_accepted', 'reply']));
    const [receiptSent, ...more] = messages.filter(({ step }) => step === 'receipt');
    expect(more).toEqual([]);
    if (receiptSent!.channel === 'mail') await eventually('the mail in the inbox', async () => (await inbox()) > mails);
  });

  test('approves, as the second person, the export that the manager asked for', async () => {
    await takeRole('approver');
    await page.goto('/decisions');
    await page.getByRole('button', { name: /個人情報を含むファイルの出力の承認/ }).press('Enter');
    await page.getByRole('button', { name: '承認する' }).waitFor();
    await page.keyboard.press('Control+Enter');
    const asked = '/api/requests?open=false';
    const approved = await eventually('the approved request', async () => {
      const { items } = await as('manager').call<{ items: { decision: string; reason: string }[] }>(asked);
      return items.find(({ decision, reason }) => decision === 'approved' && reason.includes('月次報告'));
    });
    expect(approved).toMatchObject({ action: 'export' });
  });

  test('pauses the calls of the campaign with a reason, and resumes them', async () => {
    await takeRole('manager');
    await page.goto(`${campaign()}/steering`);
    await page.getByRole('button', { name: '一時停止', exact: false }).first().waitFor();
    await page.keyboard.press('p');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await choose('経路を選ぶ');
    await dialog.locator('select').first().selectOption('phone');
    await choose('再開の操作をするまで');
    await choose('延ばさない');
    await dialog.getByLabel('理由').fill('台本の誤記を確認中のため');
    await dialog.getByRole('button', { name: /^電話の\d+件を止める/, disabled: false }).waitFor();
    await page.keyboard.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: '台本の誤記を確認中のため' }).first().waitFor();
    await page.getByRole('button', { name: '再開する' }).first().click();
    await page.getByRole('dialog').getByLabel('理由').fill('確認が終わったため');
    await page.keyboard.press('Control+Enter');
    await page
      .getByRole('cell', { name: /確認が終わったため/ })
      .first()
      .waitFor();
  });
});
