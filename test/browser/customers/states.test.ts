import { linkVersions } from '../../../db/customers/links';
import { addCustomer, doc, NOW, type TestCustomer } from '../../customers/page-fixture';
import { addContacts, calls, openLanes } from '../../customers/pages/call-fixture';
import { describeBrowser } from '../support/chromium';
import { nameOf, PHONE, requireSoundPage } from '../support/customer-page';
import { openStage, type Stage, type Visitor } from '../support/stage';

/** A customer before whom a state is set up; with `in` the visitor has given the second factor. */
interface Scene {
  name: string;
  state: string;
  in?: true;
  set?(customer: TestCustomer, visitor: Visitor): Promise<void>;
  at?: string;
}

describeBrowser('every state of the customer pages', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    await openLanes(stage.api.t);
  });
  afterAll(() => stage.close());
  const db = () => stage.api.t.db;
  const setNow = (at: number) =>
    db()
      .updateTable('clock')
      .set({ stepped_to: new Date(at), slot_ms: 0 })
      .execute();
  beforeEach(() => setNow(NOW));

  async function identify({ page }: Visitor, day = '7'): Promise<void> {
    await page.getByLabel('年', { exact: true }).fill('1948');
    await page.getByLabel('月', { exact: true }).fill('3');
    await page.getByLabel('日', { exact: true }).fill(day);
    await page.getByRole('button', { name: 'つぎへ' }).click();
  }

  async function answer({ page }: Visitor, customer: TestCustomer): Promise<void> {
    await page.goto(`${customer.page}/choose`);
    await page.getByLabel('解約する').check();
    await page.getByRole('button', { name: 'つぎへ' }).click();
    await page.getByRole('button', { name: 'この内容で送る' }).click();
  }

  const hold = async ({ clientId, customerId }: TestCustomer) => {
    const open = { client_id: clientId, customer_id: customerId, reason: 'complaint', source: 'desk' };
    await db()
      .insertInto('holds')
      .values({ ...open, opened_at: new Date(NOW) })
      .execute();
  };

  const scenes: Scene[] = [
    { name: 'invalid', state: 'a link that is not known', at: '/m/unknown' },
    {
      name: 'locked',
      state: 'five wrong second factors',
      set: async (_, visitor) => {
        for (let tries = 0; tries < 5; tries++) await identify(visitor, '1');
      },
    },
    { name: 'late', state: 'after the deadline', in: true, set: () => setNow(doc.dates.graceUntil! + 1).then() },
    {
      name: 'stopped',
      state: 'a campaign that was stopped',
      set: async ({ campaignId }) => {
        await db().updateTable('campaigns').set({ status: 'stopped' }).where('id', '=', campaignId).execute();
      },
    },
    {
      name: 'nothing',
      state: 'no contract left',
      in: true,
      set: async ({ customerId }) => {
        const excluded = { state: 'excluded' as const, reason: 'client' };
        await db().updateTable('audience').set(excluded).where('customer_id', '=', customerId).execute();
      },
    },
    { name: 'call', state: 'what only a person decides', set: (customer) => hold(customer) },
    {
      name: 'kept',
      state: 'an answer that waits for a legal representative',
      in: true,
      set: async (customer, visitor) => {
        await db().updateTable('customers').set({ age_from: 0 }).where('id', '=', customer.customerId).execute();
        await answer(visitor, customer);
      },
    },
    {
      name: 'answered',
      state: 'choosing again',
      in: true,
      at: '/choose',
      set: (customer, visitor) => answer(visitor, customer),
    },
    {
      name: 'replaced',
      state: 'a link that a newer one has replaced',
      set: async (customer) => {
        const { page } = await linkVersions(db(), customer);
        const ended = { revoked_at: new Date(NOW), replaced_at: new Date(NOW) };
        await db()
          .updateTable('links')
          .set(ended)
          .where('customer_id', '=', customer.customerId)
          .where('version', '=', page)
          .execute();
      },
    },
    { name: 'callback', state: 'no number to call', in: true, at: '/callback' },
    {
      name: 'callback',
      state: 'an agreed time that has passed',
      in: true,
      at: '/callback',
      set: async (customer, { page }) => {
        await addContacts(stage.api.t, customer, ['phone']);
        await page.goto(`${customer.page}/callback`);
        await page.getByLabel('12月11日(金)').check();
        await page.getByLabel('16:00〜18:00').check();
        await page.getByRole('button', { name: 'この日時で予約する' }).click();
        await setNow(Date.parse('2026-12-11T18:00:00+09:00'));
      },
    },
    { name: 'optout', state: 'before mail is stopped' },
    {
      name: 'optout-done',
      state: 'mail that was stopped',
      set: async (customer, { page }) => {
        await page.goto(customer.optOut);
        await page.getByRole('button', { name: 'メールを停止する' }).click();
      },
    },
  ];

  test.each(scenes)('$name: $state', async ({ name, state, in: confirmed, set, at }) => {
    const customer = await addCustomer(stage.api.t, { doc: calls });
    const visitor = await stage.open(PHONE);
    const { page } = visitor;
    const base = name.startsWith('optout') ? customer.optOut : customer.page;
    await page.goto(base);
    if (confirmed) await identify(visitor);
    await set?.(customer, visitor);
    await page.goto(at?.startsWith('/m/') ? at : `${base}${at ?? ''}`);
    const step = state.replaceAll(' ', '-');
    expect(await requireSoundPage(stage, visitor, step)).toBe(name);
    await visitor.context.close();
  });

  test('in English and in the largest letters, nothing is cut off and no Japanese is left but names', async () => {
    const customer = await addCustomer(stage.api.t, { doc: calls });
    await addContacts(stage.api.t, customer, ['mail', 'phone']);
    const visitor = await stage.open(PHONE);
    const { page } = visitor;
    await page.goto(customer.page);
    await identify(visitor);
    await answer(visitor, customer);
    for (const below of ['/receipt', '/callback', '/settings', '/genuine']) {
      await page.goto(`${customer.page}${below}?lang=en&text=xl`);
      await requireSoundPage(stage, visitor, `english${below.replace('/', '-')}`);
      const text = (await page.locator('main').innerText()).replace(/坂本 良枝|ライト|東京都港区1-2-3/g, '');
      expect([await nameOf(page), text.match(/[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]+/gu)]).toEqual([
        below.slice(1),
        null,
      ]);
    }
  });
});
