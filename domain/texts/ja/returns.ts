import { type Defect, type Undeliverable } from '../../returns/return-rules';

/** What a form lacks, as the desk and the customer read it. */
export const defectsJa: Record<Defect, string> = {
  no_signature: '署名がない',
  other_person: 'ご本人以外の記入',
  illegible: '判読できない',
  both_ticked: '両方に印がある',
  none_ticked: '印がない',
  no_date: '記入日がない',
};

/** Why a letter came back, in the words of the post's slip. */
export const undeliverableJa: Record<Undeliverable, string> = {
  unknown: 'あて所に尋ねあたりません',
  moved: '転居先不明',
  incomplete: 'あて名不完全',
  refused: '受取拒絶',
  unclaimed: '保管期間経過',
  postage: '料金不足',
  other: 'その他の理由で返戻',
};

/** What the desk should know about a returned item. */
export const returnNotesJa = {
  second_form: 'この封書の用紙は前にも届いています。どちらも記録し、あとの意思を採ります。',
  piece_withdrawn: '発送を取りやめた封書です。届いた用紙は通常どおり受け付けます。',
  declared_elsewhere: 'お客様は別の方法（Web・電話・ほかの用紙）でも回答しています。あとの意思を採ります。',
  partly_counted: '不備のない契約の選択は受け付けました。残りだけをおたずねします。',
  in_favour: '消印を読めないため、期限内に出されたものとして扱いました。',
  in_grace: '申込期限のあとです。救済期限内として扱います。',
  too_late: '期限のあとに届きました。記録しましたが、結果は変わりません。',
  contract_excluded: '発送後に対象外となった契約があります。その選択は採りません。',
  remark: '書き込みがあります。画像を確認してください（ご逝去・転居・苦情など）。',
};

/** Ledger entries about returned items. */
export const returnEventsJa = {
  return_received: '返送物を受け付けた',
  return_entered: '返送物の記入内容を入力した',
  return_accepted: '返送された用紙を受理した',
  return_defect: '返送された用紙に不備があった',
};
