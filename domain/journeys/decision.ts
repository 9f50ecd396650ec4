import { type Calendar } from '../campaigns/calendar';
import { type CampaignDoc, type Channel, type Step } from '../campaigns/campaign';
import { type Refusal } from './choose-channel';
import { type JourneyFacts, type SentFact } from './facts';
import { type ClosedOutcome } from './outcome';

export interface PlannedMessage {
  step: string;
  /** Grows only by a recorded cause, such as a further defect; absent: 0. */
  occurrence?: number;
  /** What brought it about, where a handler of the plan did: `returned:<reason>`, `bounced:<channel>`, `address_changed`. */
  cause?: string;
  channel: Channel;
  notice: string;
  purpose: Step['purpose'];
  dueAt: number;
  notBefore: number;
  override: string | null;
}

/** A hold that begins with the decision, because a message did not arrive. */
export interface OpensHold {
  reason: 'address_research';
  because: Pick<SentFact, 'run' | 'step' | 'channel'> & { occurrence: number };
  /** Days until the hold is reviewed. */
  reviewAfter: number;
}

/**
 * What happens to a journey now. `wakeAt` null: only a signal continues it. `step` is the next step to send, null when
 * every step has been sent or refused. `also`: the further messages of a step that uses all its channels.
 */
export type Decision = { reason: string; refusals: Refusal[] } & (
  | { kind: 'send'; message: PlannedMessage; also?: PlannedMessage[]; step: string | null; wakeAt: number }
  | { kind: 'wait'; step: string | null; wakeAt: number }
  | { kind: 'held'; step: string | null; wakeAt: number | null; opens?: OpensHold }
  | { kind: 'close'; outcomes: ClosedOutcome[] }
);

export interface DecideInput {
  facts: JourneyFacts;
  doc: CampaignDoc;
  calendar: Calendar;
}
