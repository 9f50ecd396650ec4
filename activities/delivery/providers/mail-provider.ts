import { type OutgoingMail } from '../../../rendering/outgoing';
import { type Sent } from './sender';

/** A mail provider. A key it already knows counts as accepted. */
export interface MailProvider {
  /**
   * Calls `begin` just before the first byte of the message is sent; if that returns false or throws, nothing is sent.
   */
  send(mail: OutgoingMail, begin: () => Promise<boolean>): Promise<Sent>;
  /** Whether a connection can be made now. */
  reachable(): Promise<boolean>;
  close(): void;
}
