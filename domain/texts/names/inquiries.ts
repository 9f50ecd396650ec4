import { type Text } from '../../campaigns/campaign';
import {
  type CloseReason,
  type ComplaintClass,
  type HandedTo,
  type InquiryChannel,
  type InquiryGrade,
  type InquiryStatus,
  type MatchedBy,
  type TouchKind,
} from '../../customers/inquiries/inquiry';

export const inquiryStatusTexts = {
  open: { ja: '未対応', en: 'open' },
  handed_over: { ja: '引継ぎ中', en: 'handed over' },
  answered: { ja: '回答済み', en: 'answered' },
  closed: { ja: '完了', en: 'closed' },
} as const satisfies Record<InquiryStatus, Text>;

export const inquiryChannelTexts = {
  phone: { ja: '電話', en: 'phone' },
  web: { ja: 'お客様ページ', en: 'web form' },
  mail: { ja: 'メール', en: 'mail' },
  post: { ja: '手紙', en: 'letter' },
} as const satisfies Record<InquiryChannel, Text>;

export const inquiryGradeTexts = {
  inquiry: { ja: '問い合わせ', en: 'inquiry' },
  complaint: { ja: '苦情', en: 'complaint' },
} as const satisfies Record<InquiryGrade, Text>;

export const handedToTexts = {
  client: { ja: '委託元', en: 'the client' },
  supervisor: { ja: '責任者', en: 'a supervisor' },
} as const satisfies Record<HandedTo, Text>;

export const closeReasonTexts = {
  answered: { ja: '回答して解決', en: 'answered' },
  declared: { ja: 'お手続きを受付', en: 'answer of the customer booked' },
  no_reply: { ja: 'お客様から返答なし', en: 'no reply from the customer' },
  not_ours: { ja: 'この案件の問い合わせではない', en: 'about something else' },
  duplicate: { ja: '重複', en: 'duplicate' },
} as const satisfies Record<CloseReason, Text>;

/** How a contact was connected with its customer. */
export const matchedByTexts = {
  person: { ja: '担当者が確認', en: 'by a person' },
  message: { ja: '案内への返信', en: 'reply to our message' },
  link: { ja: '本文のURL', en: 'link in the text' },
  receipt: { ja: '本文の番号', en: 'number in the text' },
  mail: { ja: '登録のメールアドレスと一致（本人確認ではない）', en: 'address on file (no proof of identity)' },
  phone: { ja: '登録の電話番号と一致（本人確認ではない）', en: 'number on file (no proof of identity)' },
  code: { ja: '郵便物の番号', en: 'code of a letter' },
  page: { ja: 'お客様ページ', en: 'customer’s page' },
} as const satisfies Record<MatchedBy, Text>;

export const touchTexts = {
  received: { ja: 'お客様からの連絡', en: 'contact by the customer' },
  confirmed: { ja: '受付のお知らせを自動で返信', en: 'confirmed automatically' },
  matched: { ja: 'お客様と結び付けた', en: 'connected with the customer' },
  classified: { ja: '理由を選んだ', en: 'reason chosen' },
  taken: { ja: '担当した', en: 'taken' },
  noted: { ja: 'メモ', en: 'note' },
  drafted: { ja: '自由記述の回答を作成（確認待ち）', en: 'answer in free words drafted' },
  answered: { ja: '回答', en: 'answered' },
  declared: { ja: 'お手続きを電話で受付', en: 'answer of the customer booked' },
  handed_over: { ja: '引継ぎ', en: 'handed over' },
  returned: { ja: '引継ぎから戻った', en: 'came back' },
  complaint: { ja: '苦情として記録', en: 'recorded as a complaint' },
  client_notified: { ja: '委託元に連絡', en: 'client notified' },
  client_acknowledged: { ja: '委託元が確認', en: 'acknowledged by the client' },
  held: { ja: '連絡を留保', en: 'contact held' },
  opted_out: { ja: '連絡手段を停止', en: 'channel stopped' },
  address: { ja: '新しい住所を委託元に連絡', en: 'new address proposed to the client' },
  closed: { ja: '完了', en: 'closed' },
  reopened: { ja: '再び開いた', en: 'opened again' },
} as const satisfies Record<TouchKind, Text>;

/** What a complaint is about (内容区分). */
export const complaintClassTexts = {
  content: { ja: '終了・条件の内容', en: 'the closing and its terms' },
  desk: { ja: '窓口の対応', en: 'how the desk acted' },
  delivery: { ja: '案内の届き方・回数', en: 'how and how often we wrote' },
  money: { ja: '料金・返金', en: 'money' },
  privacy: { ja: '個人情報', en: 'personal data' },
  other: { ja: 'その他', en: 'other' },
} as const satisfies Record<ComplaintClass, Text>;
