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

const found = async (severity?: string) =>
  (await f.findings(campaign))
    .filter((finding) => !severity || finding.severity === severity)
    .map(({ line, code }) => `${line} ${code}`);
const contracts = async () => [...(await f.audience(campaign)).keys()].sort();

it('refuses rows one by one and takes the rest', async () => {
  const file = csvOf([
    {},
    { 契約番号: '' },
    { 氏名: '　' },
    {},
    {},
    { 契約番号: 'MN170000001', 契約プラン: 'ビジネス' },
    {},
  ])
    .replace('user4@example.jp', 'user4@example.jp,')
    .replace(/MN170000005,.*/, 'MN170000005,山田');
  expect(await f.put(campaign, file)).toMatchObject({ rows: 7, refused: 6, doubles: 0, contracts: 1, customers: 1 });
  expect(await found()).toEqual([
    '2 contract_number_conflict',
    '3 contract_number_missing',
    '4 name_missing',
    '5 row_columns',
    '6 row_columns',
    '7 contract_number_conflict',
  ]);
  const [conflict] = await f.findings(campaign);
  expect(conflict).toMatchObject({ column: '契約番号', message: { en: expect.stringContaining('lines 2, 7') } });
  expect(await contracts()).toEqual(['MN170000007']);
});

it('takes an exact double as one contract, other widths included', async () => {
  const row = { 契約番号: 'MN170000001', 氏名: '山田　太郎', メールアドレス: 'taro@example.jp' };
  const file = csvOf([row, row, { ...row, 氏名: '山田 太郎', 契約番号: 'ＭＮ170000001' }, {}]);
  expect(await f.put(campaign, file)).toMatchObject({ rows: 4, refused: 0, doubles: 2, contracts: 2 });
  expect(await found()).toEqual(['3 row_repeated', '4 row_repeated']);
  expect((await f.audience(campaign)).get('MN170000001')?.line).toBe(2);
});

it('refuses all rows of a number with other content, also if one of them could not be taken anyway', async () => {
  const number = { 契約番号: 'MN170000009' };
  const file = csvOf([{}, { ...number, 氏名: '' }, number, { ...number, 備考: '弁護士受任' }]);
  expect(await f.put(campaign, file)).toMatchObject({ rows: 4, refused: 3, held: 0, contracts: 1, customers: 1 });
  expect(await found('refused')).toEqual([
    '3 name_missing',
    '3 contract_number_conflict',
    '4 contract_number_conflict',
    '5 contract_number_conflict',
  ]);
  expect(await found('held')).toEqual([]);
});

const SAME: Change = { 氏名: '山田　太郎' };

it('makes one customer of a person with several contracts and merges the contacts', async () => {
  const file = csvOf([
    { ...SAME, メールアドレス: 'x@', 固定電話: '', メール通知同意: '' },
    { ...SAME, 契約プラン: 'ビジネス', メールアドレス: 'first@example.jp', 氏名: '山田 太郎' },
    { ...SAME, メールアドレス: 'second@example.jp', 携帯電話: '' },
    { 氏名: '山田　花子' },
    { 氏名: '山田　太郎', 生年月日: '1999/01/01' },
  ]);
  expect(await f.put(campaign, file)).toMatchObject({ contracts: 5, customers: 3 });
  const audience = await f.audience(campaign);
  const own = ['MN170000001', 'MN170000002', 'MN170000003'].map((number) => audience.get(number)!);
  expect(new Set(own.map((row) => row.customer_id)).size).toBe(1);
  expect(own.map((row) => row.product)).toEqual(['ライト', 'ビジネス', 'ライト']);
  expect(own[0]!.profile).toMatchObject({
    name: '山田　太郎',
    mail: 'first@example.jp',
    phone: '+81363098236',
    mobile: '+819012345678',
    birth: '1972-07-26',
  });
  expect(await found('info')).toEqual(['4 mail_differs']);
});

it("writes to a customer in the language that the client's file names, else in Japanese", async () => {
  const languages = async () => {
    const rows = await f.t.db.selectFrom('customers').select(['id', 'language']).execute();
    const known = new Map(rows.map(({ id, language }) => [id, language]));
    return [...(await f.audience(campaign)).values()].map(({ customer_id: id }) => known.get(id));
  };
  const file = csvOf([{ 使用言語: 'English' }, { 使用言語: '日本語' }, {}, { 使用言語: '中国語' }]);
  await f.put(campaign, file);
  expect(await languages()).toEqual(['en', 'ja', 'ja', 'ja']);
  expect(await found()).toEqual(['5 language_unknown']);
  // a later file that does not say changes nothing
  await f.put(campaign, csvOf([{ 使用言語: '' }, { 使用言語: 'EN' }]));
  expect(await languages()).toEqual(['en', 'en']);
});

it('takes the first language of a customer with several contracts, and says so', async () => {
  await f.put(campaign, csvOf([{ ...SAME, 使用言語: '英語' }, SAME, { ...SAME, 使用言語: '日本語' }]));
  const [customer] = [...(await f.audience(campaign)).values()];
  const rows = f.t.db.selectFrom('customers').select('language').where('id', '=', customer!.customer_id);
  expect(await rows.executeTakeFirst()).toEqual({ language: 'en' });
  expect(await found('info')).toContain('4 language_differs');
});

it('keeps persons and companies apart, and rows in doubt alone', async () => {
  const nothing = { 郵便番号: '', 都道府県: '', 市区町村: '', 町域: '', '番地・建物': '' };
  const file = csvOf([
    { 氏名: '山田商店' },
    { 氏名: '山田商店', 個人法人区分: '法人' },
    { 氏名: '山田商店', 個人法人区分: '法人', 生年月日: '' },
    { 氏名: '山田　太郎', 生年月日: '1900/01/01' },
    { 氏名: '山田　太郎', 生年月日: '不詳' },
    { 氏名: '山田　太郎', ...nothing },
    { 氏名: '山田　太郎', ...nothing },
  ]);
  expect(await f.put(campaign, file)).toMatchObject({ contracts: 7, customers: 6 });
});

it("goes by the client's customer number where there is one", async () => {
  const columns = { ...f.columns, customerNumber: 'お客様番号' };
  const numbers = ['C1', 'C1', 'C1', 'C2', ''];
  const lines = csvOf([SAME, { ...SAME, '番地・建物': '9-9' }, { 氏名: '山田　花子' }, SAME, SAME])
    .trimEnd()
    .split('\r\n');
  const file = lines.map((line, at) => `${line},${at === 0 ? 'お客様番号' : numbers[at - 1]}`).join('\r\n');
  expect(await f.put(campaign, file, columns)).toMatchObject({ contracts: 5, customers: 4 });
  expect(await found('warning')).toEqual([
    '2 customer_number_conflict',
    '3 customer_number_conflict',
    '4 customer_number_conflict',
  ]);
});

const consentOf = async (number: string) => {
  const customer = (await f.audience(campaign)).get(number)!.customer_id;
  const rows = await f.t.db.selectFrom('consents').selectAll().where('customer_id', '=', customer).execute();
  return Object.fromEntries(rows.map((row) => [row.channel, row.value]));
};

it('records consents; a refusal in one contract counts for the customer', async () => {
  const file = csvOf([
    { メール通知同意: '1', SMS通知同意: '0' },
    { メール通知同意: '0' },
    { メール通知同意: '' },
    { メール通知同意: '済' },
    { ...SAME, メール通知同意: '1' },
    { ...SAME, メール通知同意: '0' },
    { ...SAME, メール通知同意: '' },
  ]);
  await f.put(campaign, file);
  expect(await consentOf('MN170000001')).toEqual({ mail: true, sms: false });
  expect(await consentOf('MN170000002')).toEqual({ mail: false });
  expect(await consentOf('MN170000003')).toEqual({});
  expect(await consentOf('MN170000004')).toEqual({});
  expect(await consentOf('MN170000005')).toEqual({ mail: false });
  expect(await found('warning')).toEqual(['5 consent_invalid', '6 consent_conflict', '7 consent_conflict']);
});

it.each<[string, Change, Record<string, string[]>]>([
  ['a person', {}, { birth: ['1972-07-26'], phone4: ['8236', '5678'] }],
  ['a person with a dummy birth date', { 生年月日: '1900/01/01' }, { phone4: ['8236', '5678'] }],
  ['a person with neither', { 生年月日: '', 固定電話: '', 携帯電話: '' }, { code: [] }],
  ['a company', { 個人法人区分: '法人', 氏名: '株式会社山田' }, { code: [] }],
])('keeps the second factors of %s', async (_, change, factors) => {
  const { db, vault } = f.t;
  await f.put(campaign, csvOf([change]));
  const customer = await db
    .selectFrom('customers')
    .selectAll()
    .where('client_id', '=', campaign.clientId)
    .executeTakeFirstOrThrow();
  const party = customer.party_hash;
  const rows = await db.selectFrom('second_factors').selectAll().where('customer_id', '=', customer.id).execute();
  const values = Object.entries(factors).flatMap(([kind, list]) =>
    (kind === 'code' ? [vault.accessCode(party)] : list).map(
      (value) => [kind, vault.factor(party, kind, value)] as const,
    ),
  );
  const hex = (list: (readonly [string, Buffer])[]) =>
    list.map(([kind, hash]) => `${kind} ${hash.toString('hex')}`).sort();
  expect(hex(rows.map((row) => [row.kind, row.hash]))).toEqual(hex(values));
});

it('keeps nothing readable outside the vault', async () => {
  await f.put(campaign, csvOf([{ 氏名: '坂本　龍馬', 備考: '転送届あり', メールアドレス: 'x@' }, {}]));
  const tables = await f.t.pool.query(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  const texts = tables.rows.map(async ({ name }: { name: string }) => {
    const { rows } = await f.t.pool
      .query(`select string_agg(t::text, ' ') as text from ${name} t`)
      .catch(() => ({ rows: [] }));
    return (rows[0] as { text: string | null } | undefined)?.text ?? '';
  });
  const all = (await Promise.all(texts)).join(' ');
  for (const secret of ['坂本', '転送届', 'user2@example.jp', 'MN17000000', '1972-07-26', '63098236']) {
    expect(all).not.toContain(secret);
    expect(all).not.toContain(Buffer.from(secret).toString('hex'));
  }
});
