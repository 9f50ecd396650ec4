import { CALL_RESULTS, type CallResult } from '../../domain/calls/call-rules';
import { type ComplaintClass } from '../../domain/customers/inquiries/inquiry';
import { type Reply } from '../api/client';

export type CallLease = NonNullable<Reply<'nextCallTask'>['lease']>;
export type CallTask = NonNullable<Reply<'nextCallTask'>['task']>;

/** How many results have a digit of their own; the others follow a 0, by their own digits. */
const FREQUENT = 9;
/** The results by how often they come: each list is chosen from by the digits from 1. */
export const RESULT_LISTS: readonly (readonly CallResult[])[] = [
  CALL_RESULTS.slice(0, FREQUENT),
  CALL_RESULTS.slice(FREQUENT),
];

/** What the operator has chosen for a call and not sent yet. Days are local, `YYYY-MM-DD`; times `HH:MM`. */
export interface Draft {
  result: CallResult | null;
  day: string;
  time: string;
  choices: Record<number, 'migrate' | 'cancel'>;
  recording: string;
  announced: boolean;
  /** ISO 639-1 code; '' for none yet. */
  language: string;
  /** Of a complaint; '' for none yet. */
  about: ComplaintClass | '';
  said: string;
}

export const emptyDraft = (day: string): Draft => ({
  ...{ result: null, day, time: '', choices: {} },
  ...{ recording: '', announced: false, language: '' },
  ...{ about: '', said: '' },
});
