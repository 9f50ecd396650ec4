import { describeBrowser } from '../support/chromium';
import { faultsOf } from '../support/check';
import { openStage, type Stage, type Visitor } from '../support/stage';
import { type Desk, openDesk } from './fixture';
import { scanOf, sendScan } from '../../returns/returns-fixture';

describeBrowser('the return desk: a form that asks for a hanko and an account', () => {
  let stage: Stage;
  let desk: Desk;
  let id: number;
  beforeAll(async () => {
    stage = await openStage();
    desk = await openDesk(stage, { hanko: 'required', account: 'always' });
    const { key } = desk.own.keys.operator;
    id = (await sendScan(stage.api, key, await scanOf(desk.a.code), { kind: 'form' }).expect(201)).body.id;
  });
  afterAll(() => stage.close());

  const readIt = async ({ page }: Visitor, number: string) => {
    await page.goto(`/returns?mode=read&id=${id}`);
    await page.getByRole('radio', { name: /移行/ }).first().check();
    await page.getByLabel('記入日').fill('0210');
    await page.getByRole('group', { name: '署名' }).getByRole('radio', { name: /あり/ }).check();
    const submit = page.getByRole('button', { name: /を登録/ });
    await submit.click();
    await page.getByText('印鑑を照合してください').waitFor();
    await page.getByRole('group', { name: 'お届け印' }).getByRole('radio', { name: /一致/ }).check();
    const account = page.getByRole('group', { name: '口座', exact: true });
    for (const [label, text] of [
      ['金融機関', 'みなと銀行'],
      ['支店', '海岸支店'],
      ['口座番号', number],
      ['口座名義（カナ）', 'ミホン ハナコ'],
    ] as const)
      await account.getByLabel(label).fill(text);
    await account.getByLabel('種別').selectOption({ label: '普通' });
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/asked.png`, fullPage: true });
    await submit.click();
  };

  test('both readers key them; a digit apart goes to a third, who sees where and not which', async () => {
    const one = await desk.enter('operator');
    await readIt(one, '0012345');
    await one.page.locator('.saved').filter({ hasText: '第1読取りを登録しました' }).waitFor();
    const two = await desk.enter('operator');
    await readIt(two, '0012354');
    await two.page.locator('.saved').filter({ hasText: 'アンマッチ' }).waitFor();
    const three = await desk.enter('operator');
    await three.page.goto(`/returns?mode=read&id=${id}`);
    const row = three.page.getByRole('row', { name: /^口座番号 違い/ });
    await row.waitFor();
    expect(await row.textContent()).not.toContain('0012');
    expect(await faultsOf(three)).toEqual([]);
    if (process.env.SHOTS) await three.page.screenshot({ path: `${process.env.SHOTS}/third.png`, fullPage: true });
  });
});
