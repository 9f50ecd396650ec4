import { addDays } from '../campaigns/calendar';
import { type Range } from './result';

/** What has really been reached by the end of a local day, 0 to 1. */
export interface RealDay {
  day: string;
  completed: number;
}

/** A day of the campaign beside its rehearsal. */
export interface DayAgainst extends Range {
  day: string;
  real: number;
  /** On which side of the range reality lies; null: within it. */
  outside: 'below' | 'above' | null;
}

/** Reality has left the range, and has been outside on the same side ever since. */
export interface LeftBand {
  side: 'below' | 'above';
  /** The first day outside, and how many days it has been. */
  since: string;
  days: number;
  /** Of the last day: real less the nearer end of the range; negative below. */
  gap: number;
}

export interface AgainstReality {
  days: DayAgainst[];
  finding: LeftBand | null;
}

/** So many days in a row outside the range are a finding: one alone may be a late booking. */
const DAYS_OUTSIDE = 2;
const DAY = 86_400_000;

/**
 * Real days beside the rehearsed ones, by the number of days since the start, so that a campaign that began later than
 * rehearsed is compared all the same. `starts` are the local days of the first dispatch; real days before it, after the
 * last rehearsed one, or without a figure are left out. The finding is of the last days: it goes when reality is back.
 */
export function againstReality(
  rehearsed: { starts: string; days: readonly { day: string; completed: Range }[] },
  real: { starts: string; days: readonly RealDay[] },
): AgainstReality {
  const ranges = new Map(rehearsed.days.map(({ day, completed }) => [daysFrom(rehearsed.starts, day), completed]));
  const days = [...real.days]
    .sort((a, b) => (a.day < b.day ? -1 : 1))
    .flatMap(({ day, completed }): DayAgainst[] => {
      const range = ranges.get(daysFrom(real.starts, day));
      if (!range) return [];
      const outside = completed < range.low ? 'below' : completed > range.high ? 'above' : null;
      return [{ day, real: completed, ...range, outside }];
    });
  return { days, finding: findingOf(days) };
}

/** A rehearsed day, on the day of the campaign that it stands for. */
export interface BandDay extends Range {
  day: string;
}

/** The rehearsed days as the campaign would have them that begins on the local day `starts`. */
export const bandFrom = (
  rehearsed: { starts: string; days: readonly { day: string; completed: Range }[] },
  starts: string,
): BandDay[] =>
  rehearsed.days.map(({ day, completed }) => ({ day: addDays(starts, daysFrom(rehearsed.starts, day)), ...completed }));

const daysFrom = (from: string, day: string): number => Math.round((Date.parse(day) - Date.parse(from)) / DAY);

function findingOf(days: readonly DayAgainst[]): LeftBand | null {
  const last = days.at(-1);
  if (!last?.outside) return null;
  const inside = days.findLastIndex(({ outside }) => outside !== last.outside);
  const run = days.slice(inside + 1);
  if (run.length < DAYS_OUTSIDE) return null;
  const gap = last.real - (last.outside === 'below' ? last.low : last.high);
  return { side: last.outside, since: run[0]!.day, days: run.length, gap: Math.round(gap * 1e6) / 1e6 };
}
