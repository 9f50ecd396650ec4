import { loadContacts } from '../../db/customers/contacts';
import { AudienceFixture, type CampaignFixture, type Change, csvOf } from './fixture';

let f: AudienceFixture;
let campaign: CampaignFixture;
beforeAll(async () => {
  f = await AudienceFixture.open();
});
beforeEach(async () => {
  campaign = await f.campaign();
});
afterAll(() => f.t.close());

const customerOf = async (number = 'MN170000001') => (await f.audience(campaign)).get(number)!.customer_id;
const SAME: Change = { 氏名: '山田　太郎' };

/** The hash a channel's address must have. */
const hashes = (of: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(of).map(([channel, value]) => {
      const kind = channel === 'sms' ? 'phone' : channel;
      return [channel, f.t.vault.index(campaign.clientId, kind, value).toString('hex')];
    }),
  );

async function points(customer: number): Promise<Record<string, string>> {
  const query = f.t.db.selectFrom('contact_points').select(['channel', 'hash']).where('customer_id', '=', customer);
  return Object.fromEntries((await query.execute()).map(({ channel, hash }) => [channel, hash.toString('hex')]));
}

async function consents(customer: number): Promise<string[]> {
  const query = f.t.db.selectFrom('consents').selectAll().where('customer_id', '=', customer).orderBy('id');
  return (await query.execute()).map(({ channel, purpose, value }) => `${channel} ${purpose} ${value}`);
}

const MOBILE = '+819012345678';
const LANDLINE = '+81363098236';
const ADDRESS = '1056422\n東京都港区虎ノ門1-2-3';

describe('contact points', () => {
  it.each<[string, Change[], Record<string, string>]>([
    ['of a sound row', [{}], { mail: 'user1@example.jp', sms: MOBILE, phone: MOBILE, post: ADDRESS }],
    ['without a mobile', [{ 携帯電話: '' }], { mail: 'user1@example.jp', phone: LANDLINE, post: ADDRESS }],
    [
      'with a landline for a mobile',
      [{ 携帯電話: '03-6309-8236', 固定電話: '' }],
      { mail: 'user1@example.jp', phone: LANDLINE, post: ADDRESS },
    ],
    [
      'without a postal code: the only one of the address',
      [{ 郵便番号: '', メールアドレス: '' }],
      { sms: MOBILE, phone: MOBILE, post: ADDRESS.replace('1056422', '1050001') },
    ],
    [
      'without a postal code that the address could tell',
      [{ 郵便番号: '', 町域: '海岸', メールアドレス: '' }],
      { sms: MOBILE, phone: MOBILE, post: '\n東京都港区海岸1-2-3' },
    ],
    [
      'with a postal code of another prefecture',
      [{ 都道府県: '沖縄県', メールアドレス: '', 携帯電話: '', 固定電話: '' }],
      { post: '\n沖縄県港区虎ノ門1-2-3' },
    ],
    [
      'without a postal code, and with a part of the address',
      [{ 郵便番号: '', 市区町村: '', 携帯電話: '', 固定電話: '' }],
      { mail: 'user1@example.jp' },
    ],
    [
      'of several rows: the first of each, a mobile before a landline',
      [
        { ...SAME, メールアドレス: '', 携帯電話: '' },
        { ...SAME, メールアドレス: 'b@example.jp' },
        { ...SAME, 携帯電話: '080-1111-2222' },
      ],
      { mail: 'b@example.jp', sms: MOBILE, phone: MOBILE, post: ADDRESS },
    ],
  ])('%s', async (_, rows, expected) => {
    await f.put(campaign, csvOf(rows));
    expect(await points(await customerOf())).toEqual(hashes(expected));
  });

  it.each([
    ['英国', 'ok'],
    ['ブラジル', 'night_abroad'],
    ['海外', 'night_abroad'],
  ])('in %s: the phone is %s', async (country, phone) => {
    await f.put(campaign, csvOf([{ 都道府県: country, 市区町村: 'Springfield', 町域: '' }]));
    const customer = await customerOf();
    const at = Date.parse('2027-02-01T02:00:00Z');
    expect((await loadContacts(f.t.db, [customer], at)).get(customer)!.get('phone')).toBe(phone);
  });

  it('are one for however an address is written', async () => {
    await f.put(campaign, csvOf([{}, { '番地・建物': '１丁目２番３号', 郵便番号: '１０５６４２２' }]));
    const [one, two] = await Promise.all([customerOf(), customerOf('MN170000002')].map(async (id) => points(await id)));
    expect(one!['post']).toBe(two!['post']);
  });

  it('follow the next file, and are good again only when they change', async () => {
    const { db } = f.t;
    await f.put(campaign, csvOf([{}]));
    const customer = await customerOf();
    await db
      .updateTable('contact_points')
      .set({ bad_reason: 'x', bad_at: new Date(0) })
      .where('customer_id', '=', customer)
      .execute();
    await f.put(campaign, csvOf([{ 携帯電話: '080-1111-2222', メールアドレス: '' }]));
    const query = db.selectFrom('contact_points').select(['channel', 'bad_reason']).orderBy('channel');
    expect(await query.where('customer_id', '=', customer).execute()).toEqual([
      { channel: 'phone', bad_reason: null },
      { channel: 'post', bad_reason: 'x' },
      { channel: 'sms', bad_reason: null },
    ]);
  });

  it('print the address that has a postal code', async () => {
    const columns = { ...f.columns, customerNumber: 'お客様番号' };
    const titles = [...Object.values(f.columns), 'お客様番号'];
    const rows = [{ ...SAME, 郵便番号: '', 町域: '海岸', '番地・建物': '9-9' }, SAME].map((row) => ({
      ...row,
      お客様番号: 'K1',
    }));
    await f.put(campaign, csvOf(rows as Change[], titles), columns);
    const { profile } = (await f.audience(campaign)).get('MN170000001')!;
    expect(profile).toMatchObject({ postalCode: '1056422', address: '東京都港区虎ノ門1-2-3' });
  });
});

describe('traits', () => {
  const traits = async () => {
    const query = f.t.db.selectFrom('customers').select(['kind', 'age_from', 'prefecture', 'country']);
    return (await query.where('id', '=', await customerOf()).execute())[0]!;
  };

  it.each<[Change, object]>([
    [{}, { kind: 'person', age_from: expect.any(Number), prefecture: 13 }],
    [{ 生年月日: '' }, { age_from: null, prefecture: 13 }],
    [{ 生年月日: '1900/01/01' }, { age_from: null }],
    [
      { 個人法人区分: '法人', 氏名: '株式会社見本' },
      { kind: 'company', age_from: null },
    ],
    [{ 都道府県: '', 市区町村: '東京都港区' }, { prefecture: 13 }],
    [{ 都道府県: '', 市区町村: '港区' }, { prefecture: 13 }],
    [{ 都道府県: '和歌山県' }, { prefecture: 30, country: null }],
    [
      { 都道府県: '英国', 市区町村: 'London', 町域: '' },
      { prefecture: null, country: 'GB' },
    ],
    [{ 都道府県: '', 市区町村: '', 町域: '', '番地・建物': '' }, { prefecture: null }],
  ])('of %j', async (change, expected) => {
    await f.put(campaign, csvOf([change]));
    expect(await traits()).toMatchObject(expected);
  });

  it('change with the next file', async () => {
    const first = { 契約番号: 'MN170000001', 生年月日: '', 固定電話: '' };
    const columns = { ...f.columns, customerNumber: 'お客様番号' };
    const put = (row: object) =>
      f.put(
        campaign,
        csvOf([{ ...first, ...row, お客様番号: 'K1' } as Change], [...Object.values(f.columns), 'お客様番号']),
        columns,
      );
    await put({});
    await put({ 都道府県: '北海道', 郵便番号: '060-0001' });
    expect(await traits()).toMatchObject({ prefecture: 1 });
  });
});

describe('consents', () => {
  it.each<[string, Change, Record<string, string>, string[]]>([
    ['a stop of letters is one of offers', { 郵送停止: '1' }, {}, ['post offer false']],
    ['a stop that is not set is no consent', { 郵送停止: '0' }, {}, []],
    [
      'a stop of all letters where the mapping says so',
      { 郵送停止: '1' },
      { postStopAll: '郵送停止' },
      ['post offer false', 'post service_notice false'],
    ],
    [
      'a consent to calls where the file has one',
      { SMS通知同意: '0' },
      { phoneConsent: 'SMS通知同意' },
      ['phone service_notice false'],
    ],
  ])('%s', async (_name, change, mapped, expected) => {
    const renamed = new Set(Object.values(mapped));
    const kept = Object.entries(f.columns).filter(([, title]) => !renamed.has(title));
    const columns = { ...Object.fromEntries(kept), ...mapped };
    await f.put(campaign, csvOf([{ メール通知同意: '', ...change }]), columns);
    expect(await consents(await customerOf())).toEqual(expected);
  });
});
