import { Courses } from './courses';
import { Division } from './division';
import { type Limits, type Pacing, type PacingInput } from './pacing';

/** Each division tried lets a wave be this much smaller than the one before, so many times. */
const SMALLER = 0.8;
const TRIES = 9;

/**
 * Divides the audience into waves so that no day's forecast passes a limit, in the order of the groups. First with as many
 * customers as fit on each day from the first one on. Such waves can fill a later day up to its limit with their reminders
 * and calls, so that for weeks not one customer more could begin; so smaller waves are tried too, and taken where fewer
 * customers are left without a day, or the last ones begin earlier. Deterministic; works on counts, so its time does not
 * depend on the audience's size. `gaps`: weeks without a start are taken as they are, where everyone has a day.
 */
export function divide(input: PacingInput, courses: Courses = new Courses(input), { gaps = false } = {}): Pacing {
  let best = new Division(input, courses, input.size.max).run();
  const largest = Math.max(0, ...best.waves.map(({ customers }) => customers));
  if ((best.left === 0 && (gaps || best.gaps.length === 0)) || best.trialRoom !== null) return best;
  for (let tried = 1; tried <= TRIES; tried++) {
    const most = Math.floor(largest * SMALLER ** tried);
    if (most < Math.max(1, input.size.min)) break;
    const other = new Division(input, courses, most).run();
    if (isBetter(other, best)) best = other;
    if (gaps && best.left === 0) break;
  }
  return best;
}

const isBetter = (one: Pacing, other: Pacing): boolean =>
  one.left < other.left || (one.left === other.left && (one.lastBegins ?? '') < (other.lastBegins ?? ''));

/** The highest part of its limit that a load reaches on any day; null: nothing is limited. */
export function highestPart({ peaks }: Pick<Pacing, 'peaks'>, limits: Limits): number | null {
  const parts = peaks.flatMap(({ load, amount }) => (limits[load] ? [amount / limits[load]] : []));
  return parts.length > 0 ? Math.max(...parts) : null;
}
