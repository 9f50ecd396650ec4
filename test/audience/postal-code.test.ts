import { getAddress } from 'yubin';
import { lookups } from '../../db/audience/lookups';
import { checkPostalCode } from '../../domain/audience/postal-code';
import { prefectureCode, prefectureNamed } from '../../domain/audience/prefecture';
import { Dice, drawPlaces } from '../../examples/customer-rows';

const known = {
  areaOf: (code: string) =>
    ({
      '1056422': { prefectures: ['東京都'], city: '港区' },
      '6180000': { prefectures: ['京都府', '大阪府'], city: null },
      '0600001': { prefectures: ['北海道'], city: '札幌市中央区' },
      '2990117': { prefectures: ['千葉県'], city: '市原市' },
      '6180001': { prefectures: ['大阪府'], city: '三島郡島本町' },
      '2730101': { prefectures: ['千葉県'], city: '鎌ケ谷市' },
    })[code] ?? null,
  codeOf: (address: string) => (address === '東京都港区海岸1-2-3' ? '1050022' : null),
};

test.each<[string, string, string, object]>([
  ['105-6422', '東京都', '東京都港区海岸1-2-3', { code: '1056422' }],
  ['105-6422', '', '港区海岸1-2-3', { code: '1056422' }],
  ['105-6422', '東京', '東京港区海岸1-2-3', { code: '1056422' }],
  ['105-6422', '沖縄県', '沖縄県港区海岸1-2-3', { problem: 'prefecture_mismatch' }],
  ['105-6422', '京都', '京都港区1', { problem: 'prefecture_mismatch' }],
  ['105-6422', '', '沖縄県港区海岸1-2-3', { problem: 'prefecture_mismatch' }],
  ['105-6422', '東亰', '東亰港区海岸1-2-3', { problem: 'prefecture_mismatch' }],
  ['618-0000', '京都府', '京都府乙訓郡大山崎町1', { code: '6180000' }],
  ['618-0000', '大阪', '大阪三島郡島本町1', { code: '6180000' }],
  ['618-0000', '兵庫県', '兵庫県尼崎市1', { problem: 'prefecture_mismatch' }],
  ['105-6422', '東京都', '東京都新宿区海岸1-2-3', { code: '1056422', otherCity: true }],
  ['618-0001', '大阪府', '大阪府島本町山崎1', { code: '6180001' }],
  ['273-0101', '千葉県', '千葉県鎌ヶ谷市富岡1', { code: '2730101' }],
  [
    '000-0000',
    '東京都',
    '東京都港区海岸１－２－３',
    { problem: 'postal_code_unknown', code: '1050022', derived: true },
  ],
  ['000-0000', '東京', '東京港区海岸1-2-3', { problem: 'postal_code_unknown', code: '1050022', derived: true }],
  ['000-0000', '', '東京都港区海岸1-2-3', { problem: 'postal_code_unknown', code: '1050022', derived: true }],
  ['000-0000', '東京都', '東京都港区芝1-2-3', { problem: 'postal_code_unknown' }],
  ['105-64', '東京都', '東京都港区芝1-2-3', { problem: 'postal_code_invalid' }],
  ['　', '東京都', '東京都港区芝1-2-3', { problem: 'postal_code_missing' }],
  ['600001', '北海道', '北海道札幌市中央区1', { problem: 'postal_code_invalid', code: '0600001', derived: true }],
  ['600001', '北海道', '北海道旭川市1', { problem: 'postal_code_invalid' }],
])('checks the postal code "%s" in "%s" of %s: %j', (code, prefecture, address, result) => {
  expect(checkPostalCode(code, prefecture, address, known)).toEqual(result);
});

test.each([
  ['東京都港区海岸1-2-3', null], // two codes: 1, 2丁目 and 3丁目
  ['東京都港区虎ノ門1-2-3', '1050001'],
  ['東京都港区虎ノ門一丁目2番3号', '1050001'],
  ['神奈川県横浜市神奈川区子安通1-2-3', '2210021'],
  ['大阪府三島郡島本町山崎1-2', '6180001'],
  ['大阪府島本町山崎1-2', '6180001'],
  ['東京都港区虎ノ門台1-2-3', null], // a longer name may be another town
  ['東京都港区1-2-3', null],
  ['千葉県鎌ヶ谷市富岡1-2-3', '2730101'],
  ['長野県長野市大字青木島町青木島乙1', null],
  ['虎ノ門1-2-3', null],
])('knows the only code that %s can have: %s', (address, code) => {
  expect(lookups.codeOf(address)).toBe(code);
});

test('never derives another code than the one a place has', () => {
  const places = drawPlaces(new Dice(12), 400);
  const derived = places.map(({ postalCode, prefecture, city, town }) => {
    const code = lookups.codeOf(prefecture + city + town.normalize('NFKC') + '1-2-3');
    return code === null ? 'none' : code === postalCode.replace('-', '') ? 'right' : postalCode;
  });
  expect([...new Set(derived)].sort()).toEqual(['none', 'right']);
  expect(derived.filter((one) => one === 'right').length).toBeGreaterThan(360);
});

test('finds the code of any place in the list of prefixes of its prefecture', () => {
  for (const { postalCode, prefecture } of drawPlaces(new Dice(7), 2_000)) {
    expect(lookups.areaOf(postalCode.replace('-', ''))?.prefectures).toContain(prefecture);
  }
  expect(getAddress('4980000')?.prefecture).toBe('愛知県'); // the table has one row a code
  expect(lookups.areaOf('4980000')?.prefectures).toEqual(['愛知県', '三重県']);
});

test.each([
  ['東京', '東京都', 13],
  ['東京都', '東京都', 13],
  ['京都', '京都府', 26],
  ['北海道', '北海道', 1],
  ['神奈川', '神奈川県', 14],
  [' 大 阪 ', '大阪府', 27],
  ['東京都港区', undefined, 13],
  ['北海', undefined, undefined],
  ['', undefined, undefined],
])('names the prefecture of "%s": %s', (text, name, code) => {
  expect(prefectureNamed(text)).toBe(name);
  expect(prefectureCode(text)).toBe(code);
});
