import { changeLimit, effectOf, hasEffect, type Standing } from '../../domain/exchange/change-effect';
import { CHANGE_COLUMNS, CHANGE_FINDINGS, type ChangeColumn } from '../../domain/exchange/change-findings';
import { type Change, CHANGE_WORDS, readChanges } from '../../domain/exchange/client-data';
import { checkTotals, controlValue } from '../../domain/exchange/control-totals';
import { changeFindingText, fileProblemText } from '../../domain/texts/exchange';

const lookups = {
  phone: (text: string) =>
    /^0\d{9,10}$/.test(text) ? { number: `+81${text.slice(1)}`, mobile: /^0[789]0/.test(text) } : null,
  letter: () => ({ missing: [], common: [] }),
  areaOf: (code: string) => {
    const prefecture = { '5300001': '大阪府', '1000001': '東京都' }[code];
    return prefecture ? { prefectures: [prefecture], city: null } : null;
  },
  codeOf: () => null,
};
const context = { today: '2027-02-10', zone: 'Asia/Tokyo', lookups };
const columns = Object.keys(CHANGE_COLUMNS) as ChangeColumn[];

function read(...rows: Partial<Record<ChangeColumn, string>>[]) {
  const given = rows.map((row, at) => ({
    line: at + 2,
    width: columns.length,
    expected: columns.length,
    get: (column: ChangeColumn) => row[column],
  }));
  return readChanges(given, context);
}
const base = { contractNumber: 'MN-1234', effectiveOn: '2027/02/01' };

it.each<[string, Partial<Record<ChangeColumn, string>>, Change]>([
  ['a cancellation', { kind: '解約済' }, { kind: 'cancelled', hold: null }],
  ['a death', { kind: '逝去' }, { kind: 'deceased', hold: 'death_reported' }],
  ['a hold', { kind: '連絡留保' }, { kind: 'hold', hold: 'client_request' }],
  ['a hold with its reason', { kind: '連絡留保', remark: '弁護士受任' }, { kind: 'hold', hold: 'lawyer' }],
  [
    'a hold under protection',
    { kind: '連絡留保', remark: '支援措置あり' },
    { kind: 'hold', hold: 'client_request', protect: true },
  ],
  [
    'a move under protection, which holds nothing',
    { kind: '番号変更', mobile: '09012345678', remark: 'DV支援措置' },
    { kind: 'number', hold: null, protect: true, mobile: '+819012345678' },
  ],
  [
    'a move',
    { kind: '転居', postalCode: '〒530-0001', address: '大阪府大阪市北区梅田１－１ 髙山方' },
    { kind: 'moved', hold: null, postalCode: '5300001', address: '大阪府大阪市北区梅田１－１ 髙山方' },
  ],
  ['a number', { kind: '番号変更', mobile: '09012345678' }, { kind: 'number', hold: null, mobile: '+819012345678' }],
  [
    'a landline in the wrong column',
    { kind: '番号変更', mobile: '0312345678' },
    { kind: 'number', hold: null, phone: '+81312345678' },
  ],
  ['a mail address', { kind: 'メール変更', mail: 'a＠example.jp' }, { kind: 'mail', hold: null, mail: 'a@example.jp' }],
  ['a language', { kind: '言語変更', language: '英語' }, { kind: 'language', hold: null, language: 'en' }],
  [
    'a cancellation by death',
    { kind: '解約済', remark: 'ご逝去による' },
    { kind: 'cancelled', hold: 'death_reported' },
  ],
])('reads %s', (_, row, change) => {
  expect(read({ ...base, ...row }).rows[0]!.change).toEqual(change);
});

it.each<[string, Partial<Record<ChangeColumn, string>>, string, string | null]>([
  ['no contract number', { contractNumber: '', kind: '解約済' }, 'contract_number_missing', '契約番号'],
  ['an unknown kind', { kind: '死亡' }, 'kind_unknown', '異動区分'],
  ['an unreadable date', { kind: '解約済', effectiveOn: '2/30' }, 'date_invalid', '異動日'],
  ['a date that lies ahead', { kind: '転居', effectiveOn: '2027/02/11', address: 'x' }, 'date_ahead', '異動日'],
  ['a move without address', { kind: '転居', postalCode: '530-0001' }, 'address_missing', '住所'],
  ['a broken character', { kind: '転居', postalCode: '530-0001', address: '大阪府〓' }, 'character_broken', '住所'],
  ['no language', { kind: '言語変更' }, 'language_missing', '使用言語'],
  ['another language', { kind: '言語変更', language: 'ポルトガル語' }, 'language_unknown', '使用言語'],
  ['no number', { kind: '番号変更', mail: 'a@b.jp' }, 'number_missing', '電話番号'],
  ['a wrong number', { kind: '番号変更', phone: '123' }, 'phone_invalid', '電話番号'],
  [
    'a wrong mobile beside a right phone',
    { kind: '番号変更', phone: '0312345678', mobile: '1' },
    'mobile_invalid',
    '携帯電話',
  ],
  ['no address', { kind: 'メール変更' }, 'mail_missing', 'メールアドレス'],
  ['a wrong address', { kind: 'メール変更', mail: 'a@' }, 'mail_invalid', 'メールアドレス'],
])('refuses %s and says where', (_, row, code, column) => {
  const { rows, findings } = read({ ...base, ...row });
  expect(rows[0]!.change).toBeNull();
  expect(findings).toContainEqual({ line: 2, column, code });
});

it.each<[string, Partial<Record<ChangeColumn, string>>, string]>([
  ['without a date', { kind: '解約済', effectiveOn: '' }, 'date_missing'],
  ['without a postal code', { kind: '転居', address: '大阪府大阪市' }, 'postal_code_missing'],
  [
    'with a code that does not exist',
    { kind: '転居', postalCode: '999-9999', address: '大阪府' },
    'postal_code_unknown',
  ],
  ['with a code elsewhere', { kind: '転居', postalCode: '100-0001', address: '大阪府大阪市' }, 'prefecture_mismatch'],
  ['with values of another kind', { kind: '解約済', mail: 'a@b.jp' }, 'value_not_used'],
])('applies a row %s all the same, with a finding', (_, row, code) => {
  const { rows, findings } = read({ ...base, ...row });
  expect(rows[0]!.change).not.toBeNull();
  expect(findings.map((finding) => finding.code)).toContain(code);
});

it('takes the first of two rows that say the same kind of a contract', () => {
  const { rows, findings } = read({ ...base, kind: '解約済' }, { ...base, kind: '逝去' }, { ...base, kind: '解約済' });
  expect(rows.map(({ change }) => change?.kind)).toEqual(['cancelled', 'deceased', undefined]);
  expect(findings).toEqual([{ line: 4, column: '異動区分', code: 'change_twice', detail: { line: 2 } }]);
});

it('has both texts for every finding and problem', () => {
  for (const code of Object.keys(CHANGE_FINDINGS) as (keyof typeof CHANGE_FINDINGS)[]) {
    const { message, advice } = changeFindingText(code, { expected: 9, found: 8, line: 2, characters: '葛' });
    for (const text of [message.ja, message.en, advice.ja, advice.en]) expect(text).toMatch(/^[^{}—]+$/);
  }
  expect(fileProblemText('rows_differ', { declared: 2, counted: 3 }).message.en).toContain('declared 2, counted 3');
  expect(Object.keys(CHANGE_WORDS)).toHaveLength(7);
});

const standing = (change: Partial<Standing> = {}): Standing => ({
  profile: { mail: 'a@b.jp', mobile: '+819011112222', address: '旧住所', postalCode: '1000001' },
  audience: 'included',
  sent: null,
  holds: [],
  ...change,
});

it.each<[string, Change, Standing, ReturnType<typeof effectOf>]>([
  ['removes a contract', { kind: 'cancelled', hold: null }, standing(), { removed: true, hold: null, fields: [] }],
  [
    'leaves an excluded one',
    { kind: 'cancelled', hold: null },
    standing({ audience: 'excluded' }),
    { removed: false, hold: null, fields: [] },
  ],
  [
    'leaves one whose cancellation was our own result',
    { kind: 'cancelled', hold: null },
    standing({ sent: 'cancelled' }),
    { removed: false, hold: null, fields: [] },
  ],
  [
    'does not hold twice for one death',
    { kind: 'deceased', hold: 'death_reported' },
    standing({ holds: ['death'] }),
    { removed: false, hold: null, fields: [] },
  ],
  [
    'holds for another reason too',
    { kind: 'hold', hold: 'lawyer' },
    standing({ holds: ['death'] }),
    { removed: false, hold: 'lawyer', fields: [] },
  ],
  [
    'changes address and code together',
    { kind: 'moved', hold: null, address: '新住所' },
    standing(),
    { removed: false, hold: null, fields: ['address', 'postalCode'] },
  ],
  [
    'keeps a known code where the address is the same',
    { kind: 'moved', hold: null, address: '旧住所' },
    standing(),
    { removed: false, hold: null, fields: [] },
  ],
  [
    'knows a number it has',
    { kind: 'number', hold: null, mobile: '+819011112222', phone: '+81312345678' },
    standing(),
    { removed: false, hold: null, fields: ['phone'] },
  ],
])('%s', (_, change, before, effect) => {
  expect(effectOf(change, before)).toEqual(effect);
  expect(hasEffect(effect)).toBe(effect.removed || effect.hold !== null || effect.fields.length > 0);
});

it.each([
  [0, 20],
  [2_000, 20],
  [2_100, 21],
  [1_000_000, 10_000],
])('asks a second person from %i contracts above %i changes', (contracts, limit) => {
  expect(changeLimit(contracts)).toBe(limit);
});

it.each([
  ['MN170001001', 1001],
  ['ＭＮ－１２', 12],
  ['AB', 0],
])('counts %s as %i in the control total', (number, value) => {
  expect(controlValue(number)).toBe(value);
});

const lines = (...rows: string[]) => rows.map((row, at) => ({ line: at + 2, fields: row.split(',') }));

it.each<[string, string[], string[]]>([
  ['agree', ['MN0010,x', 'MN0020,y', '合計,2,30'], []],
  ['agree in full width and with empty cells', ['MN0010,x', '合計,１,１０,,,'], []],
  ['are missing', ['MN0010,x'], ['totals_missing']],
  ['are not last', ['合計,1,10', 'MN0010,x'], ['totals_not_last']],
  ['count another number of rows', ['MN0010,x', '合計,2,10'], ['rows_differ']],
  ['sum up to something else', ['MN0010,x', '合計,1,11'], ['control_total_differs']],
  ['are no numbers', ['MN0010,x', '合計,,'], ['rows_differ', 'control_total_differs']],
])('sees whether totals %s', (_, rows, codes) => {
  expect(checkTotals(lines(...rows), 0).problems.map(({ code }) => code)).toEqual(codes);
});
