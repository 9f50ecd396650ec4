import { type OpenedHold } from '../hold-rules';
import { type Relation } from '../who-answers';

/**
 * As what a person acts for a customer who can no longer act alone, and has to prove it: heirs (相続人), a guardian
 * (成年後見人), the liquidator of a dissolved company (清算人), the trustee of a bankrupt one (破産管財人), the company that
 * took it over (承継会社), and a lawyer who has taken the matter (受任通知).
 */
export const AUTHORITY_KINDS = ['heir', 'guardian', 'liquidator', 'trustee', 'successor', 'lawyer'] as const;
export type AuthorityKind = (typeof AUTHORITY_KINDS)[number];

/** How far a guardian's powers go: 後見 decides for the ward; 保佐 and 補助 only as the court has said. */
export const GUARDIAN_SCOPES = ['full', 'curator', 'assistant'] as const;
export type GuardianScope = (typeof GUARDIAN_SCOPES)[number];

/** How it became known. */
export const REPORTED_BY = ['phone', 'form', 'mail', 'letter', 'remark', 'client_file'] as const;
export type ReportedBy = (typeof REPORTED_BY)[number];

/** What an heir is to the deceased. */
export const KINSHIPS = ['spouse', 'child', 'parent', 'sibling', 'other'] as const;
export type Kinship = (typeof KINSHIPS)[number];

/**
 * `asked`: documents are awaited. `received`: they are here and wait for the first check. `checked`: for the second, by
 * another person. `decide`: the two differ, documents lacked something twice, or the powers are limited: a manager decides.
 * `accepted`: the person is a representative. `closed`: ended without one.
 */
export const AUTHORITY_STATUSES = ['asked', 'received', 'checked', 'decide', 'accepted', 'closed'] as const;
export type AuthorityStatus = (typeof AUTHORITY_STATUSES)[number];

/** Why a case ended without a representative. */
export const CLOSE_REASONS = ['mistaken', 'no_claim', 'other_case', 'no_reply'] as const;
export type AuthorityCloseReason = (typeof CLOSE_REASONS)[number];

interface KindRule {
  /** The hold that stops every lane; `also`: others that say the same. */
  hold: OpenedHold;
  also?: readonly OpenedHold[];
  /** What the person becomes once the documents are accepted. */
  relation: Relation;
  /** Of whom: a death and a guardian concern persons, the others but a lawyer's companies. */
  of?: 'person' | 'company';
}

export const KIND_RULES = {
  heir: { hold: 'death_reported', also: ['death'], relation: 'heir', of: 'person' },
  guardian: { hold: 'guardian', relation: 'guardian', of: 'person' },
  liquidator: { hold: 'representative', relation: 'liquidator', of: 'company' },
  trustee: { hold: 'lawyer', relation: 'trustee', of: 'company' },
  successor: { hold: 'representative', relation: 'successor', of: 'company' },
  lawyer: { hold: 'lawyer', relation: 'lawyer' },
} as const satisfies Record<AuthorityKind, KindRule>;

/** The reasons of holds under which a case of this kind is worked on. */
export const holdsOfKind = (kind: AuthorityKind): OpenedHold[] => {
  const { hold, also = [] }: KindRule = KIND_RULES[kind];
  return [hold, ...also];
};

/** Reasons of holds that do not keep a letter of a case back: it goes to who wants to act, not to the customer. */
export const HOLDS_OF_CASES = [...new Set(AUTHORITY_KINDS.flatMap(holdsOfKind))];

/** Whether such a case can be about a customer of this kind. */
export const concerns = (kind: AuthorityKind, customer: 'person' | 'company'): boolean => {
  const { of }: KindRule = KIND_RULES[kind];
  return of === undefined || of === customer;
};
