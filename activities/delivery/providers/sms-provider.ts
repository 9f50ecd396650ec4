import { type Sent } from './sender';

/** An SMS as it goes out: the number as E.164, and the one key of the contact. */
export interface OutgoingSms {
  key: string;
  to: string;
  body: string;
  /** Where receipts of delivery are sent. */
  statusCallback: string;
}

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
