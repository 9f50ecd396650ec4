import { type Calendar } from '../calendar';
import { type Band, type CampaignDoc, type Channel, type ConsentValue, type Purpose } from '../campaign';
import { type Step, type Wait, type Weekday } from '../campaign';
import { type Refusal } from '../../journeys/choose-channel';
import { type Traits } from '../../journeys/facts';
import { type ClosedOutcome } from '../../journeys/outcome';
import { type PauseFact } from '../pauses';
import { type Undeliverable } from '../../returns/return-rules';

/** Whom a plan is explained for. `contact` as in the facts of a journey; `id` gives the place in every window. */
export interface ExplainCustomer {
  id: number;
  traits: Traits;
  contact: Partial<Record<Channel, string>>;
  consent: Partial<Record<Channel, Partial<Record<Purpose, ConsentValue>>>>;
  contracts: number;
  contractHashes: string[];
  /** Reason of a hold from the beginning. */
  hold: string | null;
  /** Channels of a representative who is written to and called instead. */
  representative: Channel[] | null;
}

/** What happens beside the plan. `fails`: the step's contact (on one channel, or its first) does not arrive. */
export type ExplainEvent =
  | { kind: 'fails'; step: string; channel: Channel | null; reason?: Undeliverable }
  | { kind: 'answer'; at: number }
  | { kind: 'defect'; at: number }
  | { kind: 'opt_out'; at: number; channel: Channel }
  | { kind: 'address'; at: number; channel: Channel }
  | { kind: 'representative'; at: number; channels: Channel[] }
  | { kind: 'hold'; at: number; reason: string }
  | { kind: 'release'; at: number };

export type OutsideEvent = Exclude<ExplainEvent, { kind: 'fails' }> | { kind: 'pause'; at: number; pause: PauseFact };

export interface ExplainInput {
  doc: CampaignDoc;
  calendar: Calendar;
  customer: ExplainCustomer;
  /** When the campaign is started. */
  start: number;
  /** The wave the customer is in, where the campaign has waves. */
  wave?: string;
  events?: ExplainEvent[];
  pauses?: ExplainPause[];
}

/** A pause by scope. Of an area it concerns only customers there. */
export type ExplainPause = Omit<PauseFact, 'id'> & { prefecture?: number };

/** Why something has its date. `closed` lists the days passed over that are not worked, weekends included. */
export type DateReason =
  | { why: 'first_dispatch' }
  | { why: 'wave_begins' }
  | { why: 'campaign_start' }
  | { why: 'after_wait'; wait: Wait; from: number; counts: Counts; closed: string[] }
  | { why: 'overdue'; since: number }
  | { why: 'channel_failed'; channel: Channel }
  | { why: 'step_failed'; step: string }
  | { why: 'handler'; cause: string; channel: Channel }
  | { why: 'defect' }
  | { why: 'at_once' }
  | { why: 'quiet_hours'; from: string; until: string }
  | { why: 'closed_weekday'; weekday: Weekday }
  | { why: 'print_run'; runAt: string; closed: string[] }
  | { why: 'arrival'; businessDays: number; closed: string[] }
  | { why: 'spacing'; wait: Wait; closed: string[] };

/** What a wait is counted from. */
export type Counts = 'hand_over' | 'expected_arrival' | 'planned';

export interface PlannedContact {
  channel: Channel;
  notice: string;
  reason: string;
  leavesAt: number;
  leaves: DateReason;
}

export interface NextAttempt {
  at: number;
  reason: DateReason;
  band: Band;
}

export type TimelineEntry = { at: number } & (
  | {
      kind: 'placed';
      step: string;
      stepKind: Step['kind'] | 'defect';
      occurrence: number;
      due: DateReason;
      contacts: PlannedContact[];
      refusals: Refusal[];
      /** No further step follows. */
      last: boolean;
    }
  | { kind: 'left'; step: string; channel: Channel; arrives?: { at: number; reason: DateReason } }
  | { kind: 'attempt'; step: string; attempt: number; of: number; next: NextAttempt | null }
  | { kind: 'not_sent'; step: string; channel: Channel; reason: string }
  | { kind: 'came_back'; step: string; channel: Channel; reason: string }
  | { kind: 'outside'; event: OutsideEvent }
  | { kind: 'held'; reason: string; reviewAfter?: number }
  | { kind: 'waiting'; reason: string; step: string | null; until: number; refusals: Refusal[] }
  | { kind: 'closed'; reason: string; outcomes: ClosedOutcome[] }
);

/** A step of the plan that this customer never gets, and why, as `segment`, `ended` or refusals channel by channel. */
export interface LeftOut {
  step: string;
  why: 'segment' | 'ended' | 'refused';
  only?: string[];
  except?: string[];
  refusals: Refusal[];
}

export interface Timeline {
  entries: TimelineEntry[];
  leftOut: LeftOut[];
}
