import { type Channel } from '../campaign';
import { type CallResult } from '../../calls/call-rules';
import { type Band } from '../../calls/call-rules';
import { type MessageStatus } from '../../journeys/states';

/** A letter counts as presumed delivered this long after posting, when it has not come back (practice R5). */
export const PRESUMED_AFTER_MS = 28 * 86_400_000;

/** What a message shows at an instant, before it is put into words. Times are epoch ms. */
export interface MessageFact {
  channel: Channel;
  status: MessageStatus;
  /** Hand-over to the provider or posting; else when it was taken up; null: neither. */
  at: number | null;
  bounced: boolean;
  /** The provider's receipt from the phone itself; of a letter, the carrier's result. */
  delivered: boolean;
  /** A letter that the carrier follows, whose delivery is on record at the post office and is not presumed. */
  tracked: boolean;
}

/**
 * What is known of one contact. `posted` and `presumed`: ordinary mail proves no delivery, so a letter that has not come
 * back is never called delivered without the carrier's result. `handed_over`: a mail or SMS that was accepted and did not bounce. `call_in_…`: the customer called.
 */
export type AttemptResult =
  | 'delivered'
  | 'handed_over'
  | 'posted'
  | 'presumed'
  | 'returned'
  | 'bounced'
  | 'not_sent'
  | 'withdrawn'
  | 'recalled'
  | 'doubtful'
  | 'waiting'
  | 'call_open'
  | 'call_not_made'
  | `call_${CallResult}`
  | `call_in_${CallResult}`;

/** What is known of a message `asOf`. A call's single attempts have results of their own. */
export function messageResult(
  { channel, status, at, bounced, delivered, tracked }: MessageFact,
  { asOf }: { asOf: number },
): AttemptResult {
  if (channel === 'phone') return status === 'queued' || status === 'claimed' ? 'call_open' : 'call_not_made';
  if (bounced) return channel === 'post' ? 'returned' : 'bounced';
  switch (status) {
    case 'handed_over':
      if (delivered) return 'delivered';
      if (channel !== 'post') return 'handed_over';
      return !tracked && at !== null && asOf - at >= PRESUMED_AFTER_MS ? 'presumed' : 'posted';
    case 'failed':
      return 'not_sent';
    case 'withdrawn':
    case 'recalled':
    case 'doubtful':
      return status;
    default:
      return 'waiting';
  }
}

/** One contact or call attempt of a customer, as the statement lists it. `at` is epoch ms, null while nothing happened. */
export interface StatedAttempt {
  run: number;
  step: string;
  channel: Channel;
  at: number | null;
  result: AttemptResult;
  /** The part of the day of a call. */
  band: Band | null;
  /** Why it was not sent, was withdrawn, bounced or came back. */
  failure: string | null;
}
