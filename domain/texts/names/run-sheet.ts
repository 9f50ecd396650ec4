import { type Text } from '../../campaigns/campaign';
import { type EnvelopeProfile } from '../../print/envelope-profile';

/** Words of a run's control sheet and posting slip, which go to the print shop and the post office. */
export const runSheetTexts = {
  control: { ja: '印刷・封入 管理票', en: 'Control sheet' },
  slip: { ja: '郵便物差出票（控え）', en: 'Posting slip (copy)' },
  key: { ja: '回次番号', en: 'Run' },
  client: { ja: '差出人（委託元）', en: 'Sender (client)' },
  runOn: { ja: '作成日・差出予定日', en: 'Made on, to be posted on' },
  pieces: { ja: '通数', en: 'Pieces' },
  sheets: { ja: '枚数', en: 'Sheets' },
  pages: { ja: 'ページ数', en: 'Pages' },
  first: { ja: '最初の封書', en: 'First piece' },
  last: { ja: '最後の封書', en: 'Last piece' },
  envelope: { ja: '封筒', en: 'Envelope' },
  enclosure: { ja: '同封物', en: 'Enclosures' },
  enclosureIs: { ja: '返信用封筒（下表で「あり」の封書だけ）', en: 'Reply envelope, only where the table says so' },
  hash: { ja: 'マニフェストのハッシュ（SHA-256）', en: 'Hash of the manifest (SHA-256)' },
  fileHash: { ja: 'ファイルのハッシュ（SHA-256）', en: 'Hash of the file (SHA-256)' },
  file: { ja: 'ファイル名', en: 'File' },
  class: { ja: '郵便種別', en: 'Postal class' },
  weight: { ja: '重量', en: 'Weight' },
  upTo: { ja: '{grams}gまで', en: 'up to {grams} g' },
  overweight: { ja: '要計量', en: 'to be weighed' },
  reply: { ja: '返信用封筒', en: 'Reply envelope' },
  yes: { ja: 'あり', en: 'yes' },
  no: { ja: 'なし', en: 'no' },
  numbers: { ja: '封書番号', en: 'Nos.' },
  unit: { ja: '単価（円）', en: 'Each (yen)' },
  amount: { ja: '金額（円）', en: 'Amount (yen)' },
  total: { ja: '合計', en: 'Total' },
  prices: { ja: '料金表', en: 'Prices' },
  office: { ja: '引受郵便局', en: 'Post office' },
  postedOn: { ja: '差出年月日', en: 'Posted on' },
  slipNo: { ja: '差出票番号', en: 'Slip no.' },
  stamp: { ja: '引受局日附印', en: 'Date stamp of the office' },
  checks: { ja: '確認欄', en: 'Checks' },
  printed: { ja: '印刷', en: 'Printed' },
  inserted: { ja: '封入', en: 'Inserted' },
  spoiled: { ja: '損紙・再出力', en: 'Spoiled and reprinted' },
  withdrawn: { ja: '抜取', en: 'Taken out' },
  posted: { ja: '差出', en: 'Posted' },
  count: { ja: '通数', en: 'Count' },
  by: { ja: '担当', en: 'By' },
  checker: { ja: '検査', en: 'Checked by' },
  rule: {
    ja: 'データ件数＝印刷＝封入＝差出＋抜取。損紙は同じ番号で再出力し、件数に加えません。',
    en: 'Data = printed = inserted = posted + taken out. A spoiled piece keeps its number when reprinted.',
  },
} as const satisfies Record<string, Text>;

/** Words of the sheet that people lay between the envelopes of a stack before they scan it. */
export const separatorTexts = {
  title: { ja: '仕切り紙', en: 'Separator sheet' },
  use: {
    ja: '封書と封書の間に1枚ずつはさんでスキャンしてください。コードのないページが前の封書の用紙に付くことがなくなり、1通に別のお客様の用紙が入っていたときは人の確認に回ります。拡大・縮小せずに印刷し、繰り返し使えます。',
    en: 'Lay one between the envelopes of a stack before you scan it. A page without a code is then never added to the form of the envelope before, and forms of different customers in one envelope go to a person. Print without scaling; use it again as often as you like.',
  },
} as const satisfies Record<string, Text>;

/** The envelopes of a run as the shop takes them from its shelf, and how the sheets are printed. */
export const envelopeText = ({ envelope, duplex, marks }: EnvelopeProfile): string =>
  [
    { long3: '長形3号 窓あき・三つ折り', kaku2: '角形2号 窓あき・折らない' }[envelope],
    duplex ? '両面印刷' : '片面印刷',
    { none: null, omr: 'OMR封入マーク', code: '2次元封入コード' }[marks],
  ]
    .filter((part) => part !== null)
    .join('・');
