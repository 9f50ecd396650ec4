/** Words of the audience: its file, what was found in it, and the rows that a person decides. */
export const audienceWords = {
  title: { ja: '対象者', en: 'Audience' },
  file: { ja: '対象者ファイル', en: 'Audience file' },
  none: {
    ja: '対象者はまだ取り込まれていません。委託元から届いたCSVを取り込みます。',
    en: "No audience yet. Import the client's CSV.",
  },
  choose: { ja: 'CSVを選ぶ', en: 'Choose the CSV' },
  again: { ja: 'CSVを取り込み直す', en: 'Import another CSV' },
  dropHere: {
    ja: 'またはここにファイルを置きます。UTF-8とCP932（Shift_JIS）に対応。',
    en: 'Or drop it here. UTF-8 and CP932 (Shift_JIS).',
  },
  voids: {
    ja: '内容が変わると案件は下書きに戻り、承認は外れます。',
    en: 'If the audience changes, the campaign returns to draft and its approvals are void.',
  },
  sending: {
    ja: (part: string, size: string) => `送信中 ${part}（${size}）`,
    en: (part: string, size: string) => `Sending ${part} of ${size}`,
  },
  working: {
    ja: 'サーバーで確認しています。大きなファイルは数分かかります。',
    en: 'Being checked. A large file takes some minutes.',
  },
  cancel: { ja: 'やめる', en: 'Cancel' },
  unchanged: { ja: '同じファイルです。何も変わりませんでした。', en: 'The same file as before; nothing changed.' },
  imported: { ja: '取り込みました', en: 'Imported' },
  importedAt: {
    ja: (at: string, encoding: string) => `${at} 取込・文字コード ${encoding}`,
    en: (at: string, encoding: string) => `Imported ${at}, ${encoding}`,
  },
  running: {
    ja: '開始した案件の対象者は取り込み直せません。',
    en: 'The audience of a started campaign cannot be replaced.',
  },
  sums: { ja: '内訳（合計が合うこと）', en: 'Totals that add up' },
  rows: { ja: 'ファイルの行', en: 'Rows of the file' },
  refused: { ja: '取り込めない行', en: 'Refused rows' },
  doubles: { ja: '同じ行の重複', en: 'Exact duplicates' },
  contracts: { ja: '契約', en: 'Contracts' },
  included: { ja: '対象', en: 'Included' },
  held: { ja: '保留（人が決める）', en: 'Held for a person' },
  excluded: { ja: '対象外', en: 'Excluded' },
  customers: { ja: 'お客様', en: 'Customers' },
  balanced: { ja: '一致', en: 'adds up' },
  notBalanced: { ja: '不一致', en: 'does not add up' },
  findings: { ja: '見つかったこと', en: 'Findings' },
  noFindings: { ja: '気になる行はありませんでした。', en: 'Nothing was found.' },
  kindOf: { ja: '内容', en: 'Finding' },
  severity: { ja: '区分', en: 'Severity' },
  count: { ja: '件数', en: 'Count' },
  csv: { ja: '全件をCSVで保存', en: 'Save all as CSV' },
  showLines: { ja: '行を見る', en: 'Show lines' },
  lines: { ja: (n: string) => `${n}行目`, en: (n: string) => `Line ${n}` },
  lineHead: { ja: '行', en: 'Line' },
  columnHead: { ja: '列', en: 'Column' },
  what: { ja: '内容と対応', en: 'What and how to mend it' },
  decide: {
    ja: (n: string) => `保留中の行を決める（残り${n}件）`,
    en: (n: string) => `Decide on held rows (${n} left)`,
  },
  decideNone: { ja: '保留中の行はありません。', en: 'No row is held.' },
  decideNext: {
    ja: '案件ファイルのページで提出できます。',
    en: 'It can be submitted on the page of the campaign file.',
  },
  toFile: { ja: '提出へ進む', en: 'Go on to submission' },
  row: {
    ja: (line: string, number: string) => `${line}行目・契約 ${number}`,
    en: (line: string, number: string) => `Line ${line}, contract ${number}`,
  },
  remark: { ja: '備考あり', en: 'has a remark' },
  customer: {
    ja: 'お客様を開く（備考の閲覧は記録されます）',
    en: 'Open the customer (reading the remark is recorded)',
  },
  release: { ja: '対象にする', en: 'Release' },
  exclude: { ja: '対象外にする', en: 'Exclude' },
  why: { ja: '理由を選ぶ', en: 'Choose a reason' },
  otherReason: { ja: '理由を書く', en: 'Write the reason' },
  terms: { ja: '対象にする条件', en: 'On which terms' },
  noPhone: { ja: '電話はかけない', en: 'No calls' },
  largePrint: { ja: '手紙は大きな文字で', en: 'Letters in large type' },
  protect: { ja: '支援措置として守る', en: 'Put under protection' },
  released: { ja: '対象にしました', en: 'Released' },
  excludedNow: { ja: '対象外にしました', en: 'Excluded' },
  record: { ja: '記録する', en: 'Record' },
  readOnly: {
    ja: '保留中の行は案件管理者とオペレーターが決めます。',
    en: 'Managers and operators decide on held rows.',
  },
} as const;

/** Reasons that the ledger keeps, chosen by digit. */
export const releaseReasons = [
  { ja: '委託元に確認し、案内してよい', en: 'Confirmed with the client: may be contacted' },
  { ja: '備考を確認し、案内に支障がない', en: 'Remark read: nothing against contact' },
  { ja: '重複ではない別の契約', en: 'Another contract, not a double' },
  { ja: '連絡先の誤りは案内に影響しない', en: 'The faulty contact data does not matter here' },
] as const;
export const excludeReasons = [
  { ja: '委託元の指示により対象外', en: 'Excluded on instruction of the client' },
  { ja: 'すでに手続き済み', en: 'The customer has answered already' },
  { ja: '同じ契約の重複', en: 'A double of the same contract' },
  { ja: '契約が終了している', en: 'The contract has ended' },
] as const;
export const otherReason = { ja: 'その他（書く）', en: 'Other (write it)' } as const;
