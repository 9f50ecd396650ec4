import { type Page } from 'playwright-core';
import { codeOf, freshCode, makeUser, PASSWORD, type User } from '../../access/sign-in-fixture';
import { type ApiClient } from '../../support/api';
import { faultsOf, overflowAt } from '../support/check';
import { describeBrowser } from '../support/chromium';
import { openStage, type Stage, type Visitor } from '../support/stage';

/** A typed code of an envelope, of no envelope that exists. */
const TYPED = 'TNG12345';

describeBrowser('an administrator and a new operator', () => {
  let stage: Stage;
  let own: ApiClient;
  let admin: Visitor & { user: User };
  let oneTime: string;
  let operator: Visitor;
  beforeAll(async () => {
    stage = await openStage();
    own = await stage.api.client();
  });
  afterAll(() => stage.close());

  test('an office behind one address may open the sign-in page as often as it likes', async () => {
    const { context } = await stage.open();
    for (let reload = 0; reload < 40; reload++) {
      const answer = await context.request.get('/api/session');
      expect([answer.status(), ((await answer.json()) as { stage: string }).stage]).toEqual([200, 'signed_out']);
    }
    await context.close();
  });

  test('signs in with password and code, one step at a time', async () => {
    const user = await makeUser(stage.api, [{ clientId: null, role: 'administrator' }]);
    admin = { ...(await stage.open()), user };
    const { page } = admin;
    await page.goto('/');
    await page.getByLabel('ログインID').fill(user.login);
    await page.getByLabel('パスワード').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByLabel('認証アプリの6桁').fill(await freshCode(stage.api, user));
    await page.keyboard.press('Enter');
    await page.waitForURL('**/accounts');
    expect(await faultsOf(admin)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
  });

  test('invites an operator; the code is shown once, and is gone after a reload', async () => {
    const { page } = admin;
    await page.getByRole('table', { name: '利用者' }).waitFor();
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog', { name: '利用者を招待' });
    await dialog.getByLabel('ログインID').fill('sano');
    await dialog.getByLabel('氏名').fill('佐野 明');
    await dialog.getByLabel('役割').selectOption('operator');
    await dialog.getByText('委託元を選んでください').waitFor();
    await dialog.getByLabel('委託元').selectOption(String(own.clientId));
    await page.keyboard.press('Control+Enter');
    const shown = page.getByRole('dialog', { name: 'このコードを本人に渡してください' });
    oneTime = (await shown.getByLabel('招待コード').textContent())!;
    expect(oneTime.length).toBeGreaterThan(10);
    expect(await faultsOf(admin)).toEqual([]);
    await page.reload();
    await page.getByRole('row', { name: /佐野 明.*招待中.*オペレーター/ }).waitFor();
    expect(await page.content()).not.toContain(oneTime);
  });

  test('the operator sets a password; one that is too weak is said at its field', async () => {
    operator = await stage.open();
    const { page } = operator;
    await page.goto('/');
    await page.getByRole('button', { name: '招待コード・再設定コードをお持ちの方' }).click();
    await page.getByLabel('ログインID').fill('sano');
    await page.getByLabel('招待コード').fill(oneTime);
    const password = page.getByLabel('新しいパスワード');
    await password.fill('pass');
    await page.keyboard.press('Enter');
    await page.locator('input[type=password][aria-invalid=true]').waitFor();
    expect(await page.evaluate('document.activeElement.autocomplete')).toBe('new-password');
    expect(await described(page, 'input[type=password]')).toMatch(/文字/);
    expect(await page.getByLabel('招待コード').inputValue()).toBe(oneTime);
    await password.fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '認証アプリを登録する' }).waitFor();
  });

  test('and an authenticator, then is at the desk of the only role', async () => {
    const { page } = operator;
    const picture = page.getByRole('img', { name: '登録用のQRコード' });
    await picture.waitFor();
    expect(await page.evaluate('document.querySelector("img.qr").naturalWidth')).toBeGreaterThan(0);
    await page.getByText('読み取れないときのキー').click();
    const secret = (await page.locator('details .hash').textContent())!.replace(/\s/g, '');
    expect(await faultsOf(operator)).toEqual([]);
    await page.getByLabel('認証アプリの6桁').fill(codeOf(secret));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '回復コードを控えてください' }).waitFor();
    expect(await page.locator('ol.codes li').count()).toBe(10);
    await page.getByRole('button', { name: '控えました' }).click();
    await page.waitForURL('**/returns');
  });

  test('when the account is closed, the sign-in lies over what the operator has typed', async () => {
    const { page } = operator;
    await page.getByLabel('封書の番号').fill(TYPED);
    await closeAccount(admin.page, '佐野 明');
    // the page reads what waits every few seconds, and hears it there at the latest
    await page.getByRole('dialog', { name: 'もう一度サインインしてください' }).waitFor();
    expect(await page.getByLabel('封書の番号').inputValue()).toBe(TYPED);
    expect(await faultsOf(operator)).toEqual([]);
  });
});

/** The hint and the error that belong to a field, as a screen reader says them. */
async function described(page: Page, field: string): Promise<string> {
  const ids = (await page.locator(field).last().getAttribute('aria-describedby')) ?? '';
  const texts = await Promise.all(ids.split(' ').map((id) => page.locator(`[id="${id}"]`).textContent()));
  return texts.join(' ');
}

/** Closes a person's account, and sees it closed. */
async function closeAccount(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'アカウントを停止' }).click();
  await page.getByRole('dialog').getByLabel('理由').selectOption('left');
  await page.getByRole('button', { name: `${name} さんを停止する` }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'アカウントを再開' }).waitFor();
}
