import { instantOf, localDate, nextAllowed } from '../campaigns/calendar';
import { type QuietHours } from '../campaigns/campaign';
import { countryOf } from '../audience/countries';

/** When a customer abroad is not called, in that customer’s own time. */
export const NIGHT: QuietHours = { from: '21:00', until: '08:00' };
/** The hours of most desks, in Japan. */
const DESK = { zone: 'Asia/Tokyo', quiet: { from: '19:00', until: '10:00' } };
const STEP = 15 * 60_000;

/** Time zones of a customer abroad: a call must suit all of them. Empty for Japan and for an unknown country. */
export const zonesOf = (country: string | null): readonly string[] =>
  country === null ? [] : (countryOf(country)?.zones ?? []);

const known = new Map<string, boolean>();

/**
 * Whether it is day for a customer in this country at any hour at which desks call, on the local day of `at`: summer time
 * moves the hours. Where it never is, or the country is not known, the customer is not called.
 */
export function callable(country: string, at: number): boolean {
  const day = localDate(at, DESK.zone);
  const key = `${country} ${day}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const zones = zonesOf(country);
  const opens = instantOf(day, DESK.quiet.until, DESK.zone);
  const hours = Array.from({ length: 36 }, (_, step) => opens + step * STEP);
  const found =
    zones.length > 0 && hours.some((hour) => zones.every((zone) => nextAllowed(hour, NIGHT, zone) === hour));
  if (known.size > 1000) known.clear();
  known.set(key, found);
  return found;
}
