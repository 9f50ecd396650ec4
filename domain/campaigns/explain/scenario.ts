import { type Refusal } from '../../journeys/choose-channel';
import { type Traits } from '../../journeys/facts';
import { type Undeliverable } from '../../returns/return-rules';
import { type CampaignDoc, type Channel, type ConsentValue, type Purpose } from '../campaign';
import { type PauseFact } from '../../journeys/facts';

/** Whom a plan is explained for. `contact` is as in the facts of a journey. */
export interface ExplainCustomer {
  /** Decides where the customer's times fall within the allowed hours. */
  id: number;
  traits: Traits;
  contact: Partial<Record<Channel, string>>;
  consent: Partial<Record<Channel, Partial<Record<Purpose, ConsentValue>>>>;
  contracts: number;
  contractHashes: string[];
  /** Reason of a hold from the beginning. */
  hold: string | null;
  /** Channels of a representative who is contacted instead of the customer. */
  representative: Channel[] | null;
}

/** Something that happens besides the plan at an instant (epoch ms). */
export type ExplainEvent =
  | { event: 'answer' | 'defect' | 'release' | 'go'; at: number }
  | { event: 'opt_out' | 'address'; at: number; channel: Channel }
  | { event: 'representative'; at: number; channels: Channel[] }
  | { event: 'hold'; at: number; reason: string }
  | { event: 'pause'; at: number; pause: PauseFact };

/** A contact that does not arrive: the first of the step, or the first on the channel. */
export interface ExplainFailure {
  step: string;
  channel: Channel | null;
  /** Why a letter comes back. */
  reason: Undeliverable | null;
}

export interface Scenario {
  customer: ExplainCustomer;
  events: ExplainEvent[];
  failures: ExplainFailure[];
  /** The wave that the customer is in, where the campaign has waves. */
  wave?: string;
}

export interface ExplainInput extends Scenario {
  doc: CampaignDoc;
  /** When the campaign is started, epoch ms. */
  start: number;
}

export interface PlannedContact {
  channel: Channel;
  notice: string;
  /** Why the channel may be used, as a reason code. */
  reason: string;
  leavesAt: number;
}

/** One line of the timeline: what happens at an instant, as data and in words. */
export interface TimelineEntry {
  at: number;
  kind: 'step' | 'posted' | 'call_attempt' | 'not_sent' | 'returned' | 'event' | 'on_hold' | 'waiting' | 'closed';
  step?: string;
  reason?: string;
  contacts?: PlannedContact[];
  refusals?: Refusal[];
  /** The first line is the headline, the others give reasons. */
  text: string[];
}

/** A step of the plan that this customer never gets. */
export interface LeftOut {
  step: string;
  why: 'segment' | 'ended' | 'refused';
  text: string;
}
