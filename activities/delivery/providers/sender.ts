import { type ClaimedMessage } from '../../../db/delivery/claims';

/** What became of a sending. Reasons are codes (`5.1.1`, `sms_21614`, `ECONNECTION`), never a provider's own words. */
export type Sent =
  | { kind: 'accepted'; ref: string }
  /** Refused by an answer; `badAddress`: the recipient does not exist there. `retryAfterMs`: not before that. */
  | { kind: 'refused'; forGood: boolean; badAddress: boolean; reason: string; retryAfterMs?: number }
  /** `begin` said no: nothing was sent. */
  | { kind: 'not_begun' }
  /** No connection, or the provider refuses us as a sender: nothing was sent. */
  | { kind: 'unreachable'; reason: string }
  /** Cut off after the message began and before the answer: perhaps sent. */
  | { kind: 'unknown' };

/** One channel's way of writing messages and handing them over; the drain does the rest alike for all. */
export interface LaneSender<Recipient = unknown, Outgoing = unknown> {
  /** The provider takes a key once however often it comes: what was perhaps sent is simply sent again. */
  repeatable: boolean;
  /** What is needed to address these messages, by customer; one that can't be addressed may be left out. */
  recipients(messages: ClaimedMessage[]): Promise<Map<number, Recipient>>;
  /** Writes one message. Undefined when there is no address. Throws notice_invalid (not retryable). */
  compose(message: ClaimedMessage, recipient: Recipient | undefined): Promise<Outgoing | undefined>;
  /** Calls `begin` right before the first byte of the message leaves; when that says no (or throws) nothing does. */
  send(outgoing: Outgoing, begin: () => Promise<boolean>): Promise<Sent>;
  /** Whether the provider can be reached now. */
  reachable(): Promise<boolean>;
}
