import { type Calendar } from '../../domain/campaigns/calendar';
import { type CallResult } from '../../domain/calls/call-rules';
import { type CallRule, type CampaignDoc } from '../../domain/campaigns/campaign';
import { type ComplaintClass } from '../../domain/customers/inquiries/inquiry';
import { type SaidItem } from '../../domain/customers/caller-identity';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { type ClockReading } from '../platform/clock';
import { type Scope } from '../platform/scope';
import { type Vault } from '../privacy/vault';
import { type Cut } from './numbers';
import { type CallTaskRow, type TaskInHand } from './tasks';

/** By contract id. */
export type AnswerChoices = Record<string, 'migrate' | 'cancel'>;

/** A person's report of a call. */
export interface CallOutcome {
  result: CallResult;
  /** Only with `completed`: a choice for every contract, by contract id. */
  choices?: AnswerChoices;
  /** Only with `callback`; epoch ms. */
  callbackAt?: number;
  /** Reference of the recording. */
  recording?: string;
  /** Whether the customer heard that the call is recorded. */
  announced?: boolean;
  /** Only with `language`: ISO 639-1 code. */
  language?: string;
  /** Only with `complaint`: what it is about, and what was said. Personal: goes to the vault. */
  complaint?: { class: ComplaintClass; said?: string };
  /** What a customer who calls said to show who they are; required for an answer then. */
  said?: SaidItem[];
}

/** A case that a call has opened, with its number for the caller. */
export interface OpenedCase {
  id: number;
  number: string;
}

export interface OutcomeContext {
  vault: Vault;
  scope: Scope;
  taskId: number;
  personId: number;
  /** The campaign's calendar including holidays. */
  calendarOf: (doc: CampaignDoc) => Calendar;
}

/** A call whose result is being recorded: everything locked, nothing written yet. */
export interface InCall extends TaskInHand {
  task: CallTaskRow;
  message: TaskInHand['message'] & {
    status: string;
    /** Why it was taken back or lost; null: it was not. */
    failure: string | null;
    purpose: string;
    notice: string;
    version: number;
    occurrence: number;
  };
  /** All locked journeys, of this customer and of others with the same number. */
  journeys: JourneyRow[];
  doc: CampaignDoc;
  status: string;
  rule: CallRule;
  clock: ClockReading;
  cut: Cut | null;
  /** Whether the one on the phone has been identified in this call. */
  identified: boolean;
}
