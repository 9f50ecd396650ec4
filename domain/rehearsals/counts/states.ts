import { type JourneyState } from '../../journeys/states';
import { type RehearsedDay, type RehearsedJourney } from '../result';
import { count, type DayIndex } from './day-index';
import { apportionedRecord } from './shares';

const STATES: readonly JourneyState[] = ['scheduled', 'notified', 'reminded', 'awaiting_reply', 'call_due', 'closed'];

/** Journeys by their state at the end of each day, kept as the days on which states begin and end. */
export class StateCounts {
  /** By state: how many more journeys are in it than on the day before. */
  private readonly changes = new Map<JourneyState, number[]>(STATES.map((state) => [state, []]));

  constructor(private readonly days: DayIndex) {}

  /** Until its first state a journey is scheduled. */
  add({ states }: Pick<RehearsedJourney, 'states'>): void {
    let before: JourneyState = 'scheduled';
    count(this.changes.get(before)!, 0);
    for (const { at, state } of [...states].sort((a, b) => a.at - b.at)) {
      const day = this.days.of(at);
      count(this.changes.get(before)!, day, -1);
      count(this.changes.get(state)!, day);
      before = state;
    }
  }

  /** States of the audience at the end of each day; they add up to it. */
  perDay(days: number, audience: number): RehearsedDay['states'][] {
    const now: Partial<Record<JourneyState, number>> = {};
    return Array.from({ length: days }, (_, day) => {
      for (const state of STATES) now[state] = (now[state] ?? 0) + (this.changes.get(state)![day] ?? 0);
      return apportionedRecord(now, audience);
    });
  }
}
