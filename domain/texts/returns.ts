import { type Text } from '../campaigns/campaign';
import { type Defect, type Undeliverable } from '../returns/return-rules';

/** What a form lacks, as the desk and the customer read it. */
export const defectTexts: Record<Defect, Text> = {
  no_signature: { ja: '署名がない', en: 'no signature' },
  other_person: { ja: 'ご本人以外の記入', en: 'filled in by another person' },
  illegible: { ja: '判読できない', en: 'illegible' },
  both_ticked: { ja: '両方に印がある', en: 'both boxes are ticked' },
  none_ticked: { ja: '印がない', en: 'no box is ticked' },
  no_date: { ja: '記入日がない', en: 'no date' },
};

/** Why a letter came back, in the words of the post's slip. */
export const undeliverableTexts: Record<Undeliverable, Text> = {
  unknown: { ja: 'あて所に尋ねあたりません', en: 'addressee unknown at this address' },
  moved: { ja: '転居先不明', en: 'moved, new address unknown' },
  incomplete: { ja: 'あて名不完全', en: 'incomplete address' },
  refused: { ja: '受取拒絶', en: 'refused by the addressee' },
  unclaimed: { ja: '保管期間経過', en: 'storage period expired' },
  postage: { ja: '料金不足', en: 'postage due' },
  other: { ja: 'その他の理由で返戻', en: 'returned for another reason' },
};

/** What the desk should know about a returned item. */
export const returnNoteTexts = {
  second_form: {
    ja: 'この封書の用紙は前にも届いています。どちらも記録し、あとの意思を採ります。',
    en: 'A form of this envelope has come before. Both are kept; the later will counts.',
  },
  piece_withdrawn: {
    ja: '発送を取りやめた封書です。届いた用紙は通常どおり受け付けます。',
    en: 'This envelope had been withdrawn. What has come is taken as usual.',
  },
  declared_elsewhere: {
    ja: 'お客様は別の方法（Web・電話・ほかの用紙）でも回答しています。あとの意思を採ります。',
    en: 'The customer has also answered in another way (web, phone, another form). The later will counts.',
  },
  partly_counted: {
    ja: '不備のない契約の選択は受け付けました。残りだけをおたずねします。',
    en: 'The clear choices were taken; only the rest is asked for.',
  },
  in_favour: {
    ja: '消印を読めないため、期限内に出されたものとして扱いました。',
    en: 'The postmark is illegible, so it is taken as posted in time.',
  },
  in_grace: {
    ja: '申込期限のあとです。救済期限内として扱います。',
    en: 'After apply-by; it counts in the grace period.',
  },
  too_late: {
    ja: '期限のあとに届きました。記録しましたが、結果は変わりません。',
    en: 'It came too late. It is recorded; the outcome does not change.',
  },
  contract_excluded: {
    ja: '発送後に対象外となった契約があります。その選択は採りません。',
    en: 'A contract left the campaign after posting; its choice is not taken.',
  },
  remark: {
    ja: '書き込みがあります。画像を確認してください（ご逝去・転居・苦情など）。',
    en: 'Something is written beside the boxes. Look at the image (death, move, complaint …).',
  },
} satisfies Record<string, Text>;
export type ReturnNote = keyof typeof returnNoteTexts;

/** What entries of the ledger about returned items say. */
export const returnEventTexts: Record<string, Text> = {
  return_received: { ja: '返送物を受け付けた', en: 'A returned item came in' },
  return_entered: { ja: '返送物の記入内容を入力した', en: 'A reading of the form was entered' },
  return_accepted: { ja: '返送された用紙を受理した', en: 'The form was accepted' },
  return_defect: { ja: '返送された用紙に不備があった', en: 'The form has a defect' },
};
