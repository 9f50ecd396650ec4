/** One accepted message for one recipient. */
export interface Mail {
  type: 'mail';
  /** 1, 2, 3 … in the order of acceptance. */
  seq: number;
  /** Instant on the machine's clock, ISO. */
  received: string;
  /** Instant on the installation's clock, as set by POST /clock. */
  at: string;
  /** Envelope sender. */
  from: string;
  /** Envelope recipient. */
  to: string;
  messageId: string;
  /** Local part of the Message-ID, which is the same at every attempt of the sender. */
  key: string;
  subject: string;
  /** Position of the raw bytes in the file of bodies. */
  offset: number;
  size: number;
  /** `dropped`: recorded, but the sender never saw the 250. */
  verdict: 'accepted' | 'dropped';
  /** When its late bounce is due on the installation's clock; null: never. */
  bounceAt: string | null;
}

/** A message refused, at RCPT or at the end of DATA. */
export interface Refused {
  type: 'refused';
  received: string;
  from: string;
  to: string;
  key: string;
  code: number;
}

/** The installation's clock was set. */
export interface ClockSet {
  type: 'clock';
  at: string;
}

/** The late bounce of message `seq` was accepted by the other side. */
export interface DsnSent {
  type: 'dsn';
  seq: number;
  at: string;
}

/** A line of the record. */
export type Entry = Mail | Refused | ClockSet | DsnSent;
