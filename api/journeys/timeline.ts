import { type z } from 'zod';
import { type LedgerLine } from '../../db/journeys/journeys';
import { eventResult } from '../../domain/journeys/timeline/event-result';
import { eventTexts, reasonText } from '../../domain/texts/timeline';
import { type journeyRoutes } from './contract/journeys';
import { iso } from '../http/wire';

type Event = z.input<(typeof journeyRoutes)['getJourney']['reply']['schema']>['timeline'][number];

interface DecisionBody {
  kind: string;
  reason: string;
  refusals: { step: string; channel: string; reason: string }[];
}

/** A journey's ledger entry in readable form. */
export function eventOf({ seq, at, entry }: LedgerLine): Event {
  const decision = entry.kind === 'decision' ? (entry.decision as DecisionBody) : undefined;
  const kind = decision
    ? `decision.${decision.kind}`
    : entry.kind === 'arrival'
      ? `arrival.${String(entry.arrival)}`
      : entry.kind;
  const reason = decision?.reason ?? (typeof entry.reason === 'string' ? entry.reason : null);
  return {
    ledgerNo: seq,
    at: iso(at),
    kind,
    result: eventResult(kind, { by: entry.by, refused: decision?.refusals?.length ?? 0 }),
    what: eventTexts[wordsOf(kind, entry)] ?? { ja: kind, en: kind },
    reason,
    reasonText: reason === null ? null : reasonText(reason),
    refused: (decision?.refusals ?? []).map((refusal) => ({ ...refusal, reasonText: reasonText(refusal.reason) })),
    entry,
  };
}

/** The words of an entry: what a customer who called said has words of its own (受電). */
const wordsOf = (kind: string, { source }: LedgerLine['entry']): string =>
  kind.startsWith('arrival.answer') && String(source).startsWith('call-in:') ? `${kind}.in` : kind;
