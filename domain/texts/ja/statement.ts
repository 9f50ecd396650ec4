import { type AttemptResult } from '../../campaigns/statement/attempt';
import { type StatementClass } from '../../campaigns/statement/line';
import { type CallResult } from '../../calls/call-rules';

/** Classes of the statement; they add up to the contracts. */
export const classesJa: Record<StatementClass, string> = {
  migrated: '移行完了',
  accepted: '移行受付（反映待ち）',
  cancelled: '解約受付',
  lapsed: '期限経過・未手続',
  unreachable: '連絡不能',
  pending: '保留・残務',
  excluded: '対象外',
  stopped: '中止',
  open: '未決',
};

/** What is known of a contact. */
export const attemptResultsJa: Record<
  Exclude<AttemptResult, `call_${CallResult}` | `call_in_${CallResult}`>,
  string
> = {
  delivered: '端末に到達',
  handed_over: '送信済・不達なし',
  posted: '差出済・返戻なし',
  presumed: '差出済・返戻なし（推定）',
  returned: '不着・返戻',
  bounced: '不達',
  not_sent: '送信できず',
  withdrawn: '取りやめ',
  recalled: '差出前に抜き取り',
  doubtful: '送信できたか不明（要確認）',
  waiting: '未送信',
  call_open: '架電待ち',
  call_not_made: '架電せず',
};

/** Words of the statement as a document: title, headings, notes. */
export const statementWordsJa = {
  title: '完了報告書（全件照合表）',
  supplementTitle: '完了報告書（全件照合表） 追補第{no}号',
  current: '速報（未署名）: 署名された完了報告書ではありません',
  prepared: '承認待ち: まだ署名されていません',
  client: '委託元',
  campaign: '案件',
  campaignOf: '{name}（案件番号 {id}）',
  asOf: '基準日時',
  dates: '日程',
  datesOf: '初回発信 {firstDispatch} ／ 申込期限 {applyBy} ／ サービス終了 {endOfService}',
  preparedBy: '作成',
  signedBy: '承認',
  byAt: '{name}　{at}',
  unsigned: '（未署名）',
  hash: '文書のハッシュ（SHA-256）',
  previousHash: '直前の文書のハッシュ',
  contentHash: '承認された案件内容のハッシュ',
  source: '対象者リスト',
  sourceOf: '{name}　取込番号 {id}　{at}　SHA-256 {hash}',
  noName: '（ファイル名なし）',
  rowsHead: '1. 対象者リストとの照合（行）',
  rowsTotal: '受領した行',
  rowsContracts: '契約（対象者）',
  rowsRefused: '取込不可の行',
  rowsDoubles: '同じ内容の重複行',
  rowsSum: '照合（契約＋取込不可＋重複）',
  heldOf: '取込時に保留した行: 対象に戻したもの {released}、対象外としたもの {excluded}、未判断 {undecided}',
  classesHead: '2. 契約の区分（合計は契約数に一致）',
  reasonsHead: '3. 区分と理由の内訳',
  contactsHead: '4. 連絡の件数（手段と状態）',
  linesHead: '5. 全件の明細',
  changesHead: '変更の明細',
  class: '区分',
  reason: '理由',
  count: '件数',
  total: '合計',
  check: '照合結果',
  balanced: '一致（未決なし）',
  unbalanced: '不一致または未決あり',
  contract: '契約ID',
  number: '契約番号',
  customer: 'お客様ID',
  row: '行',
  decidedAt: '確定日時',
  reflection: '委託元への反映',
  attemptNo: '連絡No.',
  attemptAt: '連絡日時',
  channel: '手段',
  step: '段階',
  band: '時間帯',
  result: '結果',
  exclusion: '対象外の根拠',
  fromAudience: '対象者リスト「{name}」{row}行、判断 {by}　{at}',
  fromChanges: '異動データ第{file}号「{name}」{row}行、適用 {by}　{at}',
  unrecorded: '記録なし',
  noAttempts: '連絡の記録なし',
  erased: '消去済',
  numbersNote: '契約番号は閲覧権限により付したもので、ハッシュの対象に含みません。',
  presumedNote:
    '「差出済・返戻なし（推定）」は、差出から28日を過ぎても返戻のない普通郵便をいい、到達を証するものではありません。',
  changesUndecided: '変更依頼中（反映済みの結果の変更を委託元に依頼し、返事を待っているもの）: {count}',
  acceptedNote: '「移行受付（反映待ち）」は、委託元のシステムから反映済の報告を受けるまでの区分です。',
  change: '変更',
  from: '変更前',
  to: '変更後',
  cause: '変更の原因',
  changedAt: '変更日時',
  supplementReason: '追補の理由',
  supplementOf: 'この追補は、署名済みの完了報告書（ハッシュ {hash}）に対する変更です。',
  page: '{no} / {of}',
  footer: '案件番号 {id}　{title}　ハッシュ {hash}',
};

/** How far the client's own system has taken an outcome over. */
export const reflectionsJa = {
  none: '未連携',
  sent: '連携済・反映待ち',
  reflected: '反映済',
  rejected: '反映エラー',
  change_requested: '反映済（変更依頼中）',
};

/** Why an outcome changed after the statement. */
export const changeCausesJa = {
  corrected: '担当者の訂正（承認済）',
  reopened: '手続きの再開',
  reflected: '委託元のシステムの反映結果',
  decided: '経過にもとづく再判定',
};
