import { type Channel } from '../campaigns/campaign';
import { type FormDefect } from '../returns/return-rules';

/** What a simulated customer is known by: traits of a real row, and nothing that identifies it. */
export interface SimulatedCustomer {
  /** 1 to the sample's size: with the seed it decides everything this customer does. */
  key: number;
  segments: string[];
  contracts: number[];
}

/** A contact that has been handed over to its carrier, or a call that was made ready. */
export interface SimulatedContact {
  step: string;
  channel: Channel;
  /** 1: of the first step that contacts this customer, 2: of the second … A step's fallbacks and repeats share its number. */
  nth: number;
  /** 0, and more each time a step's contact is made again. */
  occurrence: number;
  /** Epoch ms. */
  at: number;
  /** Calls: most attempts, and days between them. */
  attempts?: number;
  spacingDays?: number;
}

/** What follows from a contact; `at` epoch ms, later than the contact. `cause`: the contact's step. */
export type SimulatedEvent = { at: number; step: string; channel: Channel; occurrence: number } & (
  | { kind: 'bounced'; permanent: boolean }
  | { kind: 'returned'; reason: 'unknown' | 'refused' | 'absent' }
  | { kind: 'answered_online'; choice: 'migrate' | 'cancel' }
  /** `receivedAt` is `at`; the desk decides at `decidedAt`. */
  | { kind: 'form_received'; decidedAt: number }
  | { kind: 'form_accepted'; choice: 'migrate' | 'cancel' }
  | { kind: 'form_defective'; defect: FormDefect }
  | { kind: 'withdrawn' }
  | { kind: 'opted_out' }
  | { kind: 'inquired'; minutes: number }
  | { kind: 'call_missed'; attempt: number }
  | { kind: 'call_reached'; attempt: number; minutes: number; choice: 'migrate' | 'cancel' | null }
);
