import { type Band, type CallResult } from '../../calls/call-rules';
import { type IntervalFinding } from '../../calls/intervals';
import { type Text } from '../../campaigns/campaign';
import { type PrintRunStatus } from '../../print/print-run';
import {
  type Defect,
  type ReturnStatus,
  type Ticked,
  type Undeliverable,
  type Withdrawal,
} from '../../returns/return-rules';
import { type PutAside, type PageReason } from '../../returns/stack';

/** Results of a call, as the desk chooses them. */
export const callResultTexts = {
  completed: { ja: '受付完了（電話）', en: 'declared on the phone' },
  intent: { ja: '意向のみ・手続きを案内', en: 'intent only, guided to the page or form' },
  callback: { ja: '折り返しを約束', en: 'call back promised' },
  no_answer: { ja: '不在・呼出のみ', en: 'no answer' },
  busy: { ja: '話し中', en: 'busy' },
  voicemail: { ja: '留守番電話', en: 'voicemail' },
  third_party: { ja: '別の方が応答', en: 'someone else answered' },
  unidentified: { ja: '本人確認できず', en: 'not identified' },
  refused: { ja: '電話を拒否', en: 'refuses further calls' },
  wrong_number: { ja: '番号違い', en: 'wrong number' },
  invalid_number: { ja: '番号が現在使われていない', en: 'number not in use' },
  language: { ja: '外国語での対応を希望', en: 'another language needed' },
  interpreter: { ja: '電話リレー・通訳で改めて', en: 'call again with an interpreter' },
  large_print: { ja: '大きな文字の書面を希望', en: 'letter in large type wanted' },
  complaint: { ja: '苦情の申し出', en: 'complaint' },
  deceased: { ja: 'ご逝去の申し出', en: 'death reported' },
} as const satisfies Record<CallResult, Text>;

/** Parts of the day in which calls are made. */
export const bandTexts = {
  am: { ja: '午前', en: 'morning' },
  pm: { ja: '午後', en: 'afternoon' },
  evening: { ja: '夜', en: 'evening' },
  sat: { ja: '土', en: 'Saturday' },
} as const satisfies Record<Band, Text>;

/** What is wrong with a row of the telephone system's intervals. */
export const intervalFindingTexts = {
  interval_start: { ja: '開始の日時が正しくありません', en: 'the start is no time at which an interval begins' },
  interval_minutes: { ja: '間隔が15分でも30分でもありません', en: 'the interval is neither 15 nor 30 minutes' },
  interval_number: { ja: '件数・秒・席数が数ではありません', en: 'a count, time or number of seats is no number' },
  interval_sum: {
    ja: '応答・放棄の合計が着信より多くなっています',
    en: 'more were answered or abandoned than offered',
  },
  interval_within: { ja: '目標内の応答が応答より多くなっています', en: 'more were answered in time than answered' },
  interval_future: { ja: 'まだ来ていない時刻です', en: 'it has not begun yet' },
  interval_repeated: { ja: '同じ窓口・同じ時刻の行があります', en: 'the queue and time are there twice' },
  interval_overlap: {
    ja: '同じ窓口の15分と30分の集計が重なっています',
    en: 'intervals of 15 and of 30 minutes of the queue overlap',
  },
} as const satisfies Record<IntervalFinding, Text>;

export const callTaskTexts = {
  due: { ja: '今かける', en: 'due' },
  waiting: { ja: '架電待ち', en: 'waiting' },
  leased: { ja: '架電中', en: 'being called' },
  done: { ja: '処理済み', en: 'done' },
} as const satisfies Record<'due' | 'waiting' | 'leased' | 'done', Text>;

export const returnKindTexts = {
  form: { ja: '返送用紙', en: 'form' },
  undeliverable: { ja: '不着の郵便物', en: 'undeliverable letter' },
  documents: { ja: '確認書類（相続・後見・清算）', en: 'documents that prove who acts' },
} as const satisfies Record<'form' | 'undeliverable' | 'documents', Text>;

export const returnStatusTexts = {
  received: { ja: '受付済・入力待ち', en: 'received' },
  entered: { ja: '第1読取り済み', en: 'read once' },
  mismatch: { ja: 'アンマッチ審査待ち', en: 'readings differ' },
  held: { ja: '書き込みの判断待ち', en: 'handwriting to be decided' },
  accepted: { ja: '受理', en: 'accepted' },
  late: { ja: '期限後到着', en: 'late' },
  defect: { ja: '不備', en: 'defect' },
  undeliverable: { ja: '不着', en: 'undeliverable' },
  withdrawn: { ja: '受付取消', en: 'withdrawn' },
} as const satisfies Record<ReturnStatus, Text>;

/** Why a scanned page waits for a person. */
export const pageReasonTexts = {
  code_unread: { ja: '封書番号が読み取れない', en: 'its code cannot be read' },
  several_codes: { ja: '封書番号が2つ以上ある', en: 'several codes on one page' },
  code_unknown: { ja: '当方にない封書番号', en: 'unknown code' },
  letter_withdrawn: { ja: '差し止めた郵便物の番号', en: 'code of a letter that was withdrawn' },
  no_form_before: { ja: '番号のない紙（どの用紙のものか不明）', en: 'no code, and no form that it belongs to' },
  other_customer: { ja: '同じ封筒に別のお客様の用紙', en: 'forms of different customers in one envelope' },
  page_broken: { ja: '画像が壊れている', en: 'the page is damaged' },
  booking_refused: { ja: '受け付けられなかった', en: 'could not be booked' },
} as const satisfies Record<PageReason, Text>;

/** Why a scanned page was put aside. */
export const disposalTexts = {
  scanned_again: { ja: 'スキャンし直した', en: 'scanned again' },
  no_content: { ja: '白紙・記入なし', en: 'nothing on it' },
  not_ours: { ja: '当方あてではない', en: 'not meant for us' },
  elsewhere: { ja: '別の担当へ渡した', en: 'handed to another desk' },
  expired: { ja: '保存期間が終わり画像を削除', en: 'retention over, picture deleted' },
} as const satisfies Record<PutAside, Text>;

/** Why a booking was withdrawn. */
export const withdrawalTexts = {
  wrong_envelope: { ja: '封書（番号）の間違い', en: 'wrong envelope' },
  wrong_reason: { ja: '種類・理由の間違い', en: 'wrong kind or reason' },
} as const satisfies Record<Withdrawal, Text>;

/** Why a letter came back, in the words of the post's slip. */
export const undeliverableTexts = {
  unknown: { ja: 'あて所に尋ねあたりません', en: 'addressee unknown at this address' },
  moved: { ja: '転居先不明', en: 'moved, new address unknown' },
  incomplete: { ja: 'あて名不完全', en: 'incomplete address' },
  refused: { ja: '受取拒絶', en: 'refused by the addressee' },
  unclaimed: { ja: '保管期間経過', en: 'storage period expired' },
  postage: { ja: '料金不足', en: 'postage due' },
  other: { ja: 'その他の理由で返戻', en: 'returned for another reason' },
} as const satisfies Record<Undeliverable, Text>;

/** What is ticked for a contract. */
export const tickedTexts = {
  migrate: { ja: '移行', en: 'move' },
  cancel: { ja: '解約', en: 'cancel' },
  both: { ja: '両方', en: 'both' },
  none: { ja: 'なし', en: 'none' },
} as const satisfies Record<Ticked, Text>;

/** What a form lacks, as the desk reads it. */
export const defectTexts = {
  no_signature: { ja: '署名がない', en: 'no signature' },
  other_person: { ja: 'ご本人以外の記入', en: 'filled in by another person' },
  illegible: { ja: '判読できない', en: 'illegible' },
  no_hanko: { ja: '印鑑なし', en: 'no hanko' },
  hanko_differs: { ja: '印鑑相違', en: 'hanko differs' },
  no_account: { ja: '口座の記入なし・不足', en: 'no account, or incomplete' },
  other_holder: { ja: '口座名義相違', en: 'account of another holder' },
  both_ticked: { ja: 'レ点が両方にある', en: 'both boxes are ticked' },
  none_ticked: { ja: 'レ点がない', en: 'no box is ticked' },
  remark: { ja: '書き込みの内容を確認できない', en: 'what is written beside the boxes is unclear' },
  no_date: { ja: '記入日がない', en: 'no date' },
} as const satisfies Record<Defect, Text>;

/** Letters of a day on their way through the print shop. */
export const printRunStatusTexts = {
  open: { ja: '作成中', en: 'being prepared' },
  rendered: { ja: '印刷データ作成済', en: 'rendered' },
  handed_over: { ja: '印刷会社へ引渡済', en: 'at the print shop' },
  posted: { ja: '差出済', en: 'posted' },
  differs: { ja: '報告と不一致', en: 'differs' },
} as const satisfies Record<PrintRunStatus, Text>;

/** A file of changes from the client. */
export const clientFileStatusTexts = {
  preview: { ja: '確認待ち', en: 'waits for a decision' },
  applying: { ja: '反映中', en: 'being applied' },
  applied: { ja: '反映済', en: 'applied' },
  discarded: { ja: '破棄済', en: 'discarded' },
} as const satisfies Record<'preview' | 'applying' | 'applied' | 'discarded', Text>;
