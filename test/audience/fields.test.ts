import { letterFonts } from '../../db/audience/letter-fonts';
import { lookups } from '../../db/audience/lookups';
import { printability } from '../../domain/print/letter-characters';
import { characterProblem } from '../../domain/audience/characters';
import { readBirthDate, readDate } from '../../domain/audience/date';
import { readMailAddress } from '../../domain/audience/mail-address';
import { readPostalCode } from '../../domain/audience/postal-code';
import { holdReason } from '../../domain/audience/remark';
import { asGiven, isFormulaLike, squeeze, tidy } from '../../domain/audience/text';

const TODAY = '2027-01-31';

test.each([
  ['1972/07/26', '1972-07-26'],
  ['1972-7-26', '1972-07-26'],
  ['1972.07.26', '1972-07-26'],
  ['1972年7月26日', '1972-07-26'],
  ['19720726', '1972-07-26'],
  ['１９７２／０７／２６', '1972-07-26'],
  ['1972/07/26 00:00:00', '1972-07-26'],
  ['1972-07-26T00:00:00.000Z', '1972-07-26'],
  ['S470726', '1972-07-26'],
  ['s47.7.26', '1972-07-26'],
  ['昭和47年7月26日', '1972-07-26'],
  ['昭47/07/26', '1972-07-26'],
  ['H010108', '1989-01-08'],
  ['平成元年1月8日', '1989-01-08'],
  ['㍻3年8月15日', '1991-08-15'],
  ['T151224', '1926-12-24'],
  ['R020229', '2020-02-29'],
  ['2000/02/29', '2000-02-29'],
])('reads %s as %s', (text, date) => {
  expect(readDate(text, TODAY)).toEqual({ date });
});

test.each([
  ['不詳', 'unreadable'],
  ['72/07/26', 'unreadable'],
  ['1972/07', 'unreadable'],
  ['1975/02/30', 'impossible'],
  ['1900/02/29', 'impossible'],
  ['S650101', 'impossible'],
  ['1972/13/01', 'impossible'],
  ['2027/02/01', 'impossible'],
  ['1900/01/01', 'dummy'],
  ['1111/11/11', 'dummy'],
  ['11111111', 'dummy'],
  ['00000000', 'dummy'],
  ['9999/12/31', 'dummy'],
])('finds that %s is %s', (text, problem) => {
  expect(readDate(text, TODAY)).toEqual({ problem });
});

test.each([
  ['1907/02/01', { date: '1907-02-01' }],
  ['1907/01/30', { problem: 'impossible' }],
  ['2027/01/31', { date: '2027-01-31' }],
])('takes %s as a birth date: %j', (text, reading) => {
  expect(readBirthDate(text, TODAY)).toEqual(reading);
});

test.each([
  ['taro@example.jp', 'taro@example.jp'],
  ['Taro.Yamada+x@Example.JP', 'Taro.Yamada+x@Example.JP'],
  ['ｈａｎａｋｏ＠example.jp', 'hanako@example.jp'],
  [' taro @example.jp', 'taro@example.jp'],
  ['a..b.@docomo.example.jp', 'a..b.@docomo.example.jp'],
  ['x@', null],
  ['taro@@example.jp', null],
  ['@example.jp', null],
  ['taro@example', null],
  ['taro@example.1', null],
  ['taro@-example.jp', null],
  ['山田@example.jp', null],
  [`${'a'.repeat(65)}@example.jp`, null],
  ['taro@example.jp,hanako@example.jp', null],
])('reads the address %s as %s', (text, address) => {
  expect(readMailAddress(text)).toBe(address);
});

test.each([
  ['105-6422', '1056422'],
  ['1056422', '1056422'],
  ['〒１０５ー６４２２', '1056422'],
  ['105‐6422', '1056422'],
  ['105-642', null],
  ['10-56422x', null],
])('reads the postal code %s as %s', (text, code) => {
  expect(readPostalCode(text)).toBe(code);
});

test.each([
  ['ご逝去 相続手続中', '山田　太郎', 'death'],
  ['故人', '山田　太郎', 'death'],
  ['弁護士受任', '山田　太郎', 'lawyer'],
  ['破産管財人より通知', '株式会社山田', 'lawyer'],
  ['成年後見人あり', '山田　太郎', 'guardian'],
  ['保佐開始', '山田　太郎', 'guardian'],
  ['補助人あり', '山田　太郎', 'guardian'],
  ['補助金の対象', '山田　太郎', null],
  ['支援措置対象者', '山田　太郎', 'protection'],
  ['ＤＶ被害のおそれ', '山田　太郎', 'protection'],
  ['料金につき係争中', '山田　太郎', 'dispute'],
  ['苦情対応中', '山田　太郎', 'complaint'],
  ['ご逝去 弁護士受任', '山田　太郎', 'death'],
  ['', '故 山田　太郎', 'death'],
  ['', '山田太郎 相続人代表', 'death'],
  ['', '弁護士法人みなと', null],
  ['転送届あり', '山田　太郎', null],
  ['送付先別途：〒150-0002 東京都渋谷区', '山田　太郎', 'redirect'],
  ['郵便物は実家へ', '山田　太郎', 'redirect'],
  ['請求書は長女様宛に送付', '山田　太郎', 'redirect'],
  ['代理人あり（妻）', '山田　太郎', 'agent'],
  ['手続きは家族が対応', '山田　太郎', 'agent'],
  ['代理店経由の契約', '山田　太郎', null],
  ['入院中', '山田　太郎', 'in_hospital'],
  ['特養に入所', '山田　太郎', 'in_hospital'],
  ['海外赴任中', '山田　太郎', 'overseas'],
  ['外国籍', '山田　太郎', null],
  ['電話不可', '山田　太郎', 'no_phone'],
  ['ＴＥＬ　ＮＧ', '山田　太郎', 'no_phone'],
  ['架電しないこと', '山田　太郎', 'no_phone'],
  ['電話での連絡はお断り', '山田　太郎', 'no_phone'],
  ['電話番号変更済み', '山田　太郎', null],
  ['DM不要', '山田　太郎', 'no_contact'],
  ['書面での案内を拒否', '山田　太郎', 'no_contact'],
  ['大活字希望', '山田　太郎', 'large_print'],
  ['視覚障害あり 点字', '山田　太郎', 'large_print'],
  ['住所非開示', '山田　太郎', 'protection'],
  ['DVDプレーヤー同時契約', '山田　太郎', null],
  ['弁護士受任 支援措置', '山田　太郎', 'lawyer'],
  ['2019年に契約更新', '山田　太郎', null],
  ['', '故島　太郎', null],
])('holds "%s" of %s for %s', (remark, name, reason) => {
  expect(holdReason(remark, name)).toBe(reason);
});

test.each([
  ['髙橋', 'character_extension'],
  ['山﨑', 'character_extension'],
  ['德永　彅', 'character_extension'],
  ['𠮷田', null],
  ['葛\u{e0100}城', null],
  ['高〓', 'character_broken'],
  ['高\ufffd', 'character_broken'],
  ['山田\u0007', 'character_broken'],
  ['山田　太郎 ①㈱ｶﾅ', null],
])('judges the characters of %s: %s', (text, problem) => {
  expect(characterProblem(text)).toBe(problem);
});

test.each([
  ['=HYPERLINK("http://example.com","x")', true],
  ['＝1+1', true],
  ['@SUM(A1)', true],
  [' =1', true],
  ['　＝1', true],
  ['\u00a0@SUM(A1)', true],
  ['\t=1', true],
  ['+cmd|x', true],
  ['-2+3+cmd', true],
  ['+81-90-1234-5678', false],
  ['-', false],
  ['－１２', false],
  ['1-2-3', false],
  ['山田=太郎', false],
])('sees a formula in %s: %s', (text, formula) => {
  expect(isFormulaLike(text)).toBe(formula);
});

test('keeps what is printed as given and compares it folded', () => {
  expect(asGiven('　髙橋　花子\r\n様\u0000 ')).toBe('髙橋　花子 様');
  expect(tidy(' ﾀｶﾊｼ　 ﾊﾅｺ ')).toBe('タカハシ ハナコ');
  expect(squeeze('ＭＮ 1７　0')).toBe('MN170');
});

test('asks the fonts of letters only for characters that not all of them have', () => {
  const decoder = new TextDecoder('shift_jis');
  const leads = [...Array(0x9f - 0x81 + 1).keys()]
    .map((at) => 0x81 + at)
    .concat([...Array(0xfc - 0xe0 + 1).keys()].map((at) => 0xe0 + at));
  const trails = [...Array(0xfc - 0x40 + 1).keys()].map((at) => 0x40 + at).filter((trail) => trail !== 0x7f);
  const all = leads.flatMap((lead) => trails.map((trail) => decoder.decode(Uint8Array.of(lead, trail))));
  const differing = all.filter((one) => {
    const [quick, thorough] = [lookups.letter(one), printability(one, letterFonts)];
    return quick.missing.length !== thorough.missing.length || quick.common.length !== thorough.common.length;
  });
  expect(differing).toEqual([]);
  expect(lookups.letter('高〓').missing).toEqual(['〓']);
  expect(lookups.letter('山田\u{2a6d6}').missing).toEqual(['\u{2a6d6}']);
});
