import { changeCauseTexts } from '../../texts/statement';
import { eventTexts, reasonText } from '../../texts/timeline';
import { type WordedChange, type WordedState } from './document';

/** What was recorded of a contract since the statement; times are epoch ms, null: nothing of the kind. */
export interface ChangeFacts {
  /** Kind of the newest arrival of its customer's journey. */
  arrival: string | null;
  arrivedAt: number | null;
  correctedAt: number | null;
  /** When the client's system last answered. */
  answeredAt: number | null;
}

type Cause = Pick<WordedChange, 'cause' | 'causeText' | 'changedAt'>;

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Why a contract is stated differently: a person's correction, the client's system, what arrived, or the journey. */
export function causeOf(from: WordedState, to: WordedState, facts: ChangeFacts | undefined): Cause {
  if (facts?.correctedAt) return { ...own('corrected'), changedAt: to.at ?? iso(facts.correctedAt) };
  if (from.outcome === to.outcome && from.reason === to.reason) {
    return { ...own('reflected'), changedAt: iso(facts?.answeredAt ?? null) };
  }
  if (facts?.arrival) {
    const cause = `arrival.${facts.arrival}`;
    return { cause, causeText: eventTexts[cause] ?? reasonText(facts.arrival), changedAt: iso(facts.arrivedAt) };
  }
  return { ...own(to.outcome === null ? 'reopened' : 'decided'), changedAt: to.at };
}

const own = (cause: keyof typeof changeCauseTexts) => ({ cause, causeText: changeCauseTexts[cause] });
