import { type ApiClient } from '../../support/api';
import { faultsOf, overflowAt } from '../support/check';
import { describeBrowser } from '../support/chromium';
import { openStage, type Stage, type Visitor } from '../support/stage';

describeBrowser('questions to the client', () => {
  let stage: Stage;
  let own: ApiClient;
  let manager: Visitor;
  let client: Visitor;
  beforeAll(async () => {
    stage = await openStage();
    own = await stage.api.client();
    manager = await stage.enter([{ clientId: own.clientId, role: 'manager' }]);
    client = await stage.enter([{ clientId: own.clientId, role: 'client_approver' }]);
  });
  afterAll(() => stage.close());

  const address = () => `/campaigns/${own.campaignId}/questions`;

  test('the manager asks; a customer’s name is refused at its field, and what was typed stays', async () => {
    const { page } = manager;
    await page.goto(address());
    await page.getByText('質問はまだありません').waitFor();
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog', { name: '質問する' });
    await dialog.getByLabel('件名').fill('年末の架電枠');
    const text = dialog.getByRole('textbox', { name: '質問' });
    await text.fill('山田 太郎様から、増やしてほしいとのことです。');
    await dialog.getByLabel('回答期限').fill('2027-01-14');
    await page.keyboard.press('Control+Enter');
    await dialog.getByRole('alert').getByText('お客様の氏名や番号は書けません').waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
    expect(await faultsOf(manager)).toEqual([]);
    await text.fill('20件/日に増やしてよろしいですか。');
    await page.keyboard.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /1\s*年末の架電枠\s*回答待ち/ }).waitFor();
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('the client sees at the tab that one waits, and answers it', async () => {
    const { page } = client;
    await page.goto(address());
    await page.getByRole('link', { name: /QA票.*1件/ }).waitFor();
    await page.getByRole('link', { name: '年末の架電枠' }).click();
    await page.getByText('20件/日に増やしてよろしいですか。').waitFor();
    expect(await page.getByRole('button', { name: '質問する' }).count()).toBe(0);
    await page.getByLabel('回答する').fill('増やしてください。');
    expect(await faultsOf(client)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('textbox', { name: '回答する' }).waitFor({ state: 'detached' });
    await page.getByText('増やしてください。').waitFor();
  });

  test('the manager confirms the answer; a viewer reads both and can do nothing', async () => {
    const { page } = manager;
    await page.goto(`${address()}?no=1`);
    await page.getByRole('button', { name: '回答を確認した' }).click();
    await page.getByRole('row', { name: /年末の架電枠\s*確認済/ }).waitFor();
    const viewer = await stage.enter([{ clientId: own.clientId, role: 'client_viewer' }]);
    await viewer.page.goto(`${address()}?no=1`);
    await viewer.page.getByText('増やしてください。').waitFor();
    const acts = viewer.page.getByRole('main').getByRole('button', { name: /回答する|確認した|取り下げ|質問する/ });
    expect(await acts.count()).toBe(0);
    expect(await faultsOf(viewer)).toEqual([]);
  });
});
