import { type OutgoingSms } from '../../../rendering/outgoing';
import { type Sent } from './sender';

/** A message as the provider knows it: its status in the provider's words, and its error code if any. */
export interface SmsStatus {
  ref: string;
  status: string;
  code: string | null;
  body: string;
  /** When the provider accepted it, epoch ms. */
  at: number;
}

/** An SMS provider. A key it already knows counts as accepted. */
export interface SmsProvider {
  /** Whether a repeated key is recognised and not sent again. */
  readonly honoursKeys: boolean;
  /**
   * Calls `begin` just before the first byte of the message is sent; if that returns false or throws, nothing is sent.
   */
  send(sms: OutgoingSms, begin: () => Promise<boolean>): Promise<Sent>;
  /** What the provider says of a message it has accepted. Undefined: it does not know it, or does not answer. */
  statusOf(ref: string): Promise<SmsStatus | undefined>;
  /** Messages to a number that the provider accepted between two instants. Undefined: it does not answer. */
  sentTo(to: string, from: number, until: number): Promise<SmsStatus[] | undefined>;
  /** Whether the provider responds and knows our account. */
  reachable(): Promise<boolean>;
  close(): void;
}
