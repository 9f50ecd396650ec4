import { type PartyKind } from '../../audience/party';
import { type Language, type Purpose, type Text } from '../../campaigns/campaign';
import { type IdentityItem } from '../../customers/caller-identity';
import { type HoldReason } from '../../customers/hold-rules';
import { type Relation } from '../../customers/who-answers';
import { type AccessPurpose } from '../../privacy/access-purposes';
import { type AccessSource } from '../../privacy/access-sources';
import { type PersonalField } from '../../privacy/mask';

export const partyKindTexts = {
  person: { ja: '個人', en: 'person' },
  company: { ja: '法人', en: 'company' },
} as const satisfies Record<PartyKind, Text>;

/** The language in which a customer is written to. */
export const languageTexts = {
  ja: { ja: '日本語', en: 'Japanese' },
  en: { ja: '英語', en: 'English' },
} as const satisfies Record<Language, Text>;

/** What a representative is to the customer. */
export const relationTexts = {
  heir: { ja: '相続人', en: 'heir' },
  guardian: { ja: '成年後見人など', en: 'guardian' },
  parent: { ja: '親権者', en: 'parent' },
  agent: { ja: '代理人（委任状）', en: 'agent by power of attorney' },
  contact: { ja: '連絡担当者', en: 'contact' },
  lawyer: { ja: '弁護士', en: 'lawyer' },
  liquidator: { ja: '清算人', en: 'liquidator' },
  trustee: { ja: '破産管財人', en: 'trustee in bankruptcy' },
  successor: { ja: '承継会社', en: 'company that took over' },
} as const satisfies Record<Relation, Text>;

/** Why a customer is not contacted. */
export const holdReasonTexts = {
  death: { ja: 'ご逝去・相続', en: 'death, inheritance' },
  death_reported: { ja: 'ご逝去の申し出・相続対応', en: 'death reported, inheritance' },
  guardian: { ja: '後見など', en: 'guardian' },
  lawyer: { ja: '弁護士・破産', en: 'lawyer, bankruptcy' },
  representative: { ja: '代理人の権限の確認', en: 'who may act for the customer' },
  dispute: { ja: '係争', en: 'dispute' },
  antisocial: { ja: '反社会的勢力の疑い', en: 'suspected organised crime' },
  complaint: { ja: '苦情', en: 'complaint' },
  client_request: { ja: '委託元の申し出', en: 'asked for by the client' },
  other: { ja: 'その他', en: 'other' },
  consent_missing: { ja: '法定代理人の同意待ち', en: 'consent of the legal representative' },
  protection: { ja: '支援措置', en: 'protected address' },
  undecidable: { ja: '判定できない', en: 'could not be decided' },
  address_research: { ja: '住所調査', en: 'address being looked for' },
  client_question: { ja: '委託元への確認', en: 'question to the client' },
  unprintable: { ja: '印字できない手紙の確認', en: 'letter that cannot be printed' },
  vip: { ja: '個別対応', en: 'handled individually' },
} as const satisfies Record<HoldReason, Text>;

/** Why a person reads personal data. */
export const accessPurposeTexts = {
  call: { ja: '架電・受電', en: 'call' },
  form_entry: { ja: '返送用紙の入力', en: 'entry of a form' },
  identity_check: { ja: '本人確認', en: 'identity check' },
  inquiry: { ja: '問い合わせ', en: 'inquiry' },
  hold_review: { ja: '連絡留保の見直し', en: 'review of a hold' },
  address_research: { ja: '住所調査', en: 'address research' },
  representative: { ja: '代理人の確認', en: 'representative' },
  exchange: { ja: '委託元との受け渡し', en: "exchange with the client's system" },
  audit: { ja: '監査', en: 'audit' },
} as const satisfies Record<AccessPurpose, Text>;

/** Where personal data was shown. */
export const accessSourceTexts = {
  personal: { ja: 'お客様の登録内容', en: "the customer's data" },
  search: { ja: 'お客様の検索', en: 'search' },
  call: { ja: '架電・受電', en: 'call' },
  return_image: { ja: '返送書類の画像', en: 'image of a returned form' },
  letter: { ja: '発送した書面', en: 'letter as sent' },
  held_rows: { ja: '保留行の備考', en: 'remarks of held rows' },
  client_results: { ja: '結果データのファイル', en: 'file of results' },
  code_list: { ja: '確認コードの一覧', en: 'list of codes' },
  bounce: { ja: '不達通知のメール', en: 'mail about a bounce' },
  statement: { ja: '契約番号つきの完了報告書', en: 'statement with contract numbers' },
  inquiry: { ja: '問い合わせの内容', en: 'what an inquiry says' },
  bank_accounts: { ja: '口座の一覧', en: 'list of bank accounts' },
  address_proposals: { ja: '新しい住所の一覧', en: 'list of new addresses' },
  recordings: { ja: '録音の番号', en: 'recordings' },
} as const satisfies Record<AccessSource, Text>;

/** Fields that were shown: of the customer, and what else a page can show. */
export const shownFieldTexts = (field: string): Text =>
  (({ ...personalFieldTexts, ...OTHER_FIELDS }) as Record<string, Text>)[field] ?? { ja: field, en: field };

export const personalFieldTexts = {
  name: { ja: '氏名・名称', en: 'name' },
  kana: { ja: 'フリガナ', en: 'kana' },
  birth: { ja: '生年月日', en: 'date of birth' },
  mail: { ja: 'メールアドレス', en: 'mail address' },
  phone: { ja: '固定電話', en: 'landline' },
  mobile: { ja: '携帯電話', en: 'mobile' },
  postalCode: { ja: '郵便番号', en: 'postal code' },
  address: { ja: '住所', en: 'address' },
  contracts: { ja: '契約番号', en: 'contract numbers' },
  representatives: { ja: '代理人・連絡先', en: 'representatives' },
} as const satisfies Record<PersonalField, Text>;

/** What a caller can say to be identified. */
export const identityItemTexts = {
  birthDate: { ja: '生年月日', en: 'date of birth' },
  phone: { ja: '登録の電話番号', en: 'registered phone number' },
  postalCode: { ja: '郵便番号', en: 'postal code' },
  contractNumber: { ja: '契約番号', en: 'contract number' },
  nameKana: { ja: 'フリガナ', en: 'kana of the name' },
} as const satisfies Record<IdentityItem, Text>;

/** What a contact is for, in the contact policy and in consents. */
export const purposeTexts = {
  service_notice: { ja: 'サービスのお知らせ', en: 'service notice' },
  offer: { ja: 'ご提案', en: 'offer' },
} as const satisfies Record<Purpose, Text>;

export const consentTexts = {
  yes: { ja: '同意', en: 'yes' },
  no: { ja: '拒否', en: 'no' },
  unknown: { ja: '不明', en: 'unknown' },
} as const satisfies Record<'yes' | 'no' | 'unknown', Text>;

/** Status of an override for one customer. */
export const overrideStatusTexts = {
  asked: { ja: '確認待ち', en: 'waits for another person' },
  confirmed: { ja: '承認済', en: 'confirmed' },
  declined: { ja: '却下', en: 'declined' },
  withdrawn: { ja: '取消済', en: 'taken back' },
} as const satisfies Record<'asked' | 'confirmed' | 'declined' | 'withdrawn', Text>;

/** Why a customer's personal data is erased before its time. */
export const erasureBasisTexts = {
  asked_by_customer: { ja: 'ご本人の請求', en: 'asked for by the customer' },
  asked_by_client: { ja: '委託元の指示', en: 'asked for by the client' },
  wrong_data: { ja: '誤ったデータ', en: 'wrong data' },
} as const satisfies Record<'asked_by_customer' | 'asked_by_client' | 'wrong_data', Text>;

const OTHER_FIELDS = {
  image: { ja: '画像', en: 'image' },
  recording: { ja: '録音の番号', en: 'recording' },
  remarks: { ja: '備考', en: 'remarks' },
  inquiry: { ja: '問い合わせの本文と添付', en: 'text and attachments of an inquiry' },
  account: { ja: '口座', en: 'bank account' },
  code: { ja: '確認コード', en: 'code' },
} as const;
