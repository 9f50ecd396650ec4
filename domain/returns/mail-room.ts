/** Who hands post over to the return desk. */
export const CARRIERS = ['post', 'courier', 'by_hand'] as const;
export type Carrier = (typeof CARRIERS)[number];

/** Why an envelope is set aside instead of being booked. */
export const SET_ASIDE_REASONS = ['not_ours', 'other_client', 'no_code', 'empty', 'other'] as const;
export type SetAsideReason = (typeof SET_ASIDE_REASONS)[number];

/** To whom an envelope that was set aside has gone; `box`: it is kept, in a box with a number. */
export const HANDED_TO = ['post', 'client', 'sender', 'box'] as const;
export type HandedTo = (typeof HANDED_TO)[number];

/** Whether an envelope is known not to be ours (対象外); of every other one it is still asked what it is (照会中). */
export const isNotOurs = (why: SetAsideReason): boolean => why === 'not_ours' || why === 'other_client';

/** Envelopes of an intake as one person counted them. */
export interface Count {
  personId: number;
  envelopes: number;
}

/**
 * The number of envelopes that two persons agree on, from their counts in the order they were made: the newest count, if
 * the newest one of another person is the same. Null until then.
 */
export function agreedCount(counts: readonly Count[]): number | null {
  const last = counts.at(-1);
  const other = counts.findLast(({ personId }) => personId !== last?.personId);
  return last && other?.envelopes === last.envelopes ? last.envelopes : null;
}

/**
 * Envelopes of one day, where `left` is what by the books lies there still to be booked:
 * carried + counted + withdrawn = booked + undeliverable + notOurs + inQuestion + left.
 */
export interface EnvelopeFlow {
  carried: number;
  counted: number;
  /** Bookings taken back: their envelopes are to be booked again. */
  withdrawn: number;
  booked: number;
  undeliverable: number;
  notOurs: number;
  inQuestion: number;
}

/** Envelopes that by the books are still to be booked; below zero: more were booked than counted. */
export const leftOf = (flow: EnvelopeFlow): number =>
  flow.carried + flow.counted + flow.withdrawn - flow.booked - flow.undeliverable - flow.notOurs - flow.inQuestion;
