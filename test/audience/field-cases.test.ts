import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AudienceFixture, type CampaignFixture, type Change, csvOf } from './fixture';

/** What goes wrong in real files: each of these once lost a customer, or reached the wrong one. */
let f: AudienceFixture;
let campaign: CampaignFixture;
beforeAll(async () => {
  f = await AudienceFixture.open();
});
beforeEach(async () => {
  campaign = await f.campaign();
});
afterAll(() => f.t.close());

const file = (name: string) => readFileSync(join(__dirname, 'field-cases', `${name}.csv`));
const found = async () => (await f.findings(campaign)).map(({ line, column, code }) => `${line} ${column} ${code}`);
const rowOf = async (number: string) => (await f.audience(campaign)).get(number)!;
const lines = (text: string) => text.trim().split(/\s*\n\s*/);

/** Findings of a file, how many rows it has refused and held, and how many contracts and customers it has. */
it.each<[string, string, [refused: number, held: number, contracts: number, customers: number]]>([
  ['23-sixty-numbers', '4 携帯電話 mobile_not_mobile', [0, 0, 4, 1]],
  [
    '24-service-numbers',
    `2 固定電話 phone_service_number
     3 固定電話 phone_service_number
     4 固定電話 phone_service_number
     5 固定電話 phone_service_number
     6 携帯電話 phone_service_number`,
    [0, 0, 5, 1],
  ],
  [
    '25-excel-dates',
    `2 番地・建物 address_looks_like_date
     3 番地・建物 address_looks_like_date
     4 番地・建物 address_looks_like_date`,
    [0, 3, 3, 3],
  ],
  [
    '28-null-words',
    `2 氏名 empty_word
     2 氏名 name_missing
     3 氏名 empty_word
     3 番地・建物 empty_word
     3 氏名 name_missing
     4 番地・建物 empty_word
     4 番地・建物 address_incomplete
     5 氏名 name_title`,
    [2, 0, 2, 2],
  ],
  ['32-codes-of-two-prefectures', '', [0, 0, 3, 3]],
  ['34-nfd', '', [0, 0, 2, 2]],
  [
    '37-cp932-extensions',
    `2 氏名 character_extension
     4 氏名 character_extension`,
    [0, 0, 3, 3],
  ],
  ['41-cut-character', '3 null row_undecodable', [1, 0, 2, 1]],
])('reads %s', async (name, expected, [refused, held, contracts, customers]) => {
  expect(await f.put(campaign, file(name))).toMatchObject({ refused, held, contracts, customers });
  expect(await found()).toEqual(expected === '' ? [] : lines(expected));
});

it('knows the customer again whose characters another system converts otherwise', async () => {
  await f.put(campaign, file('14a-first-delivery-cp932'));
  const first = await rowOf('MN990000001');
  const second = await rowOf('MN990000002');
  await f.t.db
    .insertInto('consents')
    .values({
      customer_id: first.customer_id,
      client_id: campaign.clientId,
      channel: 'mail',
      purpose: 'service_notice',
      value: false,
      source: 'page',
      at: new Date(),
    })
    .execute();
  campaign = await f.campaign(campaign.clientId);
  await f.put(campaign, file('14b-second-delivery-utf8'));
  const again = await rowOf('MN990000011');
  expect(again.customer_id).toBe(first.customer_id);
  expect((await rowOf('MN990000012')).customer_id).toBe(second.customer_id);
  const consents = await f.t.db
    .selectFrom('consents')
    .select('value')
    .where('customer_id', '=', again.customer_id)
    .where('channel', '=', 'mail')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  expect(consents.value).toBe(false);
  // printed as the newest file gives it
  expect(again.profile.address).toBe('東京都港区海岸1-2-3 メゾン〜海');
});

it('drops invisible characters, and takes one contract for one', async () => {
  const summary = await f.put(campaign, file('30-invisible-characters'));
  expect(summary).toMatchObject({ rows: 6, refused: 0, doubles: 1, contracts: 5 });
  const rows = await f.audience(campaign);
  expect([...rows.keys()].sort()).toEqual(['81', '82', '83', '84', '86'].map((end) => `MN9900000${end}`));
  expect(rows.get('MN990000081')!.profile.name).toBe('架空 花子');
  const one = ['81', '82', '84', '86'].map((end) => rows.get(`MN9900000${end}`)!);
  expect(new Set(one.map((row) => row.customer_id)).size).toBe(1);
  expect(rows.get('MN990000083')!.profile.address).toBe('東京都港区海岸1-2-3コーポ');
  expect(rows.get('MN990000083')!.profile.mail).toBe('hanako@customer.example');
  expect(await found()).toContain('5 メールアドレス mail_repaired');
});

it('prints composed characters, and keeps the registered form of kanji', async () => {
  await f.put(campaign, file('34-nfd'));
  expect((await rowOf('MN990000121')).profile).toMatchObject({
    name: '山田　ダイゴ',
    address: '東京都港区海岸1-2-3 パピルス',
  });
  expect((await rowOf('MN990000122')).profile.name).toBe('Nguyễn Thị Hương'.normalize('NFC'));
  campaign = await f.campaign();
  await f.put(campaign, file('36-variants'));
  expect((await rowOf('MN990000141')).profile.name).toBe('葛\u{e0100}城　花子');
});

it('prints the code of either prefecture', async () => {
  await f.put(campaign, file('32-codes-of-two-prefectures'));
  const codes = [...(await f.audience(campaign)).values()].map(({ profile }) => profile.postalCode);
  expect(codes).toEqual(['6180000', '4980000', '8710000']);
});

it('takes a service number neither as a contact nor as a second factor', async () => {
  await f.put(campaign, file('24-service-numbers'));
  const { db } = f.t;
  const points = await db
    .selectFrom('contact_points')
    .select('channel')
    .where('client_id', '=', campaign.clientId)
    .execute();
  expect(points.map(({ channel }) => channel).sort()).toEqual(['mail', 'post']);
  const factors = await db
    .selectFrom('second_factors')
    .select('kind')
    .where('client_id', '=', campaign.clientId)
    .execute();
  expect(factors).toEqual([{ kind: 'birth' }]);
});

it.each<[string, Change, string]>([
  ['0120 with the country code', { 固定電話: '+81 120 123 456' }, '2 固定電話 phone_service_number'],
  ['a pager', { 携帯電話: '０２０－４１２３－４５６７' }, '2 携帯電話 phone_service_number'],
  ['mass calls', { 固定電話: '0180-99-1234' }, '2 固定電話 phone_service_number'],
  ['a house number made a date in the town', { 町域: '海岸3月4日' }, '2 町域 address_looks_like_date'],
  ['a date of an era', { '番地・建物': 'H13.2.3' }, '2 番地・建物 address_looks_like_date'],
  ['a rounded contract number', { 契約番号: '1.23457E+12' }, '2 契約番号 number_rounded'],
  ['a rounded contract number in full width', { 契約番号: '９Ｅ＋１１' }, '2 契約番号 number_rounded'],
  ['a numeric reference', { 氏名: '&#39640;橋' }, '2 氏名 character_reference'],
  ['an escape', { 氏名: '\\u9ad8橋' }, '2 氏名 character_reference'],
  ['a named reference', { '番地・建物': '1-2-3&nbsp;緑荘' }, '2 番地・建物 character_reference'],
  [
    'a reference to nothing printable',
    { 氏名: '&#xe000;橋' },
    `2 氏名 character_reference
     2 氏名 character_broken`,
  ],
  ['a web address for a name', { 氏名: 'http://x.example' }, '2 氏名 name_web_address'],
  ['one in full width', { 氏名: 'ｗｗｗ．x．example' }, '2 氏名 name_web_address'],
  ['the code of another city', { 市区町村: '新宿区' }, '2 郵便番号 postal_code_other_city'],
  ['a kanji of no font', { 氏名: '山\u{2a6d6}', 氏名カナ: '' }, '2 氏名 character_unprintable'],
  [
    'a name that can be printed in kana',
    { 氏名: '山\u{2a6d6}' },
    `2 氏名 character_unprintable
     2 氏名 name_in_kana`,
  ],
  ['a title', { 氏名: '山田太郎様' }, '2 氏名 name_title'],
  [
    'spreadsheet errors',
    { 固定電話: '#VALUE!', 携帯電話: '＃N/A', メールアドレス: '(null)' },
    `2 固定電話 empty_word
     2 携帯電話 empty_word
     2 メールアドレス empty_word`,
  ],
  ['what was lost', { 氏名: '高〓' }, '2 氏名 character_broken'],
])('finds %s', async (_, change, expected) => {
  await f.put(campaign, csvOf([change, {}]));
  expect((await found()).filter((line) => !line.startsWith('3'))).toEqual(lines(expected));
});

it.each<[string, Change, object]>([
  ['a birth date as an instant', { 生年月日: '1972-07-25T15:00:00Z' }, { birth: '1972-07-26' }],
  ['one of the years with summer time', { 生年月日: '1950-07-25T14:00:00Z' }, { birth: '1950-07-26' }],
  ['one at midnight in another notation', { 生年月日: '7/26/1972 12:00:00 AM' }, { birth: '1972-07-26' }],
  ['a repeated prefecture', { 市区町村: '東京都港区' }, { address: '東京都港区虎ノ門1-2-3', postalCode: '1056422' }],
  ['a short prefecture', { 都道府県: '東京' }, { address: '東京港区虎ノ門1-2-3', postalCode: '1056422' }],
  ['both', { 都道府県: '東京', 市区町村: '東京都港区' }, { address: '東京都港区虎ノ門1-2-3', postalCode: '1056422' }],
  ['a name with its title', { 氏名: '山田　太郎　様' }, { name: '山田　太郎' }],
  ['references', { 氏名: '&#39640;橋&nbsp;\\u592a郎' }, { name: '高橋 太郎' }],
  ['no postal code', { 郵便番号: '' }, { postalCode: '1050001' }],
  ['a family name that is also a word for nothing', { 氏名: 'Jennifer Null' }, { name: 'Jennifer Null' }],
])('takes %s', async (_, change, profile) => {
  await f.put(campaign, csvOf([change]));
  expect((await rowOf('MN170000001')).profile).toMatchObject(profile);
  expect((await rowOf('MN170000001')).state).toBe('included');
});

it.each<[string, Change, Change]>([
  ['a short prefecture', {}, { 都道府県: '東京' }],
  ['a prefecture in the next column', {}, { 都道府県: '', 市区町村: '東京都港区' }],
  ['a title', {}, { 氏名: '山田　太郎 様' }],
  ['a registered form', { 氏名: '葛城' }, { 氏名: '葛\u{e0101}城' }],
  ['a compatibility ideograph', { 氏名: '神田' }, { 氏名: '神\ufe00田' }],
  ['other minus signs', { '番地・建物': '1－2－3 Ａ‖Ｂ' }, { '番地・建物': '1−2−3 A∥B' }],
  ['decomposed kana', { 氏名: 'ダイゴ' }, { 氏名: 'ダイゴ'.normalize('NFD') }],
  ['a birth date as an instant', {}, { 生年月日: '1972-07-25T15:00:00Z' }],
])('sees one customer in two rows, one with %s', async (_, one, other) => {
  const same = { 氏名: '山田　太郎' };
  const summary = await f.put(
    campaign,
    csvOf([
      { ...same, ...one },
      { ...same, ...one, ...other },
    ]),
  );
  expect(summary).toMatchObject({ contracts: 2, customers: 1 });
});

it('holds what is not certain until a person decides, without a contact hold; a corrected file is not held', async () => {
  const broken = [{ 氏名: '高〓　治' }, { 都道府県: '沖縄県' }, { '番地・建物': '1月2日' }];
  expect(await f.put(campaign, csvOf(broken))).toMatchObject({ held: 3 });
  expect([...(await f.audience(campaign)).values()].map(({ state, reason }) => `${state} ${reason}`)).toEqual([
    'held characters_broken',
    'held address_doubtful',
    'held address_doubtful',
  ]);
  const holds = f.t.db.selectFrom('holds').selectAll().where('client_id', '=', campaign.clientId);
  expect(await holds.execute()).toEqual([]);
  expect(await f.put(campaign, csvOf([{ 氏名: '高橋　治' }, {}, {}]))).toMatchObject({ held: 0, contracts: 3 });
});

it('refuses the header of a second file that was joined to the first', async () => {
  const [one, two] = [csvOf([{}]), csvOf([{ 契約番号: 'MN170000009' }])];
  expect(await f.put(campaign, `${one}\ufeff${two}`)).toMatchObject({ rows: 3, refused: 1, contracts: 2 });
  expect(await found()).toEqual(['3 null header_repeated']);
  const other = two.replace('氏名,氏名カナ', '氏名カナ,氏名');
  const error = await f.refused(campaign, `${one}\ufeff${other}`);
  expect(error).toMatchObject({ code: 'file_headers_differ', detail: { line: 3 } });
});

it('refuses only the rows of which a character is cut, in any encoding', async () => {
  const text = csvOf([{}, { 備考: '要確認' }, {}]);
  const bytes = Buffer.from(text);
  const at = bytes.indexOf(Buffer.from('要確認'));
  const cut = Buffer.concat([bytes.subarray(0, at + 8), bytes.subarray(at + 9)]);
  expect(await f.put(campaign, cut)).toMatchObject({ encoding: 'utf-8', rows: 3, refused: 1, contracts: 2 });
  expect(await found()).toEqual(['3 null row_undecodable']);
});

it('names the lines of a file with more cut characters than it can be this encoding', async () => {
  const good = Buffer.from(csvOf([{}]).split('\r\n')[0]! + '\r\n');
  const error = await f.refused(campaign, Buffer.concat([good, Buffer.from('\xff,\xfd\r\n\xff,\xfd\r\n', 'latin1')]));
  expect(error).toMatchObject({ code: 'file_encoding_unknown', issues: [{ path: '2' }, { path: '3' }] });
});

it('takes rows of commas for blank lines, and Ctrl-Z for the end', async () => {
  const text = csvOf([{}, {}]);
  const commas = ','.repeat(18);
  const summary = await f.put(campaign, `${text}${commas}\r\n${commas}\r\n\u001a`);
  expect(summary).toMatchObject({ rows: 2, refused: 0, contracts: 2 });
});

it('skips a space before quotes', async () => {
  const [header, row] = csvOf([{ メール通知同意: '0' }]).split('\r\n');
  const spaced = row!.split(',').map((value) => ` "${value}"`);
  await f.put(campaign, `${header}\r\n${spaced.join(',')}\r\n`);
  expect(await found()).toEqual([]);
  expect((await rowOf('MN170000001')).profile.name).toBe('山田　1郎');
});
