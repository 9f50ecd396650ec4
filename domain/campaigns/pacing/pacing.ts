import { type CampaignDoc, type Channel, type Weekday } from '../campaign';
import { type Behaviour } from '../../rehearsals/behaviour';

/** What a working day can take: letters printed and posted, mails, SMS, minutes of calls made and taken, papers at the desk. */
export const PACED = ['print', 'post', 'mails', 'sms', 'callMinutes', 'returns'] as const;
export type PacedLoad = (typeof PACED)[number];

/** Per working day; absent: no limit. */
export type Limits = Partial<Record<PacedLoad, number>>;

/** Customers who can be contacted on the same channels and are in the same segments of the plan. */
export interface Kind {
  channels: Channel[];
  segments: string[];
  customers: number;
}

/** Customers who begin after those before them. `segment` null: all that are in no group before. */
export interface Group {
  segment: string | null;
  kinds: Kind[];
}

/** A wave that has begun, or whose day is fixed. */
export interface FixedWave {
  begins: string;
  customers: number;
}

export interface PacingInput {
  doc: CampaignDoc;
  behaviour: Behaviour;
  /** The first local day on which a wave may begin. */
  from: string;
  /** The first day on which one could begin if the campaign started earlier. */
  earliest: string;
  /** In the order of their priority. */
  groups: Group[];
  limits: Limits;
  /** A first small wave, and days until the next may begin. */
  trial: { size: number; days: number } | null;
  size: { min: number; max: number };
  /** Weekdays on which first contacts should arrive; empty: any. */
  deskDays: Weekday[];
  fixed: FixedWave[];
}

export interface PlannedWave {
  begins: string;
  /** When most of its first contacts arrive. */
  arrives: string;
  customers: number;
  /** Of the audience, 0 to 1. */
  share: number;
  segment: string | null;
  trial?: true;
}

export interface PacedDay {
  day: string;
  /** No working day. */
  closed: boolean;
  load: Record<PacedLoad, number>;
}

export interface Peak {
  load: PacedLoad;
  day: string;
  amount: number;
  limit: number | null;
}

/** More than a week without a wave, though days would be good, because a load is full. */
export interface PacingGap {
  /** The first good day that is left out, and the day on which the next wave begins. */
  from: string;
  until: string;
  /** What a wave on the day `from` would bring too much of, and on which day. */
  load: PacedLoad;
  day: string;
}

/** A division into waves with its forecast. */
export interface Pacing {
  waves: PlannedWave[];
  /** Customers for whom no day is left. 0: the dates are kept. */
  left: number;
  /** Where no day can take the trial, so that no wave begins: how many a trial could have; null: it fits, or none is wished. */
  trialRoom: number | null;
  /** The last day on which a wave may begin so that every contact leaves in time; null: there is none. */
  lastStart: string | null;
  /** When the last wave begins, and the last contact is expected to leave. */
  lastBegins: string | null;
  ends: string | null;
  gaps: PacingGap[];
  days: PacedDay[];
  peaks: Peak[];
  /** What limited a wave's size, the most frequent first. */
  binding: PacedLoad[];
  /** Expected cost in yen. */
  cost: number;
}

/** Something that would help, planned again: its effect. */
export type Help =
  | { kind: 'capacity'; limits: Limits }
  | { kind: 'smaller_trial'; size: number }
  | { kind: 'reminders_without_post' }
  | { kind: 'earlier_start'; from: string }
  | { kind: 'later_dates'; days: number }
  | { kind: 'channel_first'; channel: Channel }
  | { kind: 'any_weekday' };

export interface PacingOption {
  help: Help;
  /** Whether the dates are kept with it. */
  kept: boolean;
  left: number;
  lastBegins: string | null;
  ends: string | null;
  /** The highest part of its limit that any load reaches, 0 to 1; null: nothing is limited. */
  peak: number | null;
  cost: number;
}

export interface PacingProposal extends Pacing {
  options: PacingOption[];
}
