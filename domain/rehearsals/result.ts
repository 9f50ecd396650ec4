import { type Channel } from '../campaigns/campaign';
import { type JourneyState, type OutcomeName } from '../journeys/states';
import { type FormDefect } from '../returns/return-rules';

/** What a day brings to people and machines: contacts by channel, papers and calls that come in, calls to be made. */
export const LOADS = ['letters', 'mails', 'sms', 'returns', 'inquiries', 'calls'] as const;
export type Load = (typeof LOADS)[number];

/** One day of a rehearsed campaign. Counts are of the whole audience, whatever the sample's size. */
export interface RehearsedDay {
  /** Local date. */
  day: string;
  /** What falls due on this day. */
  due: Record<Load, number>;
  /** What the capacity lets through on it. */
  done: Record<Load, number>;
  /** What still waits at its end. */
  waiting: Record<Load, number>;
  /** Customers by state at the end of the day. */
  states: Partial<Record<JourneyState, number>>;
  /**
   * Share of the contracts that are migrated or cancelled at the end of the day, 0 to 1, and its range: with the delays of
   * lanes and desks that are over capacity.
   */
  completed: Range;
}

/** What would be completed if every lane and desk did its work on the day it falls due. */
export interface WithoutLimits {
  completed: Range;
  milestones: Milestone[];
  /** By day, as the days of the result. */
  days: Range[];
  /** Contracts that are completed later because of the limits, and those that are not completed in time at all. */
  later: number;
  lost: number;
}

export interface Range {
  low: number;
  likely: number;
  high: number;
}

/** Working days that end with work waiting: more is due, or left over from the days before, than the capacity takes. */
export interface Overload {
  load: Load;
  day: string;
  due: number;
  capacity: number;
  waiting: number;
}

/** A day on which a share is reached: at the low, likely and high end of the range; null: not until the end. */
export interface Milestone {
  share: 0.8 | 0.9 | 0.95;
  low: string | null;
  likely: string | null;
  high: string | null;
}

/** Contracts that ended without a choice, and why. `segment` is a name of the plan, or empty. */
export interface Leftover {
  outcome: Extract<OutcomeName, 'lapsed' | 'unreachable' | 'pending'>;
  segment: string;
  why: string;
  count: number;
}

/** Contacts that were not made, or made later, and why. */
export interface NotMade {
  why: 'consent' | 'contact' | 'hours' | 'capacity' | 'hold' | 'date' | 'other';
  /** The reason as a decision gives it. */
  reason: string;
  /** Empty, and null: a hold, which stops every contact. */
  step: string;
  channel: Channel | null;
  count: number;
  /** Made later, rather than not at all. */
  later: boolean;
}

/** Money in yen. */
export interface RehearsedCost {
  byLoad: Record<Load, number>;
  total: number;
  /** Per contract that is migrated or cancelled; null where there is none. */
  perCompleted: number | null;
  /** What the minutes are of, so that the sum can be checked; minutes to a tenth. */
  work: { forms: number; deskMinutes: number; inquiryMinutes: number; callMinutes: number };
  /** Calling every customer instead, with the same answers a call brings: attempts, minutes, and their cost. */
  baseline: { calls: number; minutes: number; total: number; perCompleted: number | null };
  /** 1 − total ÷ baseline.total; the trade reports 0.7. Null without a baseline. */
  saving: number | null;
  /** The same per completed contract; null where one of the two completes none. */
  savingPerCompleted: number | null;
}

/** Forms that lacked something, and the channel on which their customers hear of it; null: the plan has no answer to it. */
export interface DefectCount {
  defect: FormDefect;
  count: number;
  channel: Channel | null;
}

export interface RehearsedStep {
  step: string;
  channels: Channel[];
  sent: number;
  /** Contracts whose choice this contact brought. */
  completed: number;
  cost: number;
  /** Never sent, or no choice came of it. */
  addsNothing: boolean;
}

/** A journey to read one by one. Ids are the sample's: there is no customer behind it. */
export interface StrangeJourney {
  journey: number;
  /** Share of the sample's journeys that took the same course, 0 to 1. */
  share: number;
  segments: string[];
  events: RehearsedEvent[];
  outcomes: Partial<Record<OutcomeName, number>>;
}

/** What happened to a rehearsed customer, oldest first. `at`: planned instant, epoch ms. */
export interface RehearsedEvent {
  at: number;
  kind: RehearsedEventKind;
  step?: string;
  channel?: Channel;
  /** A reason, result, choice or defect, as the journey gives it. */
  why?: string;
  /** Calls: the attempt, from 1. */
  attempt?: number;
  /** Calls and inquiries: how long they took. */
  minutes?: number;
  /** The step whose contact brought this about. */
  cause?: string;
  /** Decisions: what was not sent and why. */
  refused?: { step: string; channel: Channel; reason: string }[];
}
export const EVENT_KINDS = [
  'sent',
  'waits',
  'held',
  'closed',
  'bounced',
  'returned',
  'answered_online',
  'form_received',
  'form_accepted',
  'form_defective',
  'withdrawn',
  'opted_out',
  'inquired',
  'call_missed',
  'call_reached',
] as const;
export type RehearsedEventKind = (typeof EVENT_KINDS)[number];

/** One journey of a rehearsal, once it has ended. */
export interface RehearsedJourney {
  /** 1 to the sample's size. */
  journey: number;
  segments: string[];
  wave?: string;
  events: RehearsedEvent[];
  /** The contracts with what became of them, and the step whose contact brought the choice. */
  contracts: { outcome: OutcomeName; at: number; why: string; cause?: string }[];
  /** States with the instant each began, oldest first. */
  states: { at: number; state: JourneyState }[];
}

/** What a rehearsal found. Plain JSON as it is stored, returned, and drawn. The same inputs and seed give the same bytes. */
export interface RehearsalResult {
  seed: number;
  /** Customers of the campaign, and those of the sample. */
  audience: number;
  sample: number;
  contracts: number;
  zone: string;
  days: RehearsedDay[];
  /** Per working day; absent: no limit is known. */
  capacity: Partial<Record<Load, number>>;
  overloads: Overload[];
  milestones: Milestone[];
  /** The share at the last day. */
  completed: Range;
  /** Null where no limit holds any answer up. Outcomes, leftovers, steps and cost are without limits in any case. */
  withoutLimits: WithoutLimits | null;
  outcomes: Partial<Record<OutcomeName, number>>;
  leftovers: Leftover[];
  notMade: NotMade[];
  /** Absent: of a rehearsal in which all forms with a defect were alike. */
  defects?: DefectCount[];
  cost: RehearsedCost;
  steps: RehearsedStep[];
  strangest: StrangeJourney[];
}
