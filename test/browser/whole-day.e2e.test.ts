import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { type Role } from '../../domain/access/access';
import { roleTexts } from '../../domain/texts/names/access';
import { ApiClient } from '../../sandbox/demo/api-client';
import { codeOf, newVisitor, openBrowser, signIn, type Visitor } from '../../sandbox/visitor/browser';
import { type OpenDesk, startDesk } from '../../sandbox/visitor/desk';
import { makeAudience, scratchFolder, shortCampaign } from '../support/demo-run';
import { eventually } from '../support/eventually';
import { describeBrowser } from './support/chromium';

/** A whole day at the desks of the demo, by one visitor who has every role, as a reader of the README would try it. */
describeBrowser('a day at the desks', () => {
  const folder = scratchFolder();
  let desk: OpenDesk;
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    const files = ['--customers', makeAudience(folder, 80), '--campaign', shortCampaign(folder)];
    desk = await startDesk(join(folder, 'desk'), [...files, '--day', '0.1']);
    browser = await openBrowser();
    visitor = await newVisitor(browser, desk.state);
    page = visitor.page;
  }, 900_000);
  afterAll(async () => {
    await browser?.close();
    expect(await desk?.stop()).toBe(0);
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
  /** Kinds of the campaign's entries in the ledger that were made by a person's hand. */
  const ledger = async (journeyId: number) => {
    const { timeline } = await as('auditor').call<{ timeline: { kind: string }[] }>(`/api/journeys/${journeyId}`);
    return timeline.map(({ kind }) => kind);
  };

  test('the visitor signs in with password and the code of the authenticator, at ten in the morning', async () => {
    await signIn(visitor, desk.state, 'kengaku', 'operator');
    await page.locator('header .clock').getByText('10:0', { exact: false }).waitFor();
    expect(new URL(page.url()).hostname).toBe('localhost');
    expect(new URL(desk.state.urls.api).hostname).toBe('127.0.0.1');
  });

  test('makes a call: the number is dialled, no one answers, and the next call comes by itself', async () => {
    await page.goto('/calls');
    await page.getByRole('button', { name: '次のお客様' }).waitFor();
    await page.keyboard.press('n');
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
  void [campaign, takeRole, ledger, codeOf];
});
