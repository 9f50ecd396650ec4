import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import iconv from 'iconv-lite';
import { readChangeFile } from '../../api/exchange/client-file';
import { type Change } from '../../domain/exchange/client-data';
import { changesFile } from './fixture';

/** What goes wrong in real files of changes: each of these once refused the whole file, or changed the wrong thing. */
const CONTEXT = { today: '2027-02-10', zone: 'Asia/Tokyo', language: 'ja' as const };
const read = (file: string | Buffer) => readChangeFile(Readable.from([Buffer.from(file as string)]), CONTEXT);
const fixture = (name: string) => readFileSync(join(__dirname, 'field-cases', `${name}.csv`));

it.each<[string, string[], [string, Change['kind'] | undefined][]]>([
  ['30-changes-with-invisible-character', ['2 契約番号 character_invisible'], [['MN990000001', 'cancelled']]],
  [
    '38-changes-with-rows-of-commas',
    [],
    [
      ['MN990000001', 'number'],
      ['MN990000002', 'cancelled'],
    ],
  ],
  [
    '39-changes-with-ctrl-z',
    [],
    [
      ['MN990000001', 'number'],
      ['MN990000002', 'cancelled'],
    ],
  ],
])('reads %s', async (name, findings, changes) => {
  const result = await read(fixture(name));
  expect(result.findings.map(({ line, column, code }) => `${line} ${column} ${code}`)).toEqual(findings);
  expect(result.rows.map(({ contractNumber, change }) => [contractNumber, change?.kind])).toEqual(changes);
  expect(result.counted.rows).toBe(changes.length);
});

const MOVE = (address: string, code = '105-0022') => `MN1,転居,2027/02/01,,,,${code},${address},`;

it.each<[string, string, string[], Partial<Change> | null]>([
  [
    'a move without a code',
    MOVE('東京都港区虎ノ門1-2', ''),
    ['postal_code_missing', 'postal_code_derived'],
    { postalCode: '1050001', hold: null },
  ],
  [
    'a move without a code that the address could tell',
    MOVE('東京都港区海岸1-2', ''),
    ['postal_code_missing'],
    { address: '東京都港区海岸1-2', hold: null },
  ],
  [
    'a move with the code of another prefecture',
    MOVE('大阪府大阪市北区梅田1-1'),
    ['prefecture_mismatch'],
    { address: '大阪府大阪市北区梅田1-1', hold: 'address_research' },
  ],
  [
    'a move with the code of another city',
    MOVE('東京都新宿区西新宿1-1'),
    ['postal_code_other_city'],
    { postalCode: '1050022', hold: null },
  ],
  ['a code of two prefectures', MOVE('大阪府三島郡島本町1-2', '618-0000'), [], { postalCode: '6180000', hold: null }],
  [
    'a house number made a date',
    MOVE('東京都港区海岸1月2日'),
    ['address_looks_like_date'],
    { hold: 'address_research' },
  ],
  ['invisible characters', MOVE('東京都港区\u200b海岸1-2'), ['character_invisible'], { address: '東京都港区海岸1-2' }],
  ['decomposed kana', MOVE('東京都港区海岸1-2 ダ'.normalize('NFD')), [], { address: '東京都港区海岸1-2 ダ' }],
  [
    'character references',
    MOVE('東京都港区海岸1-2&nbsp;&#39640;荘'),
    ['character_reference'],
    { address: '東京都港区海岸1-2 高荘' },
  ],
  ['a reference to nothing', MOVE('東京都港区海岸1-2&#xe000;'), ['character_reference', 'character_broken'], null],
  ['a kanji of no font', MOVE('東京都港区海岸1-2 \u{2a6d6}'), ['character_unprintable'], {}],
  ['NULL for an address', MOVE('NULL'), ['empty_word', 'address_missing'], null],
  ['a service number', 'MN1,番号変更,2027/02/01,0120-123-456,,,,,', ['phone_service_number'], null],
  ['a rounded contract number', '1.23457E+12,解約済,2027/02/01,,,,,,', ['number_rounded'], null],
  ['a date as an instant', 'MN1,解約済,2027-02-09T15:00:00Z,,,,,,', [], {}],
  ['a date as an instant of tomorrow', 'MN1,解約済,2027-02-10T15:00:00Z,,,,,,', ['date_ahead'], null],
  [
    'a mail address between direction marks',
    'MN1,メール変更,2027/02/01,,,\u202da@b.example\u202c,,,',
    ['mail_repaired'],
    { mail: 'a@b.example' },
  ],
])('reads %s', async (_, row, codes, change) => {
  const result = await read(changesFile([row]));
  expect(result.findings.map(({ code }) => code)).toEqual(codes);
  const [read1] = result.rows;
  if (change === null) expect(read1!.change).toBeNull();
  else expect(read1!.change).toMatchObject(change);
});

it('skips a space before quotes, the total among them', async () => {
  const file = changesFile(['MN1,解約済,2027/02/01,,,,,,']).replaceAll(/[^,\r\n]+/g, ' "$&"');
  expect(await read(file)).toMatchObject({ findings: [], rows: [{ contractNumber: 'MN1' }] });
});

it.each(['utf-8', 'cp932'])('refuses only the row of which a character is cut, in %s', async (encoding) => {
  const text = changesFile([
    'MN1,解約済,2027/02/01,,,,,,要確',
    'MN2,解約済,2027/02/01,,,,,,',
    'MN3,逝去,2027/02/01,,,,,,',
  ]);
  const bytes = iconv.encode(text, encoding);
  const at = bytes.indexOf(iconv.encode('確', encoding));
  const cut = Buffer.concat([bytes.subarray(0, at + 1), bytes.subarray(at + iconv.encode('確', encoding).length)]);
  const result = await read(cut);
  expect(result.findings.map(({ line, code }) => [line, code])).toEqual([[2, 'row_undecodable']]);
  expect(result.rows.map(({ change }) => change?.kind)).toEqual([undefined, 'cancelled', 'deceased']);
});
