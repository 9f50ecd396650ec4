import { addresseeOf } from '../../db/customers/addressee';
import { createJourneys } from '../../db/journeys/create-journeys';
import { arrivalsOf, clockAt, type Desk, openDesk, TEN } from '../calls/calls-fixture';
import { type Api, openApi } from '../support/api';

let api: Api;
let desk: Desk;
let other: Desk;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

const phone = { channels: ['phone', 'post'] as ('phone' | 'post')[] };
beforeEach(async () => {
  other = await openDesk(api, [phone]);
  desk = await openDesk(api, [phone, phone]);
});

const path = (tail: string, customer = desk.customers[0]!.id) => `/api/customers/${customer}/${tail}`;
const act = (tail: string, body?: object) => api.act(path(tail), desk.operator, body);
const lawyer = { reason: 'lawyer', source: '受任通知 2027-02-01', reviewOn: '2027-03-01' };
const refusal = { channel: 'phone', purpose: 'service_notice', source: '問い合わせ 12' };
const guardian = {
  relation: 'guardian',
  name: '後見 花子',
  mail: 'hanako@agents.example',
  phone: '03-1234-9999',
  postalCode: '100-0001',
  address: '東京都千代田区千代田1-1',
  evidence: '登記事項証明書 2027-01-05',
  validFrom: '2027-02-01',
};

/** The same customers in a second running campaign, one journey of which has closed. */
async function secondCampaign(): Promise<number> {
  const { t } = api;
  const source = t.db.selectFrom('campaigns').where('id', '=', desk.campaignId);
  const copy = await source.select(['client_id', 'name', 'status', 'version']).executeTakeFirstOrThrow();
  const { id } = await t.db.insertInto('campaigns').values(copy).returning('id').executeTakeFirstOrThrow();
  const doc = await t.db
    .selectFrom('campaign_versions')
    .select('doc')
    .where('campaign_id', '=', desk.campaignId)
    .executeTakeFirstOrThrow();
  const version = { campaign_id: id, version: 1, client_id: desk.clientId, doc: JSON.stringify(doc.doc) };
  await t.db.insertInto('campaign_versions').values(version).execute();
  const rows = await t.db.selectFrom('audience').selectAll().where('campaign_id', '=', desk.campaignId).execute();
  const audience = rows.map((row) => ({ ...row, campaign_id: id, decided_at: null }));
  await t.db.insertInto('audience').values(audience).execute();
  await createJourneys(t.db, id);
  await t.db
    .updateTable('journeys')
    .set({ status: 'closed', closed_at: new Date(TEN) })
    .where('campaign_id', '=', id)
    .execute();
  return id;
}

describe('holds', () => {
  it('cannot be opened by a person for a reason that only the journey itself gives', async () => {
    await act('holds', { ...lawyer, reason: 'undecidable' }).expect(400);
  });

  it('are reported to every journey of the customer, also to closed ones, and to no other', async () => {
    await secondCampaign();
    const { body } = await act('holds', lawyer).expect(201);
    expect(body).toMatchObject({ ...lawyer, openedAt: '2027-02-01T01:00:00.000Z', releasedAt: null });
    expect(await arrivalsOf(desk, 0)).toEqual([
      ['hold_opened', { holdId: body.id }],
      ['hold_opened', { holdId: body.id }],
    ]);
    expect(await arrivalsOf(desk, 1)).toEqual([]);
    const { items } = (await api.send('get', path('holds'), desk.auditor).expect(200)).body;
    expect(items).toEqual([body]);
  });

  it('are released with a note before the review date, without one from that day on', async () => {
    const { id } = (await act('holds', lawyer).expect(201)).body;
    const early = await act(`holds/${id}/release`, {}).expect(422);
    expect(early.body).toMatchObject({ code: 'hold_note_missing', params: { date: '2027-03-01' } });
    const { body } = await act(`holds/${id}/release`, { note: '委任が終わった' }).expect(200);
    expect(body).toMatchObject({ releasedAt: '2027-02-01T01:00:00.000Z', note: '委任が終わった' });
    expect((await act(`holds/${id}/release`, {}).expect(200)).body).toEqual(body);
    expect((await arrivalsOf(desk, 0)).map(([kind]) => kind)).toEqual(['hold_opened', 'hold_released']);
    const second = (await act('holds', lawyer).expect(201)).body;
    await clockAt(api, '2027-03-01T00:00:00+09:00');
    await act(`holds/${second.id}/release`, {}).expect(200);
  });
});

describe('refusals', () => {
  it('hold for every campaign at once and can be taken back', async () => {
    await secondCampaign();
    const { body } = await act('opt-outs', refusal).expect(201);
    expect(body).toMatchObject({ channel: 'phone', purpose: 'service_notice', allowed: false, journeys: 2 });
    const data = { channel: 'phone', purpose: 'service_notice', consent: expect.any(Number) };
    expect(await arrivalsOf(desk, 0)).toEqual([
      ['opt_out', data],
      ['opt_out', data],
    ]);
    await act('opt-outs', { ...refusal, undo: true }).expect(201);
    await desk.place();
    expect(await newestConsent()).toBe(true);
  });

  it('are kept for a customer who is in no running campaign', async () => {
    await api.t.db.updateTable('campaigns').set({ status: 'completed' }).where('id', '=', desk.campaignId).execute();
    expect((await act('opt-outs', refusal).expect(201)).body).toMatchObject({ journeys: 0 });
    expect(await newestConsent()).toBe(false);
  });

  const newestConsent = async () => {
    const rows = api.t.db.selectFrom('consents').select('value').where('customer_id', '=', desk.customers[0]!.id);
    return (await rows.orderBy('at', 'desc').orderBy('id', 'desc').execute())[0]!.value;
  };
});

describe('representatives', () => {
  const addressee = async () => {
    const { id } = desk.customers[0]!;
    return (await addresseeOf(api.t.db, api.t.vault, [id], Date.parse(TEN))).get(id);
  };

  it('are contacted instead of the customer, from their first to their last day', async () => {
    expect(await addressee()).toMatchObject({ name: '見本 0', kind: 'person', phone: '+81312345678' });
    const { body } = await act('representatives', guardian).expect(201);
    expect(body).toMatchObject({ relation: 'guardian', channels: ['mail', 'post', 'phone'], endedAt: null });
    expect(JSON.stringify(body)).not.toContain('花子');
    expect(await addressee()).toEqual({
      name: '後見 花子',
      kind: 'person',
      language: 'ja',
      mail: 'hanako@agents.example',
      phone: '+81312349999',
      postalCode: '1000001',
      address: guardian.address,
      representative: { id: body.id, relation: 'guardian', for: '見本 0', forKind: 'person', mayDecide: true },
    });
    expect((await arrivalsOf(desk, 0)).map(([kind]) => kind)).toEqual(['contact_changed']);
    await act(`representatives/${body.id}/end`).expect(200);
    await act(`representatives/${body.id}/end`).expect(200);
    expect(await addressee()).toMatchObject({ name: '見本 0' });
    expect(await arrivalsOf(desk, 0)).toHaveLength(2);
    await act('representatives', { ...guardian, validFrom: '2027-02-02' }).expect(201);
    await act('representatives', { ...guardian, validFrom: '2027-01-01', validUntil: '2027-01-31' }).expect(201);
    expect(await addressee()).toMatchObject({ name: '見本 0' });
    const { items } = (await api.send('get', path('representatives'), desk.auditor).expect(200)).body;
    expect(items).toHaveLength(3);
  });

  it('leave the customer alone on channels without an address', async () => {
    const { postalCode: _p, address: _a, mail: _m, ...byPhone } = guardian;
    await act('representatives', byPhone).expect(201);
    expect(Object.keys((await addressee())!).sort()).toEqual(['kind', 'language', 'name', 'phone', 'representative']);
  });

  it('are written to without a postal code too', async () => {
    const { postalCode: _p, ...abroad } = guardian;
    await act('representatives', abroad).expect(201);
    expect(await addressee()).toMatchObject({ address: guardian.address, representative: {} });
    expect(await addressee()).not.toHaveProperty('postalCode', expect.anything());
  });

  it.each([
    ['no address at all', { address: undefined, postalCode: undefined, mail: undefined, phone: undefined }, 'address'],
    ['a postal code without address', { address: undefined }, 'postalCode'],
    ['a number that is none', { phone: '12345' }, 'phone'],
    ['a mail address that is none', { mail: 'hanako' }, 'mail'],
    ['an end before the beginning', { validUntil: '2027-01-31' }, 'validUntil'],
  ])('need an address that can be used: %s', async (_what, change, field) => {
    const { body } = await act('representatives', { ...guardian, ...change }).expect(400);
    expect(body.issues).toMatchObject([{ path: `body.${field}` }]);
  });
});

it('keeps names and addresses out of ledger, arrivals, idempotency answers and log', async () => {
  await act('representatives', guardian).expect(201);
  await act('holds', { ...lawyer, note: '折り返し待ち' }).expect(201);
  await act('opt-outs', refusal).expect(201);
  for (const table of ['ledger', 'arrivals', 'idempotency_keys'] as const) {
    const rows = await api.t.db.selectFrom(table).selectAll().execute();
    expect(JSON.stringify(rows)).not.toMatch(/花子|hanako|12349999|千代田/);
  }
  expect(api.logged.join('\n')).not.toMatch(/花子|hanako|12349999|千代田/);
});

it.each([
  ['holds', lawyer],
  ['opt-outs', refusal],
  ['representatives', guardian],
])("does not know another client's customer: %s", async (tail, body) => {
  await api.act(path(tail, other.customers[0]!.id), desk.operator, body).expect(404);
  expect(await arrivalsOf(other, 0)).toEqual([]);
});

describe('the language of notices', () => {
  const set = (language: string, key = desk.operator) => api.act(path('language'), key, { language });
  const entries = async () => {
    const rows = await api.t.db
      .selectFrom('ledger')
      .select(['chain', 'body'])
      .orderBy('chain')
      .orderBy('seq')
      .execute();
    return rows
      .map(({ chain, body }): Record<string, unknown> => ({ chain, ...JSON.parse(body) }))
      .filter(({ customer, kind }) => customer === desk.customers[0]!.id && kind === 'language_set');
  };
  const shown = async () =>
    (await api.send('get', `/api/customers/${desk.customers[0]!.id}`, desk.operator).expect(200)).body.language;

  it('is set for all campaigns, and stands in the ledger of each that runs, once for each change', async () => {
    const second = await secondCampaign();
    expect((await set('en').expect(200)).body).toEqual({ customerId: desk.customers[0]!.id, language: 'en' });
    await set('en').expect(200);
    expect(await shown()).toBe('en');
    const expected = [desk.campaignId, second].map((id) => ({ chain: `campaign:${id}`, language: 'en' }));
    expect(await entries()).toMatchObject(expected);
    expect((await entries()).every(({ by }) => String(by).startsWith('person:'))).toBe(true);
    await set('ja').expect(200);
    expect(await shown()).toBe('ja');
    expect(await entries()).toHaveLength(4);
  });

  it('is set by the desk alone, of its own customers, and to a language that notices have', async () => {
    await set('en', desk.auditor).expect(403);
    await set('en', other.operator).expect(404);
    await set('fr').expect(400);
    await api.t.db.deleteFrom('vault_keys').where('customer_id', '=', desk.customers[0]!.id).execute();
    expect((await set('en').expect(410)).body.code).toBe('erased');
  });
});
