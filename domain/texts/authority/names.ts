import { type Text } from '../../campaigns/campaign';
import { type Finding, type Lack, type NextAction } from '../../customers/authority-cases/checks';
import {
  type AuthorityCloseReason,
  type AuthorityKind,
  type AuthorityStatus,
  type GuardianScope,
  type Kinship,
  type ReportedBy,
} from '../../customers/authority-cases/kinds';

export const authorityKindTexts = {
  heir: { ja: '相続', en: 'heirs' },
  guardian: { ja: '成年後見など', en: 'guardian' },
  liquidator: { ja: '解散・清算', en: 'dissolved company' },
  trustee: { ja: '破産', en: 'bankruptcy' },
  successor: { ja: '合併・承継', en: 'taken over' },
  lawyer: { ja: '弁護士の受任', en: 'lawyer' },
} as const satisfies Record<AuthorityKind, Text>;

export const authorityStatusTexts = {
  asked: { ja: '書類待ち', en: 'waits for documents' },
  received: { ja: '1人目の点検待ち', en: 'waits for the first check' },
  checked: { ja: '2人目の点検待ち', en: 'waits for the second check' },
  decide: { ja: '管理者の判断待ち', en: 'waits for a manager' },
  accepted: { ja: '受理済み', en: 'accepted' },
  closed: { ja: '終了', en: 'ended' },
} as const satisfies Record<AuthorityStatus, Text>;

export const guardianScopeTexts = {
  full: { ja: '後見', en: 'guardianship' },
  curator: { ja: '保佐', en: 'curatorship' },
  assistant: { ja: '補助', en: 'assistance' },
} as const satisfies Record<GuardianScope, Text>;

export const reportedByTexts = {
  phone: { ja: '電話', en: 'phone' },
  form: { ja: '返送用紙', en: 'form' },
  mail: { ja: 'メール', en: 'mail' },
  letter: { ja: '手紙', en: 'letter' },
  remark: { ja: '名簿の備考', en: 'remark in the audience file' },
  client_file: { ja: '委託元の異動データ', en: "client's file" },
} as const satisfies Record<ReportedBy, Text>;

export const kinshipTexts = {
  spouse: { ja: '配偶者', en: 'spouse' },
  child: { ja: '子', en: 'child' },
  parent: { ja: '親', en: 'parent' },
  sibling: { ja: '兄弟姉妹', en: 'sibling' },
  other: { ja: 'その他', en: 'other' },
} as const satisfies Record<Kinship, Text>;

export const authorityCloseTexts = {
  mistaken: { ja: '申し出が誤りだった', en: 'reported by mistake' },
  no_claim: { ja: '残るお手続きがない', en: 'nothing is left to claim' },
  other_case: { ja: '別の方の申し出で進める', en: 'goes on in another case' },
  no_reply: { ja: 'ご返事がない', en: 'no reply' },
} as const satisfies Record<AuthorityCloseReason, Text>;

/** What a person finds of a document, or the age by its date. */
export const findingTexts = {
  good: { ja: '問題なし', en: 'good' },
  missing: { ja: '入っていない', en: 'missing' },
  illegible: { ja: '読み取れない', en: 'illegible' },
  incomplete: { ja: '不足（ページ・署名・押印）', en: 'incomplete' },
  other_person: { ja: '関係が読み取れない', en: 'relation not shown' },
  copy: { ja: '原本が必要', en: 'original needed' },
  too_old: { ja: '期限切れ', en: 'too old' },
} as const satisfies Record<Finding | Lack, Text>;

/** What there is to do next, as an instruction. */
export const nextActionTexts = {
  find_person: { ja: 'お手続きをされる方の名前と住所を登録する', en: 'Record who acts, and the address' },
  send_letter: { ja: '必要な書類の案内を送る', en: 'Send the letter that asks for documents' },
  find_address: {
    ja: '手紙が届いていません。電話で住所を伺う',
    en: 'The letter did not arrive: ask for the address by phone',
  },
  remind: {
    ja: '期日を過ぎました。電話で様子を伺うか、案内を送り直す',
    en: 'The date has passed: call, or send the letter again',
  },
  wait: { ja: '書類が届くのを待つ', en: 'Wait for the documents' },
  check_first: { ja: '1人目が書類を点検する', en: 'The first person checks the documents' },
  check_second: { ja: '2人目が書類を点検する', en: 'A second person checks the documents' },
  decide: { ja: '管理者が判断する', en: 'A manager decides' },
  release_hold: { ja: '連絡留保を解除し、この方への連絡を始める', en: 'Release the hold: contacts go to this person' },
  none: { ja: 'することはありません', en: 'Nothing to do' },
} as const satisfies Record<NextAction, Text>;
