import { type Locator, type Page } from 'playwright-core';
import { clockAt, openDesk, type Desk } from '../calls/calls-fixture';
import { describeBrowser } from './support/chromium';
import { openStage, type Stage, type Visitor } from './support/stage';

/** The clock of the server stands at 1 February 2027; the browser's is of another day. */
const DAY = '2027-02-01';
const BROWSERS_NOW = '2027-05-20T03:00:00Z';

interface Case {
  name: string;
  at(desk: Desk): string;
  opens: string;
  /** The field that proposes a day, and which at the server's. */
  label: string;
  proposes: string;
  fill(dialog: Locator): Promise<void>;
  /** The days booked by this act. */
  booked(desk: Desk): Promise<(string | null)[]>;
}

const cases: Case[] = [
  {
    name: 'a representative',
    at: ({ customers }) => `/customers/${customers[0]!.id}`,
    opens: '代理人を登録する',
    label: '開始日',
    proposes: DAY,
    fill: async (dialog) => {
      await dialog.getByLabel('お客様との関係').selectOption({ label: '連絡担当者' });
      await dialog.getByLabel('氏名・名称').fill('大河原　瑞穂');
      await dialog.getByLabel('メールアドレス').fill('mizuho@example.jp');
      await dialog.getByLabel('連絡を受けるだけ').check();
      await dialog.getByLabel('確認した書類').fill('ご本人の申し出');
    },
    booked: async ({ api }) =>
      (await api.t.db.selectFrom('representatives').select('valid_from').execute()).map((row) => row.valid_from),
  },
  {
    name: 'a hold, to be reviewed in two weeks',
    at: ({ customers }) => `/customers/${customers[1]!.id}`,
    opens: '連絡を留保する',
    label: '次の見直しの日',
    proposes: '2027-02-15',
    fill: async (dialog) => {
      await dialog.getByLabel('理由').selectOption({ index: 1 });
      await dialog.getByLabel('登録元').fill('受付0001');
    },
    booked: async ({ api }) =>
      (await api.t.db.selectFrom('holds').select('review_on').execute()).map((row) => row.review_on),
  },
  {
    name: 'sacks of post',
    at: () => '/mail-room',
    opens: '受領を記録する',
    label: '受領日',
    proposes: DAY,
    fill: (dialog) => dialog.getByLabel('袋').fill('2'),
    booked: async ({ api }) =>
      (await api.t.db.selectFrom('intakes').select('received_on').execute()).map((row) => row.received_on),
  },
];

describeBrowser('the day that a dialog books under', () => {
  let stage: Stage;
  let desk: Desk;
  let visitor: Visitor;
  let page: Page;
  beforeAll(async () => {
    stage = await openStage();
    desk = await openDesk(stage.api, [{ channels: ['phone', 'post'] }, { channels: ['phone', 'post'] }]);
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    visitor = await stage.enter([{ clientId: desk.clientId, role: 'operator' }]);
    ({ page } = visitor);
    await page.clock.install({ time: new Date(BROWSERS_NOW) });
  });
  afterEach(() => visitor.context.close());

  /** Holds the answers about the server's clock back, from the first or the second on, until they are let go. */
  const holdClock = async (from: 1 | 2) => {
    let letGo!: () => void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let asked = 0;
    await page.route('**/api/clock', async (route) => {
      if ((asked += 1) >= from) await held;
      await route.continue().catch(() => undefined); // the page may be gone
    });
    return letGo;
  };
  const open = async (name: string) => {
    await page.getByRole('button', { name }).click();
    return page.getByRole('dialog');
  };

  test.each(cases)('$name: waits for the server’s clock, and is booked under its day', async (one) => {
    const letGo = await holdClock(1);
    await page.goto(one.at(desk));
    const dialog = await open(one.opens);
    await one.fill(dialog);
    const act = dialog.getByRole('button', { name: one.opens });
    expect(await dialog.getByLabel(one.label).inputValue()).toBe('');
    expect(await act.isDisabled()).toBe(true);
    await page.keyboard.press('Control+Enter');
    letGo();
    await dialog.locator(`input[value="${one.proposes}"]`).waitFor();
    expect(await one.booked(desk)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(await one.booked(desk)).toEqual([one.proposes]);
  });

  test.each([
    { clock: 'a clock that stands between its steps', at: '2027-02-01T23:59:30+09:00', speed: 86_400, day: DAY },
    { clock: 'a clock that runs', at: '2027-02-01T23:59:30+09:00', speed: 1, day: '2027-02-02' },
  ])('a minute after the last reading of $clock', async ({ at, speed, day }) => {
    await clockAt(stage.api, at);
    await stage.api.t.db.updateTable('clock').set({ speed }).execute();
    const letGo = await holdClock(2);
    await page.goto('/mail-room');
    await page.getByText('23:59', { exact: false }).first().waitFor();
    await page.clock.fastForward(60_000);
    const dialog = await open('受領を記録する');
    expect(await dialog.getByLabel('受領日').inputValue()).toBe(day);
    letGo();
  });
});
