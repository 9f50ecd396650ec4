/** Why a contract was left to a person at the last date, see `pendingReason`. */
export type PendingReason =
  | 'succession'
  | 'representative'
  | 'dispute'
  | 'complaint'
  | 'consent_missing'
  | 'hold'
  | 'address_research'
  | 'client_question'
  | 'ways_left'
  | 'undecidable'
  | 'paused'
  | 'awaits_go'
  | 'form_unread'
  | 'defect_open'
  | 'delivery_unknown'
  | 'unclear_answer'
  | 'letter_unprintable';

/** What a contact hold does besides keeping contacts back. */
export interface HoldRule {
  /**
   * An answer that comes in meanwhile: `kept` for the hold's owner, who decides whether it may count, or `counts`,
   * because the hold is about how to contact the customer and not about who may answer.
   */
  answers: 'kept' | 'counts';
  /** What a contract without an outcome is booked as at the last date. `hold` says nothing about the cause. */
  pending: PendingReason;
}

/**
 * Every reason of a contact hold, the weightiest first: of several open holds the first speaks for all. Answers are kept
 * wherever it is open who may decide for the customer (succession, guardian, lawyer) or whether what is agreed now is
 * disputed; `representative` begins with an answer while a person who may not decide is noted. A customer whose address is
 * looked for, or who is looked after by one person, answers for himself. A minor's answer goes by the consent of a legal representative (`consent_missing`), not by the hold that waits for it.
 */
export const HOLD_RULES = {
  death: { answers: 'kept', pending: 'succession' },
  death_reported: { answers: 'kept', pending: 'succession' },
  guardian: { answers: 'kept', pending: 'representative' },
  lawyer: { answers: 'kept', pending: 'representative' },
  representative: { answers: 'kept', pending: 'representative' },
  dispute: { answers: 'kept', pending: 'dispute' },
  antisocial: { answers: 'kept', pending: 'hold' },
  complaint: { answers: 'kept', pending: 'complaint' },
  client_request: { answers: 'kept', pending: 'hold' },
  other: { answers: 'kept', pending: 'hold' },
  consent_missing: { answers: 'counts', pending: 'consent_missing' },
  protection: { answers: 'counts', pending: 'hold' },
  undecidable: { answers: 'counts', pending: 'undecidable' },
  address_research: { answers: 'counts', pending: 'address_research' },
  client_question: { answers: 'counts', pending: 'client_question' },
  unprintable: { answers: 'counts', pending: 'letter_unprintable' },
  vip: { answers: 'counts', pending: 'hold' },
} as const satisfies Record<string, HoldRule>;

export type HoldReason = keyof typeof HOLD_RULES;

/**
 * Why a person may open a hold. The first five can also come from remarks in an import; the reasons undecidable and
 * unprintable are opened by the journey itself only. Protection (支援措置) is no hold but a mark of its own.
 */
export const HOLD_REASONS = [
  'death',
  'lawyer',
  'guardian',
  'representative',
  'dispute',
  'complaint',
  'death_reported',
  'antisocial',
  'vip',
  'address_research',
  'client_question',
  'consent_missing',
  'other',
] as const satisfies (keyof typeof HOLD_RULES)[];
export type OpenedHold = (typeof HOLD_REASONS)[number];

/** Whether a decision's reason is that a death was reported: heirs are awaited (相続対応). */
export const isHeldForDeath = (reason: string): boolean => reason === 'hold:death' || reason === 'hold:death_reported';

const RANK = Object.keys(HOLD_RULES);

/** The rule of a hold; one with a reason that is not in the table keeps answers, because it is unknown what it is about. */
export const holdRule = (reason: string): HoldRule =>
  (HOLD_RULES as Record<string, HoldRule>)[reason] ?? { answers: 'kept', pending: 'hold' };

/** The reason that speaks for a customer's open holds; null: there are none. */
export function weightiestHold(reasons: readonly string[]): string | null {
  const rank = (reason: string) => (RANK.includes(reason) ? RANK.indexOf(reason) : RANK.indexOf('other'));
  return reasons.reduce<string | null>((first, one) => (first === null || rank(one) < rank(first) ? one : first), null);
}
