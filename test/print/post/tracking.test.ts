import { type CarrierFile, readCarrierLines } from '../../../domain/print/carrier-file';
import { printedTracking, trackingCheckDigit, trackingDigits, trackingFault } from '../../../domain/print/tracking';

const HEAD = { tracking: ['piece', 'tracking_no'], results: ['tracking_no', 'result', 'at', 'reason'] };
const read = (kind: keyof typeof HEAD, ...rows: string[][]): CarrierFile =>
  readCarrierLines(
    [HEAD[kind], ...rows].map((fields, index) => ({ line: index + 1, fields })),
    'Asia/Tokyo',
  )!;
const found = (file: CarrierFile) => file.findings.map(({ line, code }) => `${line} ${code}`);

test.each<[string, string | null]>([
  ['131-12-38385-2', null], // a number from a registered letter
  ['１３１－１２－３８３８５－２', null],
  ['131-12-38385-3', 'tracking_check_digit'],
  ['1234-5678-9013', null],
  ['1234-5678-9014', 'tracking_check_digit'],
  ['123-45-6789', 'tracking_no_invalid'],
  ['RR123456785JP', 'tracking_no_invalid'],
])('the check digit of %s', (text, fault) => expect(trackingFault(trackingDigits(text))).toBe(fault));

test('one wrong digit, or two exchanged, is noticed in at least nine of ten numbers', () => {
  let noticed = 0;
  let all = 0;
  for (let n = 0; n < 1_000; n++) {
    const body = String(3_000_000_000 + n * 7_919).padStart(10, '0');
    const no = body + trackingCheckDigit(body);
    for (let at = 0; at < 10; at++) {
      const other = no.slice(0, at) + String((Number(no[at]) + 1) % 10) + no.slice(at + 1);
      all += 1;
      if (trackingFault(other) === 'tracking_check_digit') noticed += 1;
    }
  }
  expect(noticed / all).toBeGreaterThan(0.9);
});

test('numbers are shown as on the receipt', () => {
  expect(printedTracking('13112383852')).toBe('131-12-38385-2');
  expect(printedTracking('123456789013')).toBe('1234-5678-9013');
});

test('reads numbers, whatever the columns are called and in whichever order', () => {
  const lines = [
    ['お問い合わせ番号', '備考', '管理番号'],
    ['131-12-38385-2', '', 'abc0123456789'],
  ].map((fields, index) => ({ line: index + 1, fields }));
  expect(readCarrierLines(lines, 'Asia/Tokyo')).toEqual({
    kind: 'tracking',
    findings: [],
    rows: [{ line: 2, piece: 'ABC0123456789', trackingNo: '13112383852', result: null, at: null, reason: null }],
  });
});

test.each<[string[], object]>([
  [['131-12-38385-2', 'お届け済み', '2027/2/5 14:05', ''], { result: 'delivered', at: '2027-02-05T05:05:00.000Z' }],
  [['131-12-38385-2', '保管', '2027-02-05', ''], { result: 'kept', at: '2027-02-05T03:00:00.000Z' }],
  [['131-12-38385-2', '返送', '20270205', 'あて所に尋ねあたりません'], { result: 'returned', reason: 'unknown' }],
  [['131-12-38385-2', 'returned', '2027-02-05', ''], { result: 'returned', reason: 'other' }],
  [['131-12-38385-2', '受取拒絶', '2027-02-05', ''], { result: 'refused', reason: null }],
])('reads the result %j', (fields, expected) => {
  const { rows, findings } = read('results', fields);
  expect(findings).toEqual([]);
  const { at, ...row } = rows[0]!;
  expect({ ...row, at: new Date(at!).toISOString() }).toMatchObject(expected);
});

test.each<[keyof typeof HEAD, string[][], string[]]>([
  ['tracking', [['A', '131-12-38385-3']], ['2 tracking_check_digit']],
  ['tracking', [['', '131-12-38385-2']], ['2 piece_missing']],
  ['tracking', [['A', '']], ['2 tracking_no_invalid']],
  ['tracking', [['A', '131-12-38385-2', 'x']], ['2 row_columns']],
  [
    'tracking',
    [
      ['A', '131-12-38385-2'],
      ['B', '131-12-38385-2'],
    ],
    ['3 row_doubled'],
  ],
  [
    'tracking',
    [
      ['A', '131-12-38385-2'],
      ['A', '123456789013'],
    ],
    ['3 row_doubled'],
  ],
  ['results', [['131-12-38385-2', '配達中?', '2027-02-05', '']], ['2 result_unknown']],
  ['results', [['131-12-38385-2', '返送', '2027-02-05', '気が変わった']], ['2 reason_unknown']],
  ['results', [['131-12-38385-2', 'お届け済み', '2027-02-30', '']], ['2 date_invalid']],
  ['results', [['131-12-38385-2', 'お届け済み', '2027-02-05 25:00', '']], ['2 date_invalid']],
])('finds in %s what does not fit: %j', (kind, rows, expected) => expect(found(read(kind, ...rows))).toEqual(expected));

test('a file of something else is none', () => {
  expect(readCarrierLines([{ line: 1, fields: ['契約番号', '異動区分'] }], 'Asia/Tokyo')).toBeUndefined();
});
