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

/** Relations that consent for a minor (法定代理人). */
const LEGAL = ['parent', 'guardian'];

/**
 * Whom an answer is booked as: the id of the representative in force who gave it, or null for the customer.
 */
export const answererOf = ({ representative }: Authority, by: AnsweredBy): number | null =>
  representative?.mayDecide && by !== 'customer' ? representative.id : null;

/**
 * Why an answer may not count before a person has decided: the reason of the hold, `representative` (who may decide is
 * open), or `consent_missing` (a minor without a parent or guardian who may decide); null: it counts.
 *
 * | who is noted                      | web, own link          | form, call             | representative's link |
 * | no one                            | counts                 | counts                 | -                     |
 * | a hold that keeps answers         | kept                   | kept                   | kept                  |
 * | one who may decide                | kept (an agent: counts)| counts, as his         | counts, as his        |
 * | one who may not decide            | kept                   | kept                   | kept                  |
 * | a mere contact (other addressee)  | counts                 | counts (no call)       | -                     |
 * | a minor, no parent or guardian    | kept                   | kept                   | kept                  |
 */
export function obstacleTo({ hold, representative, minor }: Authority & { minor: boolean }, by: AnsweredBy) {
  if (hold && holdRule(hold.reason).answers === 'kept') return hold.reason;
  if (typeof by === 'object' && representative?.id !== by.representative) return 'representative';
  if (leavesOpenWho(representative)) return 'representative';
  const replaced = representative?.mayDecide && !['agent', 'contact'].includes(representative.relation);
  if (replaced && by === 'customer') return 'representative';
  const consents = representative !== null && by !== 'customer' && LEGAL.includes(representative.relation);
  return minor && !consents ? 'consent_missing' : null;
}
