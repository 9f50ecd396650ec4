import { type AuthorityKind } from './kinds';

/** Words in both languages. */
type Words = Record<'ja' | 'en', string>;

/** A document that proves who may act. */
export interface AuthorityDocument {
  id: string;
  name: Words;
  /** Months since its issue after which it is too old. Absent: of any age. */
  maxAgeMonths?: number;
}

/** How a campaign asks for proof, as agreed with the client. */
export interface AuthorityRules {
  /** Calendar days until documents should be here. */
  answerWithin: number;
  /** Before the proof letters may name the service that ends; else only the sender. */
  nameService: boolean;
  /** Documents by kind, in place of the usual ones. */
  documents: Partial<Record<AuthorityKind, AuthorityDocument[]>>;
}

const document = (id: string, ja: string, en: string, maxAgeMonths?: number): AuthorityDocument => ({
  id,
  name: { ja, en },
  ...(maxAgeMonths !== undefined && { maxAgeMonths }),
});

const IDENTITY = document(
  'identity',
  'お手続きをされる方の本人確認書類の写し（運転免許証、マイナンバーカードの表面など）',
  'A copy of your own identification (driving licence, front of the My Number card, …)',
);

/** What is asked for where the campaign names nothing else. */
export const USUAL_DOCUMENTS: Record<AuthorityKind, AuthorityDocument[]> = {
  heir: [
    document(
      'family_register',
      'お亡くなりになった方とのご関係が分かる戸籍謄本（除籍謄本）、または法定相続情報一覧図の写し',
      'The family register that shows your relation, or a certified list of the heirs',
    ),
    IDENTITY,
    document(
      'heirs_consent',
      '相続人代表者届（相続人の皆様の同意が分かるもの）',
      'The notice of the heirs who represents them, with the consent of all',
    ),
  ],
  guardian: [document('registration', '登記事項証明書', "The guardian's certificate of registration", 6), IDENTITY],
  liquidator: [
    document(
      'commercial_register',
      '履歴事項全部証明書（解散と清算人の登記が分かるもの）',
      'The company register with the dissolution and the liquidator',
      3,
    ),
    IDENTITY,
  ],
  trustee: [
    document('court_notice', '破産手続開始決定書の写し', 'A copy of the order that opens the bankruptcy'),
    document('trustee_certificate', '破産管財人の資格証明書', "The trustee's certificate of office", 3),
  ],
  successor: [
    document(
      'commercial_register',
      '承継された会社の履歴事項全部証明書（合併・会社分割の登記が分かるもの）',
      'The register of the company that took over, with the merger or split',
      3,
    ),
  ],
  lawyer: [
    document(
      'appointment',
      '受任通知（委任状の写しを含むもの）',
      'The notice of appointment, with a copy of the mandate',
    ),
  ],
};

/** The rules of a campaign whose file names none. */
export const USUAL_RULES: AuthorityRules = { answerWithin: 30, nameService: false, documents: {} };

/** The rules that a campaign goes by. */
export const authorityRulesOf = (doc: { authority?: AuthorityRules }): AuthorityRules => doc.authority ?? USUAL_RULES;

/** The documents that a campaign asks for, in the order of the letter. */
export const documentsOf = (rules: AuthorityRules, kind: AuthorityKind): AuthorityDocument[] =>
  rules.documents[kind] ?? USUAL_DOCUMENTS[kind];
