import iconv from 'iconv-lite';
import { makeCustomers } from '../../examples/make-customers';
import { PROFILES } from '../../domain/print/envelope-profile';
import { fitted } from '../../rendering/letter/address-block';
import { textWidth } from '../../rendering/letter/sheet';

const linesOf = (address: string, more: { name?: string; kind?: 'person' | 'company'; postalCode?: string } = {}) => {
  const { lines, name, style } = fitted({ name: '山田　花子', kind: 'person', language: 'ja', address, ...more });
  return { lines, name, points: style.points };
};

describe('an address that is longer than a line', () => {
  it.each([
    ['before the building', '東京都港区虎ノ門一丁目２３番４号虎ノ門ヒルズ森タワー４５階', '虎ノ門ヒルズ森タワー４５階'],
    [
      'behind the space before it',
      '神奈川県横浜市都筑区荏田１２３４－５６－７８　グランドメゾン荏田１２０３',
      'グランドメゾン荏田１２０３',
    ],
    [
      'before a building with a number in its name',
      '東京都港区麻布台１－２－３　第２コーポ麻布台Ａ－１０１',
      '第２コーポ麻布台Ａ－１０１',
    ],
    [
      'before the flat where name and flat are too long',
      `東京都港区海岸1-2-3 ${'グランドメゾン'.repeat(2)}海岸通り 1203号室`,
      '1203号室',
    ],
    ['between places', '京都府京都市下京区四条通室町東入函谷鉾町７８', '四条通室町東入函谷鉾町７８'],
    [
      'before the words of a company at the address',
      '大阪府大阪市北区梅田３ー１ー３ノースゲートビルディング２８Ｆ',
      'ノースゲートビルディング２８Ｆ',
    ],
    ['before the family it is in care of', '岩手県岩手郡滝沢村大釜第３地割１２－５　大釜山田様方', '大釜山田様方'],
  ])('is broken %s', (_, address, second) => expect(linesOf(address).lines.at(-1)).toBe(second));

  it('is set in smaller type before a building’s name is torn', () => {
    const building = 'ザ・パークハウスグランドレジデンス横浜みなとみらいタワー';
    const { lines, points } = linesOf(`神奈川県横浜市西区みなとみらい4-5-6 ${building}`);
    expect(lines).toEqual(['神奈川県横浜市西区みなとみらい4-5-6', building]);
    expect(points).toBeLessThan(11);
  });

  it('keeps 様 and 御中 with the name, and the words of a name whole', () => {
    const company = 'みなとコミュニケーションズホールディングス';
    expect(linesOf('東京都港区海岸1-2-3', { name: `株式会社${company} 総務部`, kind: 'company' }).name).toEqual([
      '株式会社',
      company,
      '総務部　御中',
    ]);
    const { name } = linesOf('東京都港区海岸1-2-3', { name: 'Nguyễn Thị Hương Giang Elizabeth' });
    expect(name).toEqual(['Nguyễn Thị Hương Giang', 'Elizabeth　様']);
  });
});

/** Ways to write a house number, in half width, full width and kanji, with every sign that stands for a hyphen. */
const HYPHENS = '-－‐‑–—―−ーｰ';
const wide = (text: string) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const kanji = (text: string) => text.replace(/\d/g, (digit) => '〇一二三四五六七八九'[Number(digit)]!);
const written = (a: number, b: number, c: number): string[] => [
  ...[...HYPHENS].flatMap((sign) => [
    `${a}${sign}${b}${sign}${c}`,
    `${wide(`${a}`)}${sign}${wide(`${b}`)}${sign}${wide(`${c}`)}`,
  ]),
  `${a}丁目${b}番${c}号`,
  wide(`${a}丁目${b}番地${c}`),
  kanji(`${a}丁目${b}番${c}号`),
  `${a}丁目${b}番地の${c}`,
  `${b}番地${c}`,
  `${b}の${c}`,
  wide(`${b}－${c}`),
];

const NUMERAL = '(?:[0-9０-９]+|[〇一二三四五六七八九]+)';
const JOINT = `(?:[${HYPHENS}]|丁目|番地?の?|号|の)`;
/** A numeral, or several with what joins them. */
const NUMBER = new RegExp(`${NUMERAL}(?:${JOINT}${NUMERAL})*${JOINT}?`, 'g');

/** The numbers with a line break in them. */
function tornIn(lines: string[]): string[] {
  const numbers = [...lines.join('').matchAll(NUMBER)];
  const breaks = lines.map((_, at) => lines.slice(0, at).join('').length).slice(1);
  const torn = ({ 0: text, index }: RegExpExecArray) => breaks.some((at) => at > index && at < index + text.length);
  return numbers.filter(torn).map(([number]) => `${number} in ${lines.join(' | ')}`);
}

it('notices a torn number', () => {
  expect(tornIn(['東京都港区海岸１－', '２－３'])).toHaveLength(1);
  expect(tornIn(['東京都港区海岸一丁目2', '番3号'])).toHaveLength(1);
  expect(tornIn(['東京都港区海岸1-2-3', 'コーポ'])).toEqual([]);
});

describe('numbers', () => {
  const places = [
    '東京都港区海岸',
    '北海道札幌市中央区北一条西',
    '神奈川県横浜市都筑区荏田東',
    '大阪府大阪市北区梅田',
    '和歌山県東牟婁郡那智勝浦町大字天満字浜田',
  ];
  const buildings = [
    '',
    ' コーポA 801',
    '　グランドメゾン海岸通り１２０３号室',
    'みなとビル3階',
    ' 第2ハイツ B-203',
    '　ザ・パークハウスグランドレジデンス横浜みなとみらい２５０１',
  ];

  it('are never torn, however they are written and however long the address is', () => {
    const found: string[] = [];
    let tried = 0;
    for (const place of places)
      for (const number of [...written(1, 23, 45), ...written(12, 1234, 567)])
        for (const building of buildings) {
          const { lines } = linesOf(place + number + building);
          tried += 1;
          found.push(...tornIn(lines));
          expect(lines.some((line) => line.includes(number))).toBe(true);
        }
    expect(tried).toBeGreaterThan(1500);
    expect(found).toEqual([]);
  });
});

describe('the addresses of whole audiences', () => {
  it.each([1, 7, 77])('seed %d: no number torn, no building torn, all in the window', (seed) => {
    const [titles, ...rows] = iconv
      .decode(makeCustomers({ seed, rows: 1500 }), 'cp932')
      .split('\r\n')
      .map((line) => line.split(','));
    const at = (row: string[], title: string) => row[titles!.indexOf(title)] ?? '';
    const wrong: string[] = [];
    let broken = 0;
    for (const row of rows) {
      const street = at(row, '番地・建物');
      const address = ['都道府県', '市区町村', '町域'].map((title) => at(row, title)).join('') + street;
      if (street === '' || row.length !== titles!.length || /[^\u0020-\ud7ff\uff00-\uffef]/.test(address)) continue;
      const { lines, points } = linesOf(address, { postalCode: at(row, '郵便番号') || undefined });
      const own = lines.filter((line) => !line.startsWith('〒'));
      if (own.length > 1) broken += 1;
      const [house = '', building] = street.split(/[ 　]/);
      wrong.push(...tornIn(own));
      if (!own.some((line) => line.includes(house))) wrong.push(`house: ${own.join(' | ')}`);
      if (building && !own.some((line) => line.includes(building))) wrong.push(`building: ${own.join(' | ')}`);
      if (own.join('').replace(/[ 　]/g, '') !== address.replace(/[ 　]/g, '')) wrong.push(`lost: ${own.join(' | ')}`);
      if (own.some((line) => textWidth(line, { points }) > PROFILES.long3.window.width - 12))
        wrong.push(`wide: ${own.join(' | ')}`);
    }
    expect(wrong).toEqual([]);
    expect(broken).toBeGreaterThan(100);
  });
});
