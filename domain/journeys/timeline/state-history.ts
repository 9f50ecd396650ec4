import { type CampaignDoc } from '../../campaigns/campaign';
import { isHeldForDeath } from '../../customers/hold-rules';
import { isReminder } from '../notice-role';
import { type JourneyState } from '../states';

/** An entry of the ledger about a journey, as far as it moves the journey's state. `at`: epoch ms. */
export interface MovingEntry {
  at: number;
  entry: { kind: string; [field: string]: unknown };
}

/** A state and when it began. */
export interface StateFrom {
  state: JourneyState;
  from: number;
}

/**
 * The states of a journey over time, oldest first, from what the ledger says of it. The rules are those by which the
 * state itself is kept; `now` is that state, and ends the history where an entry leaves it open.
 */
export function stateHistory(entries: readonly MovingEntry[], now: JourneyState, doc: CampaignDoc): StateFrom[] {
  const first = entries[0];
  if (!first) return [];
  const history: StateFrom[] = [{ state: 'scheduled', from: first.at }];
  for (const { at, entry } of entries) {
    const before = history.at(-1)!.state;
    const after = stateAfter(before, entry, doc);
    if (after !== before) history.push({ state: after, from: at });
  }
  if (history.at(-1)!.state !== now) history.push({ state: now, from: entries.at(-1)!.at });
  return history;
}

const REACTIONS = ['form_received', 'form_defect', 'answer_kept'];

function stateAfter(before: JourneyState, entry: MovingEntry['entry'], doc: CampaignDoc): JourneyState {
  switch (entry.kind) {
    case 'decision': {
      const { kind, message, also, reason = '' } = entry.decision as Partial<Decided>;
      if (kind === 'close') return 'closed';
      if (kind === 'held' && isHeldForDeath(reason)) return 'awaiting_reply';
      const calls = kind === 'send' && [message, ...(also ?? [])].some((one) => one?.channel === 'phone');
      if (calls) return 'call_due';
      return before === 'closed' ? 'reminded' : before;
    }
    case 'handed_over':
      if (entry.channel === 'phone' || before === 'closed') return before;
      if (isReminder(doc, { step: String(entry.step), notice: String(entry.notice) })) return 'reminded';
      return before === 'scheduled' ? 'notified' : before;
    case 'arrival':
      return REACTIONS.includes(String(entry.arrival)) ? 'awaiting_reply' : before;
    case 'call_attempt':
    case 'call_received':
      return ['intent', 'deceased'].includes(String(entry.reason)) ? 'awaiting_reply' : before;
    default:
      return before;
  }
}

interface Decided {
  kind: string;
  reason: string;
  message: { channel: string };
  also: { channel: string }[];
}
