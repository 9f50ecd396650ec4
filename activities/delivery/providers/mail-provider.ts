import { type OutgoingMail } from '../../../rendering/outgoing';
import { type Sent } from './sender';

/** A way to hand mails over. A key it already knows counts as accepted. */
export interface MailProvider {
  /** Calls `begin` right before the first byte of the message leaves; when that says no (or throws) nothing does. */
  send(mail: OutgoingMail, begin: () => Promise<boolean>): Promise<Sent>;
  /** Whether a connection can be made now. */
  reachable(): Promise<boolean>;
  close(): void;
}
