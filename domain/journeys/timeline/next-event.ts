import { type Channel } from '../../campaigns/campaign';
import { type CampaignStatus } from '../../campaigns/approval';
import { type OutcomeName } from '../states';

/** What is known of a journey when it is asked what comes next. Instants are epoch ms. */
export interface NextFacts {
  campaign: CampaignStatus;
  closed: boolean;
  /** Outcomes of its contracts; null: open. */
  outcomes: (OutcomeName | null)[];
  /** The open hold that is reviewed first; `reviewOn` is a local ISO day. */
  hold: { reason: string; reviewOn: string | null } | null;
  /** Why the last decision kept a contact back; null: it did not. */
  heldBy: string | null;
  /** The call that is open. */
  call: { at: number; promised: boolean; leased: boolean; no: number; of: number } | null;
  /** The contact in the queue that leaves first. */
  queued: { channel: Channel; at: number } | null;
  /** The next step of the plan, with its channels; `at`: when it is due. */
  step: { channels: Channel[]; at: number } | null;
  /** Last instant at which answers count. */
  closesAt: number;
}

/** What happens next for a customer, if nothing comes in meanwhile. */
export type NextEvent =
  | { kind: 'over'; outcomes: (OutcomeName | null)[] }
  | { kind: 'campaign'; status: CampaignStatus }
  | { kind: 'hold'; reason: string; reviewOn: string | null }
  | { kind: 'held'; reason: string }
  | { kind: 'on_the_phone' }
  | { kind: 'callback'; at: number }
  | { kind: 'call'; at: number; no: number; of: number }
  | { kind: 'leaves'; channel: Channel; at: number }
  | { kind: 'step'; channels: Channel[]; at: number }
  | { kind: 'deadline'; at: number };

/** The one next event: what keeps everything back comes before what is planned. */
export function nextEvent(facts: NextFacts): NextEvent {
  const { campaign, closed, outcomes, hold, heldBy, call, queued, step, closesAt } = facts;
  if (closed) return { kind: 'over', outcomes };
  if (call?.leased) return { kind: 'on_the_phone' };
  if (campaign !== 'running') return { kind: 'campaign', status: campaign };
  if (hold) return { kind: 'hold', ...hold };
  if (heldBy !== null) return { kind: 'held', reason: heldBy };
  if (call?.promised) return { kind: 'callback', at: call.at };
  if (call) return { kind: 'call', at: call.at, no: call.no, of: call.of };
  if (queued) return { kind: 'leaves', ...queued };
  return step ? { kind: 'step', ...step } : { kind: 'deadline', at: closesAt };
}
