import { CALL_RESULTS, type CallResult } from '../../domain/calls/call-rules';
import { type Reply } from '../api/client';

export type CallLease = NonNullable<Reply<'nextCallTask'>['lease']>;
export type CallTask = NonNullable<Reply<'nextCallTask'>['task']>;

/** The keys of the results, in their order: digits, and for the last two 0 and D. */
const KEYS = [...'1234567890', 'D'];
export const RESULT_KEYS = Object.fromEntries(CALL_RESULTS.map((result, n) => [result, KEYS[n]!])) as Record<
  CallResult,
  string
>;

/** What the operator has chosen for a call and not sent yet. Days are local, `YYYY-MM-DD`; times `HH:MM`. */
export interface Draft {
  result: CallResult | null;
  day: string;
  time: string;
  choices: Record<number, 'migrate' | 'cancel'>;
  recording: string;
}

export const emptyDraft = (day: string): Draft => ({ result: null, day, time: '', choices: {}, recording: '' });
