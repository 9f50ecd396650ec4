import { type Maker, personRow, type Row, secondContract } from './customer-rows';

/**
 * Applies a fault to a person's valid row: returns the rows to write instead, as a plain list if the columns are wrong.
 */
type Fault = (row: Row, maker: Maker) => (Row | string[])[];

const change =
  (values: Partial<Row>): Fault =>
  (row) => [{ ...row, ...values }];
const address = { 郵便番号: '', 都道府県: '', 市区町村: '', 町域: '', '番地・建物': '' };
const phones = { 固定電話: '', 携帯電話: '' };
const mailOf = (row: Row, domain: string) => `user${row.契約番号.slice(-7)}${domain}`;

/** Rows that are refused, each by a different rule. */
const REFUSED: Fault[] = [
  (row) => [[...Object.values(row), '余分']],
  (row) => [Object.values(row).slice(0, 7)],
  change({ 契約番号: '' }),
  change({ 氏名: '' }),
  (row) => [row, { ...row, '番地・建物': '99-99' }],
];

/** Rows held for a person's decision. In one the remark is on a customer's second contract. */
const HELD: Fault[] = [
  change({ 備考: 'ご逝去 相続手続中' }),
  change({ 備考: '弁護士受任' }),
  change({ 備考: '成年後見人あり' }),
  change({ 備考: '支援措置対象' }),
  change({ 備考: '料金について係争中' }),
  change({ 備考: '苦情対応中' }),
  (row, maker) => [row, { ...secondContract(row, maker), 備考: '保佐人より連絡あり' }],
  change({ 備考: '代理人（長男）が窓口' }),
  change({ 備考: '入院中' }),
  change({ 備考: '海外赴任中' }),
  change({ 備考: '電話不可' }),
  change({ 備考: '書面での案内はお断り' }),
  change({ 備考: '大活字希望' }),
];

/** Rows that are accepted without the faulty field. */
const TAKEN: Fault[] = [
  (row) => [row, row],
  change({ 個人法人区分: '不明' }),
  change({ 生年月日: '不詳' }),
  change({ 生年月日: '1975/02/30' }),
  change({ 生年月日: '1900/01/01' }),
  change({ 郵便番号: '' }),
  change({ 郵便番号: '105-64' }),
  change({ 郵便番号: '000-0000' }),
  (row) => [{ ...row, 都道府県: row.都道府県 === '沖縄県' ? '北海道' : '沖縄県' }],
  change(address),
  change({ '番地・建物': '' }),
  change({ 固定電話: '03-12-34' }),
  change({ 携帯電話: '090-123-456' }),
  change({ 携帯電話: '03-6309-8236' }),
  change({ メールアドレス: 'x@' }),
  change({ メールアドレス: 'taro@@example.jp' }),
  (row) => [{ ...row, メールアドレス: mailOf(row, '＠example.jp') }],
  change({ ...address, ...phones, メールアドレス: '' }),
  change({ 契約開始日: '2018/13/45' }),
  change({ メール通知同意: '済' }),
  (row, maker) => [
    { ...row, メール通知同意: '1' },
    { ...secondContract(row, maker), メール通知同意: '0' },
  ],
  (row, maker) => [
    { ...row, メールアドレス: mailOf(row, '@example.com') },
    { ...secondContract(row, maker), メールアドレス: `another.${mailOf(row, '@example.com')}` },
  ],
  change({ 備考: '=HYPERLINK("http://example.com","x")' }),
  change({ 氏名: '高〓　治' }),
  change({ 氏名: '渡\ue000　亮介' }),
  change({ 氏名: '髙橋　﨑子' }),
  change({ 氏名: '德永　彅' }),
  change({ 備考: '転送届あり\r\n要確認' }),
  change({ 備考: '送付先別途:〒150-0002 東京都渋谷区渋谷1-1-1' }),
  (row) => [{ ...row, 生年月日: '', ...phones, メールアドレス: mailOf(row, '@example.ne.jp') }],
];

/** Every kind of fault at least once, or only the most instructive ones if the file is too short. */
export function makeFaults(maker: Maker, rows: number): (Row | string[])[][] {
  const all = [...REFUSED, ...HELD, ...TAKEN];
  const short = [REFUSED[4]!, HELD[0]!, HELD[1]!, TAKEN[0]!, TAKEN[14]!];
  const [kinds, each] = rows < 200 ? [short, 1] : [all, Math.max(1, Math.round(rows / 1500))];
  return kinds.flatMap((fault) => Array.from({ length: each }, () => fault(personRow(maker), maker)));
}
