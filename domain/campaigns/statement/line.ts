import { type OutcomeName } from '../../journeys/states';
import { type StatedAttempt } from './attempt';

/**
 * The classes by which contracts are counted; they add up to the contracts. A move is `accepted` until the client's own
 * system has reported that it took it over, then it is `migrated`. `open`: no outcome yet.
 */
export const STATEMENT_CLASSES = [
  'migrated',
  'accepted',
  'cancelled',
  'lapsed',
  'unreachable',
  'pending',
  'excluded',
  'stopped',
  'open',
] as const;
export type StatementClass = (typeof STATEMENT_CLASSES)[number];

/**
 * What the client's system last said of this very outcome; null: nothing was sent. `change_requested`: it took the outcome
 * over, and has not decided on a change that the customer has asked for since; the outcome stays as booked.
 */
export type Reflection = 'sent' | 'reflected' | 'rejected' | 'change_requested';

/** The class of a contract. */
export function classOf(outcome: OutcomeName | null, reflection: Reflection | null): StatementClass {
  if (outcome === null) return 'open';
  if (outcome === 'migrated')
    return reflection === 'reflected' || reflection === 'change_requested' ? 'migrated' : 'accepted';
  return outcome;
}

/**
 * What an exclusion rests on. `audience`: a row of the imported file that a person excluded. `changes`: a row of a later
 * file of the client, applied by a person.
 */
export interface ExclusionSource {
  from: 'audience' | 'changes';
  /** Number and name of the file or delivery; no name: it was delivered without one. */
  file: number;
  name: string | null;
  row: number;
  decidedBy: string | null;
  decidedAt: number | null;
}

/** What the statement says of one contract. */
export interface StatedLine {
  contractId: number;
  customerId: number;
  /** The row of the imported file. */
  line: number;
  outcome: OutcomeName | null;
  reason: string | null;
  at: number | null;
  reflection: Reflection | null;
  excludedBy: ExclusionSource | null;
  attempts: StatedAttempt[];
}
