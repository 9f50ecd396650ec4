import { lookups } from '../../db/audience/lookups';
import { type Field } from '../../domain/audience/fields';
import { FINDINGS } from '../../domain/audience/finding';
import { addressKey, nameKey, partyKey } from '../../domain/audience/party';
import { normaliseRow } from '../../domain/audience/row';
import { findingKind, findingText } from '../../domain/texts/audience';
import { findingsEn } from '../../domain/texts/en/audience';
import { findingsJa } from '../../domain/texts/ja/audience';

type Values = Partial<Record<Field, string>>;

const SOUND: Values = {
  contractNumber: 'MN170000001',
  name: '山田　太郎',
  kana: 'ﾔﾏﾀﾞ ﾀﾛｳ',
  birthDate: 'S470726',
  kind: '個人',
  postalCode: '105-6422',
  prefecture: '東京都',
  city: '港区',
  town: '虎ノ門',
  street: '１－２－３　メゾン緑　１０１',
  phone: '03-6309-8236',
  mobile: '09012345678',
  mail: 'taro@example.jp',
  product: 'ライト',
  contractStart: '2018/07/22',
  mailConsent: '1',
  smsConsent: '',
  postStop: '',
  remark: '',
};

const read = (values: Values, base = SOUND) =>
  normaliseRow((field) => ({ ...base, ...values })[field], { today: '2027-01-31', zone: 'Asia/Tokyo', lookups });
const codes = (values: Values) => read(values).findings.map(({ code, field }) => `${code}@${field}`);

test('takes a sound row as it is, printed fields as given', () => {
  const { row, findings } = read({});
  expect(findings).toEqual([]);
  expect(row).toMatchObject({
    contractNumber: 'MN170000001',
    kind: 'person',
    name: '山田　太郎',
    kana: 'ﾔﾏﾀﾞ ﾀﾛｳ',
    birth: '1972-07-26',
    postalCode: '1056422',
    address: '東京都港区虎ノ門１－２－３　メゾン緑　１０１',
    phone: '+81363098236',
    mobile: '+819012345678',
    mail: 'taro@example.jp',
    mailConsent: true,
    smsConsent: null,
    hold: null,
  });
});

test.each<[Values, string[]]>([
  [{ contractNumber: '　' }, ['contract_number_missing@contractNumber']],
  [{ name: '' }, ['name_missing@name']],
])('refuses %j', (values, expected) => {
  expect(read(values).row).toBeNull();
  expect(codes(values)).toEqual(expected);
});

const missing = ['postal_code_missing@postalCode'];
const derived = 'postal_code_derived@postalCode';
const noAddress = { postalCode: '', prefecture: '', city: '', town: '', street: '' };

test.each<[Values, string[], Partial<NonNullable<ReturnType<typeof read>['row']>>]>([
  [{ kind: '不明' }, ['kind_unknown@kind'], { kind: 'person' }],
  [{ kind: '', name: '㈱山田' }, [], { kind: 'company' }],
  [{ birthDate: '不詳' }, ['birth_unreadable@birthDate'], { birth: undefined }],
  [{ birthDate: '1975/02/30' }, ['birth_impossible@birthDate'], { birth: undefined }],
  [{ birthDate: '1900/01/01' }, ['birth_dummy@birthDate'], { birth: undefined }],
  [{ postalCode: '' }, [...missing, derived], { postalCode: '1050001' }],
  [{ postalCode: '105-64' }, ['postal_code_invalid@postalCode', derived], { postalCode: '1050001' }],
  [{ postalCode: '000-0000' }, ['postal_code_unknown@postalCode', derived], { postalCode: '1050001' }],
  [{ postalCode: '', town: '存在しない町' }, missing, { postalCode: undefined, hold: null }],
  [{ prefecture: '沖縄県' }, ['prefecture_mismatch@prefecture'], { postalCode: undefined, hold: 'address_doubtful' }],
  [noAddress, ['address_missing@street'], { address: undefined, postalCode: undefined }],
  [{ street: '' }, ['address_incomplete@street'], { address: '東京都港区虎ノ門', addressKey: undefined }],
  [{ phone: '03-12-34' }, ['phone_invalid@phone'], { phone: undefined }],
  [{ phone: '03-6309-8236 内線12' }, [], { phone: '+81363098236' }],
  [{ mobile: '090-123-456' }, ['mobile_invalid@mobile'], { mobile: undefined }],
  [{ mobile: '+81-90-1234-5678' }, [], { mobile: '+819012345678' }],
  [{ mobile: '052-626-5898', phone: '' }, ['mobile_not_mobile@mobile'], { mobile: undefined, phone: '+81526265898' }],
  [{ mail: 'x@' }, ['mail_invalid@mail'], { mail: undefined }],
  [{ mail: 'taro＠example.jp' }, ['mail_repaired@mail'], { mail: 'taro@example.jp' }],
  [{ contractStart: '2018/13/45' }, ['start_invalid@contractStart'], {}],
  [{ language: '中国語' }, ['language_unknown@language'], { language: null }],
  [{ mailConsent: '０' }, [], { mailConsent: false }],
  [{ mailConsent: '済' }, ['consent_invalid@mailConsent'], { mailConsent: null }],
  [{ postStop: 'x' }, ['consent_invalid@postStop'], {}],
  [{ remark: '=1+1' }, ['formula_like@remark', 'remark_present@remark'], { remark: '=1+1' }],
  [{ remark: '転送届あり\r\n要確認' }, ['line_break@remark', 'remark_present@remark'], {}],
  [{ remark: 'ご逝去' }, ['held_death@remark'], { hold: 'death' }],
  [{ name: '高〓　治' }, ['character_broken@name'], { hold: 'characters_broken' }],
  [{ name: '山?太郎' }, ['character_broken@name'], { hold: 'characters_broken' }],
  [{ name: '髙橋　﨑子' }, ['character_extension@name'], { name: '髙橋　﨑子' }],
  [{ birthDate: '', phone: '', mobile: '' }, ['access_code_needed@birthDate'], {}],
  [
    { ...noAddress, phone: '', mobile: '', mail: '' },
    ['address_missing@street', 'contact_missing@null'],
    { address: undefined },
  ],
])('takes %j, with %j', (values, expected, taken) => {
  expect(codes(values)).toEqual(expected);
  expect(read(values).row).toMatchObject(taken);
});

test('misses nothing that the file has no column for', () => {
  const { row, findings } = read({}, { contractNumber: '1', name: '山田' });
  expect(findings.map(({ code }) => code)).toEqual(['contact_missing', 'access_code_needed']);
  expect(row).toMatchObject({ kind: 'person', mailConsent: null });
});

const PERSON = {
  kind: 'person' as const,
  contractNumber: '1',
  name: '山田　太郎',
  birth: '1972-07-26',
  address: addressKey(['東京都', '港区', '虎ノ門', '1-2-3']),
};
type Party = Parameters<typeof partyKey>[0];

test.each<[string, Partial<Party>, boolean]>([
  ['another contract', { contractNumber: '2' }, true],
  ['other spaces and width in the name', { contractNumber: '2', name: '山田 太郎' }, true],
  [
    'the address with 丁目, 番 and 号',
    { contractNumber: '2', address: addressKey(['東京都', '港区虎ノ門', '１丁目２番３号']) },
    true,
  ],
  ['another member of the family', { contractNumber: '2', name: '山田　花子' }, false],
  ['father and son of one name', { contractNumber: '2', birth: '1999-01-01' }, false],
  ['another address', { contractNumber: '2', address: addressKey(['東京都', '港区', '虎ノ門', '1-2-4']) }, false],
  ['a company of that name', { contractNumber: '2', kind: 'company' }, false],
  ['an unknown birth date', { contractNumber: '2', birth: undefined }, false],
  ['an unknown address', { contractNumber: '2', address: undefined }, false],
  ['another form of the kanji', { contractNumber: '2', name: '山田　太郞' }, false],
])('%s is the same customer: %s', (_, change, same) => {
  expect(partyKey({ ...PERSON, ...change }) === partyKey(PERSON)).toBe(same);
});

test.each<[string, Partial<Party>, Partial<Party>, boolean]>([
  ['two with no birth date and no address', { birth: undefined, address: undefined }, {}, false],
  ['one customer number, other addresses', { customerNumber: 'C1' }, { address: 'x' }, true],
  ['one customer number, other names', { customerNumber: 'C1' }, { name: '山田　花子' }, false],
  ['one customer number, other birth dates', { customerNumber: 'C1' }, { birth: '1999-01-01' }, false],
  ['one customer number, person and company', { customerNumber: 'C1' }, { kind: 'company' }, false],
  ['other customer numbers', { customerNumber: 'C1' }, { customerNumber: 'C2' }, false],
  ['a company with (株)', { kind: 'company', name: '㈱山田' }, { name: '株式会社　山田' }, true],
  ['a company without address', { kind: 'company', address: undefined }, {}, false],
])('%s: %s', (_, base, change, same) => {
  const one = { ...PERSON, ...base };
  expect(partyKey({ ...one, ...change, contractNumber: '2' }) === partyKey(one)).toBe(same);
});

test('names compare without spaces and width only', () => {
  expect(nameKey('ヤマダ　タロウ')).toBe(nameKey('ﾔﾏﾀﾞ ﾀﾛｳ'));
});

test.each(Object.keys(FINDINGS) as (keyof typeof FINDINGS)[])('%s has texts in both languages', (code) => {
  for (const texts of [findingsJa, findingsEn]) expect(texts[code].every((text) => text.trim() !== '')).toBe(true);
  const placeholders = (text: string) => text.match(/\{\w+\}/g)?.sort();
  expect(placeholders(findingsEn[code][0])).toEqual(placeholders(findingsJa[code][0]));
});

test.each(Object.keys(FINDINGS) as (keyof typeof FINDINGS)[])('%s can be counted without its details', (code) => {
  for (const language of ['ja', 'en'] as const)
    if (FINDINGS[code] === 'refused')
      expect(findingKind(code, language)).not.toMatch(/\{|[(（][^\p{L}\d]*[)）]|[:：] ?[。.]/u);
});

test('names what is wrong in several rows', () => {
  expect(findingKind('contract_number_conflict', 'ja')).toBe('同じ契約番号で内容の違う行があります。');
  expect(findingKind('row_columns', 'ja')).toBe('列の数が見出しと違います。');
  expect(findingKind('row_columns', 'en')).toBe('The number of columns differs from the header.');
});

test('fills the placeholders of a text', () => {
  const { message } = findingText('row_columns', 'en', { expected: 19, found: 7 });
  expect(message).toBe('The number of columns differs from the header (row 7, header 19).');
});

test.each<[Values, number | undefined]>([
  [{ birthDate: '1952/01/31' }, 75],
  [{ birthDate: '1952/02/01' }, 70],
  [{ birthDate: '2009/01/31' }, 18],
  [{ birthDate: '2009/02/01' }, 0],
  [{ birthDate: '1920/01/31' }, 100],
  [{ birthDate: '' }, undefined],
  [{ birthDate: '1900/01/01' }, undefined],
  [{ kind: '法人' }, undefined],
])('keeps the step of age reached on the day of the import: %j', (values, step) => {
  expect(read(values).row?.ageFrom).toBe(step);
});

test.each<[Values, number | undefined]>([
  [{}, 13],
  [{ prefecture: '神奈川県', postalCode: '' }, 14],
  [{ prefecture: '', city: '東京都港区' }, 13],
  [{ prefecture: '' }, 13],
  [{ prefecture: '', postalCode: '' }, undefined],
])('knows the prefecture by its name or else by the postal code: %j', (values, code) => {
  expect(read(values).row?.prefecture).toBe(code);
});

test.each<[Values, string | null]>([
  [{}, null],
  [{ postStop: '0' }, null],
  [{ postStop: '1' }, 'offers'],
  [{ postStop: '', postStopAll: '1' }, 'all'],
])('reads %j as a stop of letters', (values, stop) => {
  expect(read(values).row?.postStop).toBe(stop);
});
