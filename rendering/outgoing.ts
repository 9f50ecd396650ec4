/** A mail ready to send: bytes, envelope, and the contact's idempotency key. */
export interface OutgoingMail {
  key: string;
  /** Envelope sender; bounces to it identify the piece. */
  from: string;
  to: string;
  raw: Buffer;
}

/** An SMS ready to send: the number as E.164, and the contact's idempotency key. */
export interface OutgoingSms {
  key: string;
  to: string;
  body: string;
  /** URL for delivery receipts. */
  statusCallback: string;
  /** Seconds within which it must be delivered; later it must not be. Absent: the provider's own limit. */
  validForS?: number;
}

/** Appended to an opt-out link in an SMS, so that it stops SMS and not mail. */
export const STOPS_SMS = '?c=sms';
