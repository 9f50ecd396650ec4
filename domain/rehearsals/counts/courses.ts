import { type OutcomeName } from '../../journeys/states';
import { type RehearsedEvent, type RehearsedJourney, type StrangeJourney } from '../result';
import { drawnFrom } from '../random';

interface Course {
  signature: string;
  /** Order among courses of one length that does not depend on when they were seen. */
  rank: number;
  length: number;
  count: number;
  first: RehearsedJourney;
}

/**
 * Courses of journeys: what happened in which order, whatever the days. Keeps the longest `most` of them, which is all
 * of them in any ordinary rehearsal; which ones are kept does not depend on the order of the journeys.
 */
export class Courses {
  private readonly courses = new Map<string, Course>();

  constructor(private readonly most = 5_000) {}

  add(journey: RehearsedJourney): void {
    const signature = signatureOf(journey);
    const course = this.courses.get(signature);
    if (course) {
      course.count += 1;
      if (journey.journey < course.first.journey) course.first = journey;
      return;
    }
    const rank = drawnFrom(0, signature);
    this.courses.set(signature, { signature, rank, length: journey.events.length, count: 1, first: journey });
    if (this.courses.size >= this.most * 2) this.prune();
  }

  /** The rarest `number` of `sample` journeys; of those equally rare the longest, then the lowest number. */
  strangest(sample: number, number: number): StrangeJourney[] {
    this.prune();
    return [...this.courses.values()]
      .sort((a, b) => a.count - b.count || b.length - a.length || a.first.journey - b.first.journey)
      .slice(0, number)
      .map(({ count, first }) => strange(first, count / sample));
  }

  private prune(): void {
    if (this.courses.size <= this.most) return;
    const kept = [...this.courses.values()].sort(
      (a, b) => b.length - a.length || a.rank - b.rank || (a.signature < b.signature ? -1 : 1),
    );
    for (const { signature } of kept.slice(this.most)) this.courses.delete(signature);
  }
}

function signatureOf({ events, contracts }: RehearsedJourney): string {
  const parts = events.map(({ kind, step, channel, why, attempt }) => [kind, step, channel, why, attempt].join(' '));
  const ends = contracts.map(({ outcome, why }) => `${outcome} ${why}`).sort();
  return [...parts, ...ends].join('\n');
}

function strange({ journey, segments, events, contracts }: RehearsedJourney, share: number): StrangeJourney {
  const outcomes: Partial<Record<OutcomeName, number>> = {};
  for (const { outcome } of contracts) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const sorted = Object.fromEntries(Object.entries(outcomes).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { journey, share, segments, events: events.map(ordered), outcomes: sorted };
}

/** The same keys in the same order, so that the same event gives the same bytes. */
function ordered({ at, kind, step, channel, why, attempt, minutes, cause, refused }: RehearsedEvent): RehearsedEvent {
  return {
    at,
    kind,
    ...(step !== undefined && { step }),
    ...(channel !== undefined && { channel }),
    ...(why !== undefined && { why }),
    ...(attempt !== undefined && { attempt }),
    ...(minutes !== undefined && { minutes }),
    ...(cause !== undefined && { cause }),
    ...(refused !== undefined && { refused }),
  };
}
