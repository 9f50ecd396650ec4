/** One accepted message. */
export interface Sms {
  type: 'sms';
  /** 1, 2, 3 … in the order of acceptance. */
  seq: number;
  /** The provider's id: SM and 32 hex digits. */
  sid: string;
  /** Instant on the machine's clock, ISO. */
  received: string;
  /** Instant on the installation's clock, as set by POST /clock. */
  at: string;
  to: string;
  from: string;
  body: string;
  /** The sender's Idempotency-Key, else empty. */
  key: string;
  /** URL for receipts, else empty. */
  callback: string;
  /** `cut`: recorded, but the sender received no response. */
  verdict: 'accepted' | 'cut';
  /** Error code of a message that is never delivered; null: delivered. */
  lost: number | null;
  /** Its receipts are sent once the installation's clock is past this. */
  receiptAfter: string;
  doubleReceipt: boolean;
  /** Seconds within which the sender wants it delivered, as given. */
  validity?: string;
  /** Reported as not delivered first, as delivered after it. */
  deliversLate?: boolean;
}

/** A refused message, or one with a known key (409). */
export interface Refused {
  type: 'refused';
  received: string;
  to: string;
  key: string;
  status: number;
}

/** The installation's clock was set. */
export interface ClockSet {
  type: 'clock';
  at: string;
}

/** All receipts of message `seq` were accepted, or permanently refused, by the other side. */
export interface ReceiptSent {
  type: 'receipt';
  seq: number;
  at: string;
  /** HTTP status of the response. */
  answer: number;
}

/** A line of the record. */
export type Entry = Sms | Refused | ClockSet | ReceiptSent;
