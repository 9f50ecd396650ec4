import { type OutgoingSms } from '../../../rendering/outgoing';
import { type Sent } from './sender';

/** A way to hand SMS over. A key it already knows counts as accepted. */
export interface SmsProvider {
  /** A key that comes again is known again, and nothing is sent twice. */
  readonly honoursKeys: boolean;
  /** Calls `begin` right before the first byte of the message leaves; when that says no (or throws) nothing does. */
  send(sms: OutgoingSms, begin: () => Promise<boolean>): Promise<Sent>;
  /** Whether the provider answers and knows our account. */
  reachable(): Promise<boolean>;
  close(): void;
}
