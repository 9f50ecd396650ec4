import { holdRule } from './hold-rules';

/** What is known of who may answer for a customer now. */
export interface Authority {
  /** The open hold that weighs most. */
  hold: { id: number; reason: string } | null;
  /** The representative in force; of several the newest. */
  representative: { id: number; relation: string; mayDecide: boolean } | null;
}

/**
 * Who gave an answer: the customer alone (the customer's own link), the person who is written to and called for the
 * customer (a form, a call), or a representative by a link of his own.
 */
export type AnsweredBy = 'customer' | 'addressee' | { representative: number };

/**
 * Whether a person acts for the customer whose right to decide is not proven. A mere contact is another addressee: the
 * customer still decides alone.
 */
export const leavesOpenWho = (representative: Authority['representative']): boolean =>
  representative !== null && !representative.mayDecide && representative.relation !== 'contact';

/** What a representative is to the customer. */
export const RELATIONS = [
  'heir',
  'guardian',
  'parent',
  'agent',
  'contact',
  'lawyer',
  'liquidator',
  'trustee',
  'successor',
] as const;
export type Relation = (typeof RELATIONS)[number];

/** Relations that consent for a minor, or decide for a ward (法定代理人, Civil Code articles 5 and 9). */
export const LEGAL_RELATIONS: readonly string[] = ['parent', 'guardian'] satisfies Relation[];

/** The representative in force whose consent makes what the customer says alone count; null: there is none. */
export const consentsFor = ({ representative }: Pick<Authority, 'representative'>): number | null =>
  representative?.mayDecide && LEGAL_RELATIONS.includes(representative.relation) ? representative.id : null;

/**
 * Whom an answer is booked as: the id of the representative in force who gave it, or null for the customer.
 */
export const answererOf = ({ representative }: Authority, by: AnsweredBy): number | null =>
  representative?.mayDecide && by !== 'customer' ? representative.id : null;

/** Why an answer is kept that waits for a legal representative; also the reason of the hold that asks a person for it. */
export const CONSENT = 'consent_missing';

/**
 * Why an answer may not count before a person has decided: the reason of the hold, `representative` (who may decide is
 * open), or `consent_missing` (a minor without a parent or guardian who may decide, or what a minor or ward says beside one);
 * null: it counts.
 *
 * | who is noted                      | web, own link          | form, call             | representative's link |
 * | no one                            | counts                 | counts                 | -                     |
 * | a hold that keeps answers         | kept                   | kept                   | kept                  |
 * | parent or guardian who may decide | kept: consent_missing  | counts, as his         | counts, as his        |
 * | another who may decide            | kept (an agent: counts)| counts, as his         | counts, as his        |
 * | one who may not decide            | kept                   | kept                   | kept                  |
 * | a mere contact (other addressee)  | counts                 | counts (no call)       | -                     |
 * | a minor, no parent or guardian    | kept                   | kept                   | kept                  |
 */
export function obstacleTo({ hold, representative, minor }: Authority & { minor: boolean }, by: AnsweredBy) {
  if (hold && holdRule(hold.reason).answers === 'kept') return hold.reason;
  if (typeof by === 'object' && representative?.id !== by.representative) return 'representative';
  if (leavesOpenWho(representative)) return 'representative';
  const replaced = representative?.mayDecide && !['agent', 'contact'].includes(representative.relation);
  if (replaced && by === 'customer')
    return LEGAL_RELATIONS.includes(representative.relation) ? CONSENT : 'representative';
  const consents = representative !== null && by !== 'customer' && LEGAL_RELATIONS.includes(representative.relation);
  return minor && !consents ? CONSENT : null;
}
