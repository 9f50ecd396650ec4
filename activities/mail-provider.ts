/** A mail as it goes out: bytes, envelope, and the one key of the contact. */
export interface OutgoingMail {
  key: string;
  /** Envelope sender; what comes back names the piece. */
  from: string;
  to: string;
  raw: Buffer;
}

/** What became of a sending. Reasons are codes (`5.1.1`, `smtp_452`, `ECONNECTION`), never a provider's own words. */
export type Sent =
  | { kind: 'accepted'; ref: string }
  /** Refused by an answer; `badAddress`: the recipient does not exist there. */
  | { kind: 'refused'; forGood: boolean; badAddress: boolean; reason: string }
  /** `begin` said no: nothing was sent. */
  | { kind: 'not_begun' }
  /** No connection, or the provider refuses us as a sender: nothing was sent. */
  | { kind: 'unreachable'; reason: string }
  /** Cut off after the data began and before the answer: perhaps sent. */
  | { kind: 'unknown' };

/** A way to hand mails over. A key it already knows counts as accepted. */
export interface MailProvider {
  /** Calls `begin` right before the first byte of the message leaves; when that says no (or throws) nothing does. */
  send(mail: OutgoingMail, begin: () => Promise<boolean>): Promise<Sent>;
  /** Whether a connection can be made now. */
  reachable(): Promise<boolean>;
  close(): void;
}
