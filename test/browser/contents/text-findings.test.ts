import { type ApiClient, EXAMPLE } from '../../support/api';
import { faultsOf, overflowAt } from '../support/check';
import { describeBrowser } from '../support/chromium';
import { openStage, type Stage, type Visitor } from '../support/stage';

describeBrowser('what the check finds in the words', () => {
  let stage: Stage;
  let own: ApiClient;
  let visitor: Visitor;
  beforeAll(async () => {
    stage = await openStage();
    own = await stage.api.client();
    visitor = await stage.enter([{ clientId: own.clientId, role: 'manager' }]);
  });
  afterAll(() => stage.close());

  test('a vague sentence leads to its line in the file, and to its notice on the page of contents', async () => {
    const { page } = visitor;
    const vague = EXAMPLE.replace('■ 返金について', 'お早めにお手続きください。\n        ■ 返金について');
    await page.goto('/campaigns/new');
    const field = page.getByLabel('案件ファイルの内容');
    await field.fill(vague);
    await page.getByRole('button', { name: '検査する' }).click();
    await page.getByRole('button', { name: /「お早め」/ }).press('Enter');
    const caret = await field.evaluate((own) => {
      const area = own as unknown as { value: string; selectionStart: number; selectionEnd: number };
      return area.value.slice(area.selectionStart, area.selectionEnd);
    });
    expect(caret).toContain('お早めにお手続きください。');
    await field.press('Control+Enter');
    await page.waitForURL(/\/campaigns\/\d+\/file$/);
    await page.goto(page.url().replace('/file', '/content'));
    const finding = page.getByRole('button', { name: /注意.*メール.*「お早め」/ });
    await finding.click();
    await page.getByText('お早めにお手続きください。').first().waitFor();
    expect(await page.getByLabel('文面を選ぶ').inputValue()).toBe('notice');
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 900 });
    await finding.scrollIntoViewIfNeeded();
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/findings.png` });
  });
});
