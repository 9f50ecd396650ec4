import { Browser, doc, hiddenFields, NOW, pageName, pagesTest, receiptOf, type PagesTest } from './page-fixture';

let test: PagesTest;
beforeAll(async () => {
  test = await pagesTest();
});
afterAll(() => test.close());
beforeEach(() => test.setNow(NOW));

const AFTER_DEADLINE = Date.parse('2027-01-18T10:00:00+09:00');
const AFTER_GRACE = Date.parse('2027-01-23T00:00:00+09:00');

async function confirmedCustomer(input?: Parameters<PagesTest['addCustomer']>[0]) {
  const customer = await test.addCustomer(input);
  const factor = input?.code ? { code: input.code } : undefined;
  return { customer, browser: await new Browser(test.app, customer.page).enter(factor) };
}

const arrivalsOf = (journeyId: number) =>
  test.db.selectFrom('arrivals').selectAll().where('journey_id', '=', journeyId).orderBy('seq').execute();

describe('the notice', () => {
  it('says what ends and when, how long there is, what to do, from the approved facts', async () => {
    const { browser } = await confirmedCustomer();
    const { text } = await browser.get();
    for (const part of ['みなとADSLは終了します', '2027年1月31日(日)', '2027年1月15日(金)', 'あと36日']) {
      expect(text).toContain(part);
    }
    for (const fact of Object.values(doc.facts)) expect(text).toContain(fact.ja);
    expect(text).not.toContain('ライト');
  });

  it('still shows a contract that belongs to another customer in a later delivery', async () => {
    const { customer, browser } = await confirmedCustomer();
    const other = await test.addCustomer();
    const [contract] = customer.contracts as [number];
    await test.db.updateTable('contracts').set({ customer_id: other.customerId }).where('id', '=', contract).execute();
    const { client_id } = await test.db
      .selectFrom('customers')
      .select('client_id')
      .where('id', '=', other.customerId)
      .executeTakeFirstOrThrow();
    const data = test.vault.encrypt(test.vault.newKey().key, { number: 'MN-4402-59208' });
    const item = { customer_id: other.customerId, client_id, item: `contract:${contract}`, data };
    await test.db.insertInto('vault_items').values(item).execute();
    expect((await browser.get('/choose')).text).toContain('末尾 9208');
  });

  it('shows no number whole', async () => {
    const { browser } = await confirmedCustomer();
    const { text } = await browser.get('/choose');
    expect(text).toContain('末尾 9208');
    expect(text).not.toContain('59208');
  });
});

describe('an answer', () => {
  it('goes through choose, check and send to a receipt, with nothing chosen beforehand', async () => {
    const { customer, browser } = await confirmedCustomer();
    const choose = await browser.get('/choose');
    expect(pageName(choose)).toBe('choose');
    expect(choose.text).not.toMatch(/<input[^>]*checked/);
    const [contract] = customer.contracts as [number];
    const sent = await browser.answer({ [contract]: 'migrate' });
    expect([sent.status, sent.headers.location]).toEqual([303, `${customer.page}/receipt`]);
    const receipt = await browser.get('/receipt');
    expect(pageName(receipt)).toBe('receipt');
    expect(receipt.text).toContain('光回線へ移る');
    const number = receiptOf(receipt);
    expect(number).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect(await arrivalsOf(customer.journeyId)).toMatchObject([
      { kind: 'answer', at: NOW, source: 'web', data: { choices: { [contract]: 'migrate' }, receipt: number } },
    ]);
  });

  it('takes one choice per contract and misses none', async () => {
    const { customer, browser } = await confirmedCustomer({
      contracts: [{ number: 'MN-0001-1111', product: 'ADSL' }, { number: 'MN-0002-2222' }],
    });
    const [first, second] = customer.contracts as [number, number];
    const { key } = hiddenFields((await browser.get('/choose')).text);
    const half = await browser.post('/choose', { key: key!, [`choice-${first}`]: 'migrate' }).expect(422);
    expect(half.text).toContain('ご契約 2 2222のご希望を選んでください');
    expect(half.text).toMatch(new RegExp(`id="choice-${first}-migrate"[^>]* checked`));
    const odd = await browser.post('/choose', {
      key: key!,
      [`choice-${first}`]: 'migrate',
      [`choice-${second}`]: 'fly',
    });
    expect(odd.status).toBe(422);
    await browser.answer({ [first]: 'migrate', [second]: 'cancel' });
    expect((await arrivalsOf(customer.journeyId))[0]!.data.choices).toEqual({ [first]: 'migrate', [second]: 'cancel' });
  });

  it('is one answer however often the button is tapped', async () => {
    const { customer, browser } = await confirmedCustomer();
    await browser.draft({ [customer.contracts[0]!]: 'cancel' });
    const form = hiddenFields((await browser.get('/check')).text);
    const taps = await Promise.all([
      browser.post('/send', form),
      browser.post('/send', form),
      browser.post('/send', form),
    ]);
    expect(taps.map((res) => res.headers.location)).toEqual(Array(3).fill(`${customer.page}/receipt`));
    expect(await arrivalsOf(customer.journeyId)).toHaveLength(1);
    expect((await browser.get('/check')).headers.location).toBe(`${customer.page}/receipt`);
  });

  it('sends what its page showed, whatever another tab chose meanwhile', async () => {
    const { customer, browser } = await confirmedCustomer();
    const [contract] = customer.contracts as [number];
    await browser.draft({ [contract]: 'migrate' });
    const shown = hiddenFields((await browser.get('/check')).text);
    await browser.draft({ [contract]: 'cancel' });
    await browser.post('/send', shown).expect(303);
    expect((await arrivalsOf(customer.journeyId))[0]!.data.choices).toEqual({ [contract]: 'migrate' });
  });

  it('cannot be sent with a key of another link or an altered one', async () => {
    const mine = await confirmedCustomer();
    const other = await confirmedCustomer({ beside: mine.customer, contracts: [{ number: 'MN-7' }] });
    const { key } = hiddenFields((await other.browser.get('/choose')).text);
    const choice = { [`choice-${mine.customer.contracts[0]}`]: 'migrate' };
    for (const forged of [key!, '0.abc.def', '']) {
      const res = await mine.browser.post('/send', { key: forged, ...choice });
      expect([res.status, res.headers.location]).toEqual([303, `${mine.customer.page}/choose`]);
    }
    expect(await arrivalsOf(mine.customer.journeyId)).toEqual([]);
  });

  it('is kept as a draft in the browser until it is sent', async () => {
    const { customer, browser } = await confirmedCustomer();
    await browser.draft({ [customer.contracts[0]!]: 'cancel' });
    expect((await browser.get('/choose')).text).toMatch(/value="cancel"\s+checked/);
  });
});

describe('a second answer', () => {
  it('is refused without going through change, also from an old tab', async () => {
    const { customer, browser } = await confirmedCustomer();
    const [contract] = customer.contracts as [number];
    const old = hiddenFields((await browser.get('/choose')).text).key!;
    await browser.answer({ [contract]: 'migrate' });
    for (const res of [
      await browser.get('/choose'),
      await browser.post('/choose', { key: old, [`choice-${contract}`]: 'cancel' }),
      await browser.post('/send', { key: old, [`choice-${contract}`]: 'cancel' }),
    ]) {
      expect([res.status, pageName(res)]).toEqual([409, 'answered']);
      expect(res.text).toContain(`${customer.page}/receipt`);
    }
    expect((await browser.get()).headers.location).toBe(`${customer.page}/receipt`);
    expect(await arrivalsOf(customer.journeyId)).toHaveLength(1);
  });

  it('counts when it goes through change, and begins with the choices in force', async () => {
    const { customer, browser } = await confirmedCustomer();
    const [contract] = customer.contracts as [number];
    await browser.answer({ [contract]: 'migrate' });
    const first = receiptOf(await browser.get('/receipt'));
    expect((await browser.get('/change')).text).toMatch(/value="migrate"\s+checked/);
    await browser.answer({ [contract]: 'cancel' }, '/change').then((res) => expect(res.status).toBe(303));
    const receipt = await browser.get('/receipt');
    expect(receipt.text).toContain('解約する');
    expect(receiptOf(receipt)).not.toBe(first);
    expect((await arrivalsOf(customer.journeyId)).map((arrival) => arrival.data.choices)).toEqual([
      { [contract]: 'migrate' },
      { [contract]: 'cancel' },
    ]);
  });

  it('changed in two tabs counts once', async () => {
    const { customer, browser } = await confirmedCustomer();
    const [contract] = customer.contracts as [number];
    await browser.answer({ [contract]: 'migrate' });
    const [one, two] = [await browser.get('/change'), await browser.get('/change')].map(
      (res) => hiddenFields(res.text).key!,
    );
    const fields = { [`choice-${contract}`]: 'cancel' };
    const results = await Promise.all([
      browser.post('/send', { key: one!, ...fields }),
      browser.post('/send', { key: two!, ...fields }),
    ]);
    expect(results.map((res) => res.status).sort()).toEqual([303, 409]);
    expect(await arrivalsOf(customer.journeyId)).toHaveLength(2);
  });
});

describe('taking an answer back', () => {
  it('asks once more, gives a receipt, and leaves the way open for another answer', async () => {
    const { customer, browser } = await confirmedCustomer();
    const [contract] = customer.contracts as [number];
    await browser.answer({ [contract]: 'migrate' });
    const ask = await browser.get('/withdraw');
    expect(pageName(ask)).toBe('withdraw');
    const form = hiddenFields(ask.text);
    await browser.post('/withdraw', form).expect(303);
    await browser.post('/withdraw', form).expect(303);
    const done = await browser.get('/receipt');
    expect(pageName(done)).toBe('withdrawn');
    const arrivals = await arrivalsOf(customer.journeyId);
    expect(arrivals[1]).toMatchObject({
      kind: 'answer_withdrawn',
      data: { contracts: [contract], receipt: receiptOf(done) },
    });
    expect(arrivals).toHaveLength(2);
    expect(pageName(await browser.get())).toBe('notice');
    await browser.answer({ [contract]: 'cancel' }).then((res) => expect(res.status).toBe(303));
    expect(pageName(await browser.get('/receipt'))).toBe('receipt');
  });
});

describe('the cut-off', () => {
  it('is the end of grace: late is not lost', async () => {
    const { customer, browser } = await confirmedCustomer();
    await test.setNow(AFTER_DEADLINE);
    const notice = await browser.get();
    expect(notice.text).toContain('2027年1月22日(金)まではこのページでお受けします');
    await browser.answer({ [customer.contracts[0]!]: 'migrate' }).then((res) => expect(res.status).toBe(303));
  });

  it('afterwards says what is still possible and takes nothing', async () => {
    const { customer, browser } = await confirmedCustomer();
    const key = hiddenFields((await browser.get('/choose')).text).key!;
    await test.setNow(AFTER_GRACE);
    const late = await browser.get();
    expect([late.status, pageName(late)]).toEqual([200, 'late']);
    for (const part of ['2027年1月22日', '2027年1月31日(日)まで使えます', '2027年3月31日', '0120-555-310']) {
      expect(late.text).toContain(part);
    }
    const res = await browser.post('/send', { key, [`choice-${customer.contracts[0]}`]: 'migrate' });
    expect([res.status, pageName(res)]).toEqual([409, 'late']);
    expect(await arrivalsOf(customer.journeyId)).toEqual([]);
  });

  it('leaves the receipt, without a way to change it', async () => {
    const { customer, browser } = await confirmedCustomer();
    await browser.answer({ [customer.contracts[0]!]: 'migrate' });
    await test.setNow(AFTER_GRACE);
    const receipt = await browser.get('/receipt');
    expect(pageName(receipt)).toBe('receipt');
    expect(receipt.text).not.toContain(`${customer.page}/change`);
    for (const below of ['/change', '/withdraw']) expect(pageName(await browser.get(below))).toBe('late');
  });
});

describe('the state of the campaign', () => {
  const setStatus = (id: number, status: 'paused' | 'stopped') =>
    test.db.updateTable('campaigns').set({ status }).where('id', '=', id).execute();

  it('paused still takes answers', async () => {
    const { customer, browser } = await confirmedCustomer();
    await setStatus(customer.campaignId, 'paused');
    await browser.answer({ [customer.contracts[0]!]: 'migrate' }).then((res) => expect(res.status).toBe(303));
  });

  it('stopped says so and takes nothing', async () => {
    const { customer, browser } = await confirmedCustomer();
    const key = hiddenFields((await browser.get('/choose')).text).key!;
    await setStatus(customer.campaignId, 'stopped');
    expect(pageName(await browser.get())).toBe('stopped');
    expect(pageName(await new Browser(test.app, customer.page).get())).toBe('stopped');
    const res = await browser.post('/send', { key, [`choice-${customer.contracts[0]}`]: 'migrate' });
    expect([res.status, pageName(res)]).toEqual([409, 'stopped']);
  });
});

describe('a company with many lines', () => {
  const contracts = Array.from({ length: 45 }, (_, i) => ({ number: `MN-9000-${1000 + i}`, product: 'ひかり' }));

  it('chooses over several small pages, each below 60 KB', async () => {
    const { customer, browser } = await confirmedCustomer({
      kind: 'company',
      name: '株式会社みなと',
      contracts,
      code: '12345678',
    });
    const name = (id: number) => `choice-${id}`;
    for (const [page, size] of [
      [1, 20],
      [2, 20],
      [3, 5],
    ] as const) {
      const shown = await browser.get(`/choose?p=${page}`).expect(200);
      expect(Buffer.byteLength(shown.text)).toBeLessThan(60_000);
      const ids = customer.contracts.slice((page - 1) * 20, page * 20);
      expect(ids.filter((id) => shown.text.includes(`name="${name(id)}"`))).toHaveLength(size);
      const fields = Object.fromEntries(ids.map((id) => [name(id), page === 3 ? 'cancel' : 'migrate']));
      const next = await browser.post('/choose', { ...hiddenFields(shown.text), ...fields });
      expect(next.headers.location).toBe(
        page === 3 ? `${customer.page}/check` : `${customer.page}/choose?p=${page + 1}`,
      );
    }
    const check = await browser.get('/check');
    expect(Buffer.byteLength(check.text)).toBeLessThan(60_000);
    expect(check.text).toContain('光回線へ移る: 40件');
    await browser.post('/send', hiddenFields(check.text)).expect(303);
    expect(Object.keys((await arrivalsOf(customer.journeyId))[0]!.data.choices as object)).toHaveLength(45);
  });

  it('can choose for all at once, but for those chosen apart', async () => {
    const { customer, browser } = await confirmedCustomer({ contracts });
    const [apart, ...others] = customer.contracts as [number, ...number[]];
    const { key } = hiddenFields((await browser.get('/choose')).text);
    const chosen = { key: key!, p: '1', all: 'migrate', [`choice-${apart}`]: 'cancel' };
    expect((await browser.post('/choose', chosen)).headers.location).toBe(`${customer.page}/check`);
    await browser.post('/send', hiddenFields((await browser.get('/check')).text)).expect(303);
    expect((await arrivalsOf(customer.journeyId))[0]!.data.choices).toEqual({
      ...Object.fromEntries(others.map((id) => [id, 'migrate'])),
      [apart]: 'cancel',
    });
  });
});
