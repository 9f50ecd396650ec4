import { describeBrowser } from '../support/chromium';
import { faultsOf } from '../support/check';
import { openStage, type Stage, type Visitor } from '../support/stage';
import { type Desk, Keys, openDesk } from './fixture';
import { arrivalsOf, type Letter, read, scanOf, sendScan } from '../../returns/returns-fixture';

describeBrowser('the return desk: the second and the third reader', () => {
  let stage: Stage;
  let desk: Desk;
  let ids: { a: number; b: number };
  let second: Visitor;
  beforeAll(async () => {
    stage = await openStage();
    desk = await openDesk(stage);
    ids = { a: await bookAndRead(desk.a), b: await bookAndRead(desk.b) };
    second = await desk.enter('operator');
  });
  afterAll(() => stage.close());

  /** Booked with its picture, and read by a first person: move, 10 February, signed. */
  async function bookAndRead(letter: Letter): Promise<number> {
    const { key } = desk.own.keys.operator;
    const { body } = await sendScan(stage.api, key, await scanOf(letter.code), { kind: 'form' }).expect(201);
    await stage.api.act(`/api/returns/${body.id}/entries`, key, read(letter.contracts)).expect(200);
    return body.id;
  }
  const said = ({ page }: Visitor, text: string | RegExp) => page.locator('#live').filter({ hasText: text }).waitFor();
  const open = async ({ page }: Visitor, id: number) => {
    await page.goto(`/returns?mode=read&id=${id}`);
    await page.getByRole('img', { name: /の用紙 1枚目/ }).waitFor();
  };
  const enter = async ({ page }: Visitor, tick: string, date: string) => {
    const keys = new Keys(page);
    await keys.press(tick);
    await keys.type(date);
    await keys.press('Enter', '1', 'Control+Enter');
  };
  const status = async (id: number) =>
    (await stage.api.t.db.selectFrom('returns').select('status').where('id', '=', id).executeTakeFirstOrThrow()).status;

  test('the second reader finds no trace of the first reading, and the same reading is accepted', async () => {
    const received: string[] = [];
    second.page.on('response', async (response) => {
      if (response.url().includes(`/api/returns/${ids.a}`) && response.headers()['content-type']?.includes('json'))
        received.push(await response.text());
    });
    await open(second, ids.a);
    expect(await second.page.getByRole('table', { name: '2人の読み' }).count()).toBe(0);
    expect(await second.page.getByRole('radio', { checked: true }).count()).toBe(1); // of the queue shown, none of the form
    expect(received.join('')).not.toContain('2027-02-10');
    expect(JSON.parse(received[0]!)).toMatchObject({ readings: [], contracts: [{ choice: null }] });
    expect(await faultsOf(second)).toEqual([]);
    await enter(second, '1', '0210');
    await said(second, '受理');
    expect(await status(ids.a)).toBe('accepted');
    expect(await arrivalsOf(stage.api, desk.a)).toMatchObject([{ kind: 'answer' }]);
  });

  test('another reading is a mismatch, which another person decides', async () => {
    await open(second, ids.b);
    await enter(second, '2', '2/10');
    await said(second, '別の方が確認します');
    expect(await status(ids.b)).toBe('mismatch');
    await second.page.goto(`/returns?mode=read&id=${ids.b}`);
    await second.page.getByText('別の方が確認します。', { exact: true }).waitFor();
  });

  test('what is missing or unreadable is said at its field, and what was typed stays', async () => {
    const third = await desk.enter('manager');
    const { page } = third;
    await open(third, ids.b);
    await new Keys(page).press('1');
    await new Keys(page).type('1399');
    await page.keyboard.press('Control+Enter');
    await page.getByText('日付として読めません').waitFor();
    expect(await page.getByLabel('記入日').inputValue()).toBe('1399');
    await page.keyboard.press('g'); // typed into the field, not a way to another page
    expect(await page.getByLabel('記入日').inputValue()).toContain('1399');
    await page.goBack();
    await third.context.close();
  });

  test('the third reader sees both readings side by side and decides, and the day book balances', async () => {
    const third = await desk.enter('manager');
    await open(third, ids.b);
    const compare = third.page.getByRole('table', { name: '2人の読み' });
    await compare.getByRole('row', { name: /違い/ }).filter({ hasText: '移行' }).filter({ hasText: '解約' }).waitFor();
    expect(await compare.getByRole('row', { name: /違い/ }).count()).toBe(1);
    expect(await faultsOf(third)).toEqual([]);
    await enter(third, '2', '0210');
    await said(third, '受理');
    expect(await status(ids.b)).toBe('accepted');
    await third.page.goto('/returns');
    const book = third.page.getByRole('table', { name: '日計' });
    for (const [name, count] of [
      ['受付', '2'],
      ['受理', '2'],
      ['残', '0'],
    ] as const)
      await book.getByRole('row', { name: `${name} ${count}`, exact: true }).waitFor();
    await third.page.getByText('前日残＋受付 2 ＝ 判定済＋残 2').waitFor();
    await third.page.getByText('一致', { exact: true }).waitFor();
    expect([...second.complaints, ...third.complaints]).toEqual([]);
  });
});
