import { createApiKey } from '../../db/access/api-keys';
import { listProtections, executeLift } from '../../db/customers/protection-mark';
import { type Role } from '../../domain/access/access';
import { wholeClient } from '../../db/platform/scope';
import { makePerson, openApi, type Api, type ApiClient } from '../support/api';
import { AudienceFixture, csvOf, type CampaignFixture } from './fixture';

let f: AudienceFixture;
let campaign: CampaignFixture;
beforeAll(async () => {
  f = await AudienceFixture.open();
});
afterAll(() => f.t.close());
beforeEach(async () => {
  campaign = await f.campaign();
});

const row = async (n = 1) => (await f.audience(campaign)).get(`MN17000000${n}`)!;
const holds = async (customerId: number) =>
  (await f.t.db.selectFrom('holds').selectAll().where('customer_id', '=', customerId).execute()).map(
    ({ reason, released_at }) => [reason, released_at === null ? 'open' : 'released'],
  );
const consents = (customerId: number) =>
  f.t.db
    .selectFrom('consents')
    .select(['channel', 'purpose', 'value', 'source'])
    .where('customer_id', '=', customerId)
    .where('channel', '=', 'phone')
    .orderBy('id')
    .execute();
const marks = async (customerId: number) => listProtections(f.t.db, wholeClient(campaign.clientId), customerId);

it.each([
  ['送付先別途', 'redirect'],
  ['代理人あり', 'agent'],
  ['電話不可', 'no_phone'],
  ['大活字', 'large_print'],
  ['入院中', 'in_hospital'],
  ['海外', 'overseas'],
])(
  'a row with the remark %s waits for a person, without a hold elsewhere; the others go on',
  async (remark, reason) => {
    const summary = await f.put(campaign, csvOf([{ 備考: remark }, {}]));
    expect(summary).toMatchObject({ held: 1, findings: { byCode: { [`held_${reason}`]: 1 } } });
    expect(await row(1)).toMatchObject({ state: 'held', reason });
    expect(await row(2)).toMatchObject({ state: 'included' });
    expect(await holds((await row()).customer_id)).toEqual([]);
  },
);

describe('what a person decides about a remark', () => {
  const decide = async (remark: string, terms: Parameters<AudienceFixture['decide']>[3] = {}) => {
    await f.put(campaign, csvOf([{ 備考: remark }]));
    const { contract_id: contract, customer_id: customer } = await row();
    await f.decide(campaign, contract, 'release', { role: 'operator', ...terms });
    expect(await row()).toMatchObject({ state: 'included' });
    const ledger = f.t.db.selectFrom('ledger').select('body').where('chain', '=', `campaign:${campaign.campaignId}`);
    const entries = (await ledger.execute()).map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    return { customer, contract, entry: entries.find(({ kind }) => kind === 'held_decided')! };
  };

  it('nothing follows where it is fine', async () => {
    const { customer, entry } = await decide('海外');
    expect(await consents(customer)).toEqual([]);
    expect(entry).toMatchObject({ decision: 'release', hold: 'overseas' });
    expect(entry).not.toHaveProperty('terms');
  });

  it('no phone is a refusal from the remark, which a later file does not take back', async () => {
    const { customer, entry } = await decide('電話不可', { terms: { noPhone: true } });
    const refused = { channel: 'phone', value: false, source: 'remark' };
    const both = [
      { ...refused, purpose: 'service_notice' },
      { ...refused, purpose: 'offer' },
    ];
    expect(await consents(customer)).toEqual(both);
    expect(entry).toMatchObject({ terms: ['noPhone'] });
    await f.put(campaign, csvOf([{ 備考: '電話不可', 契約プラン: 'y' }]));
    expect(await consents(customer)).toEqual(both);
  });

  it('another addressee is recorded and written to', async () => {
    const profile = {
      name: '山田 花子',
      relation: 'contact' as const,
      postalCode: '1500002',
      address: '東京都渋谷区1-1',
    };
    const dates = { evidence: '備考', evidenceOn: null, validFrom: '2020-01-01', validUntil: null };
    const representative = { profile, ...dates, mayDecide: false, purposes: null, channels: null };
    const { customer } = await decide('送付先別途', { terms: { representative } });
    const rows = f.t.db.selectFrom('representatives').select(['relation', 'channels', 'may_decide']);
    expect(await rows.where('customer_id', '=', customer).execute()).toEqual([
      { relation: 'contact', channels: ['post'], may_decide: false },
    ]);
  });

  it('a hold lets the contract in, but nothing goes out', async () => {
    const hold = { reason: 'other' as const, reviewOn: '2027-03-01' };
    const { customer, entry } = await decide('代理人あり', { terms: { hold } });
    expect(await holds(customer)).toEqual([['other', 'open']]);
    expect(entry).toMatchObject({ terms: ['hold'] });
  });

  it('large type is kept with the customer', async () => {
    const { customer } = await decide('大活字', { terms: { largePrint: true } });
    const query = f.t.db.selectFrom('customers').select('large_print').where('id', '=', customer);
    expect(await query.executeTakeFirst()).toEqual({ large_print: true });
  });

  it('protection is a mark', async () => {
    const { customer } = await decide('送付先別途 避難先', { terms: { protect: true } });
    expect(await marks(customer)).toMatchObject([{ lifted_at: null }]);
  });
});

describe('a row of a customer under protection', () => {
  const file = csvOf([{ 備考: '支援措置' }]);
  it('marks the customer at the import, without a hold, and its release does not lift the mark', async () => {
    await f.put(campaign, file);
    const { customer_id: customer, contract_id: contract } = await row();
    expect(await row()).toMatchObject({ state: 'held', reason: 'protection' });
    expect(await holds(customer)).toEqual([]);
    await f.decide(campaign, contract, 'release', { role: 'operator' });
    expect(await marks(customer)).toMatchObject([{ source: expect.stringMatching(/^import:/), lifted_at: null }]);
  });

  it('is marked by a column of its own too, without a decision', async () => {
    const columns = { ...f.columns, protection: '社内区分' };
    const titles = [...Object.values(f.columns), '社内区分'];
    for (const [value, marked] of [
      ['1', true],
      ['対象', true],
      ['0', false],
      ['なし', false],
      ['', false],
    ] as const) {
      const own = await f.campaign();
      await f.put(own, csvOf([{ 社内区分: value } as never], titles), columns);
      const { customer_id: customer, state } = (await f.audience(own)).get('MN170000001')!;
      expect([value, (await listProtections(f.t.db, wholeClient(own.clientId), customer)).length > 0]).toEqual([
        value,
        marked,
      ]);
      expect(state).toBe('included');
    }
  });

  it('keeps a mark lifted that two persons have lifted, while the row says the same', async () => {
    await f.put(campaign, file);
    const { customer_id: customer, contract_id: contract } = await row();
    await f.decide(campaign, contract, 'release');
    const [mark] = await marks(customer);
    const asked = { client_id: campaign.clientId, action: 'protection_lift' as const, reason: 'x' };
    const persons = { asked_by: campaign.personId, asked_at: new Date(0), expires_at: new Date(1) };
    const payload = JSON.stringify({ customer, protection: mark!.id });
    const request = f.t.db
      .insertInto('requests')
      .values({ ...asked, ...persons, payload })
      .returningAll();
    const row_ = await request.executeTakeFirstOrThrow();
    await f.t.db.transaction().execute((trx) => executeLift(trx, wholeClient(campaign.clientId), row_));
    await f.put(campaign, csvOf([{ 備考: '支援措置' }, {}]));
    expect((await marks(customer)).filter(({ lifted_at }) => lifted_at === null)).toEqual([]);
    await f.put(campaign, csvOf([{ 備考: '支援措置 継続' }, {}]));
    expect((await marks(customer)).filter(({ lifted_at }) => lifted_at === null)).toHaveLength(1);
  });
});

describe('at the desk', () => {
  let api: Api;
  let own: ApiClient;
  beforeAll(async () => {
    api = await openApi();
  });
  afterAll(() => api.t.close());
  beforeEach(async () => {
    own = await api.client({ customers: [{}, {}] });
  });

  const hold = async (reason: string, ownerId: number | null = null) => {
    const { id: customer, contracts } = own.customers[0]!;
    await api.t.db
      .updateTable('audience')
      .set({ state: 'held', reason })
      .where('contract_id', '=', contracts[0]!)
      .execute();
    const row_ = { client_id: own.clientId, customer_id: customer, reason, source: 'import:1', owner_id: ownerId };
    await api.t.db
      .insertInto('holds')
      .values({ ...row_, opened_at: new Date(0) })
      .execute();
    return `/api/campaigns/${own.campaignId}/audience/held/${contracts[0]}`;
  };
  const release = (path: string, key: string, terms?: object) =>
    api.act(path, key, { decision: 'release', reason: '確認済み', ...(terms && { terms }) });
  const keyOf = async (role: Role) =>
    (await createApiKey(api.t.db, { personId: await makePerson(api.t, role), clientId: own.clientId, role })).key;

  it.each(['death', 'lawyer', 'dispute', 'guardian'])(
    'a row held for %s is released by no operator',
    async (reason) => {
      const path = await hold(reason);
      expect((await release(path, own.keys.operator.key).expect(403)).body.code).toBe('hold_not_yours');
      await release(path, await keyOf('manager')).expect(200);
    },
  );

  it('a row held for a complaint is', async () => {
    await release(await hold('complaint'), own.keys.operator.key).expect(200);
  });

  it('a campaign with an undecided remark is not submitted, and says how many', async () => {
    await hold('no_phone');
    const { body } = await api.act(`/api/campaigns/${own.campaignId}/submit`, own.keys.manager.key).expect(409);
    expect(body).toMatchObject({ code: 'audience_held_undecided', params: { count: 1 } });
  });

  it('says what the row puts before the person', async () => {
    await hold('no_phone');
    const { body } = await api.send('get', `/api/campaigns/${own.campaignId}/audience/held`, own.keys.operator.key);
    expect(body.items[0].message.ja).toContain('電話をしないでほしい');
    expect(body.items[0].advice.en).toContain('nobody calls'.replace('nobody', 'no one'));
  });

  it('takes no terms with an exclusion, and no evidence that names the other addressee', async () => {
    const path = await hold('redirect');
    const excluded = { decision: 'exclude', reason: 'x', terms: { noPhone: true } };
    await api.act(path, own.keys.operator.key, excluded).expect(400);
    const acting = { relation: 'contact', name: '別所 花子', address: '東京都港区1-1', validFrom: '2027-01-01' };
    const named = { representative: { ...acting, evidence: '別所 花子様の申出' } };
    await release(path, own.keys.operator.key, named).expect(422);
    const other = { representative: { ...acting, evidence: '備考' } };
    await release(path, own.keys.operator.key, other).expect(200);
  });
});
