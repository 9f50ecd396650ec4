/** One accepted message. */
export interface Sms {
  type: 'sms';
  /** 1, 2, 3 … in the order of acceptance. */
  seq: number;
  /** The provider's name for it, SM and 32 hex digits. */
  sid: string;
  /** Instant on the machine's clock, ISO. */
  received: string;
  /** Instant on the installation's clock, as far as POST /clock told. */
  at: string;
  to: string;
  from: string;
  body: string;
  /** The sender's Idempotency-Key, else empty. */
  key: string;
  /** Where receipts go, else empty. */
  callback: string;
  /** `cut`: recorded, but the sender never saw the answer. */
  verdict: 'accepted' | 'cut';
  /** Error code of a message that no phone ever gets; null: delivered. */
  lost: number | null;
  /** Its receipts leave once the installation's clock is past this. */
  receiptAfter: string;
  doubleReceipt: boolean;
}

/** A message refused, or one whose key was known (409). */
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

/** All receipts of message `seq` were taken, or refused for good, by the other side. */
export interface ReceiptSent {
  type: 'receipt';
  seq: number;
  at: string;
  /** HTTP status of the answer. */
  answer: number;
}

/** A line of the record. */
export type Entry = Sms | Refused | ClockSet | ReceiptSent;
