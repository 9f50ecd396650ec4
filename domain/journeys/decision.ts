import { type Calendar } from '../campaigns/calendar';
import { type CampaignDoc, type Channel, type Step } from '../campaigns/campaign';
import { type Refusal } from './choose-channel';
import { type JourneyFacts, type SentFact } from './facts';
import { type ClosedOutcome } from './outcome';
import { type Ways } from './ways';

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

/** A hold that begins with the decision, because a message did not arrive, or a letter could not be printed. */
export interface OpensResearch {
  reason: 'address_research' | 'unprintable';
  because: Pick<SentFact, 'run' | 'step' | 'channel'> & { occurrence: number };
  /** Days until the hold is reviewed. */
  reviewAfter: number;
}

/** A hold that begins with the decision, because no way to the customer is left: a person looks for one, or asks. */
export interface OpensLastChannel {
  reason: 'address_research' | 'client_question';
  because: { run: number; ways: Ways };
  reviewAfter: number;
}

export type OpensHold = OpensResearch | OpensLastChannel;

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
