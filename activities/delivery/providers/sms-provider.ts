import { type OutgoingSms } from '../../../rendering/outgoing';
import { type Sent } from './sender';

/** An SMS provider. A key it already knows counts as accepted. */
export interface SmsProvider {
  /** Whether a repeated key is recognised and not sent again. */
  readonly honoursKeys: boolean;
  /**
   * Calls `begin` just before the first byte of the message is sent; if that returns false or throws, nothing is sent.
   */
  send(sms: OutgoingSms, begin: () => Promise<boolean>): Promise<Sent>;
  /** Whether the provider responds and knows our account. */
  reachable(): Promise<boolean>;
  close(): void;
}
