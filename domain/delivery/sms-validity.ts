import { addDays, hoursOn, instantOf, localDate, nextAllowed } from '../campaigns/calendar';
import { type QuietHours } from '../campaigns/campaign';

/** Longest validity a provider takes, in seconds (Twilio: ten hours); also what it assumes without one. */
const LONGEST_S = 36_000;
const SHORTEST_S = 60;

/** In these last minutes before quiet hours no SMS leaves: phones that are off would get it within them. */
export const SMS_LEAD_MS = 5 * 60_000;

/**
 * Seconds from `at` until the next quiet hours begin, within which an SMS must be delivered: at least a minute.
 * Undefined when the provider's own limit ends before, or when `at` itself lies in quiet hours.
 */
export function validFor(quiet: QuietHours | null, at: number, zone: string): number | undefined {
  const begins = quiet && quietBegins(quiet, at, zone);
  if (begins === null || begins === undefined) return undefined;
  const seconds = Math.floor((begins - at) / 1000);
  return seconds > LONGEST_S ? undefined : Math.max(SHORTEST_S, seconds);
}

/** The first instant after `at`, on its local day or the next, that is quiet. */
function quietBegins(quiet: QuietHours, at: number, zone: string): number | undefined {
  if (nextAllowed(at, quiet, zone) !== at) return undefined;
  const today = localDate(at, zone);
  const starts = [today, addDays(today, 1)].flatMap((day) => {
    const hours = hoursOn(day, quiet);
    // hours over midnight of the day before may begin this one
    const own = hours === 'closed' ? [] : [instantOf(day, hours.from, zone)];
    return [instantOf(day, '00:00', zone), ...own];
  });
  return starts
    .filter((start) => start > at && nextAllowed(start, quiet, zone) !== start)
    .sort((a, b) => a - b)
    .at(0);
}
