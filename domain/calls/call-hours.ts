import { addDays, hoursOn, instantOf, isQuiet, localDate } from '../campaigns/calendar';
import { type QuietHours } from '../campaigns/campaign';
import { type LaneState, type SendFacts } from '../delivery/lane';
import { NIGHT } from './hours-abroad';

/**
 * Until when a call that may be made at `now` may be made without a break: the first of the lane's closing, the
 * campaign's quiet hours, night where a customer abroad lives, and the last dispatch. Epoch ms.
 */
export function callableUntil(
  now: number,
  { quiet, zone, abroad, lastDispatch }: Pick<SendFacts, 'quiet' | 'zone' | 'abroad' | 'lastDispatch'>,
  lane: LaneState,
): number {
  const closed = { from: lane.closes === '24:00' ? '00:00' : lane.closes, until: lane.opens };
  const ends = [
    lastDispatch,
    ...(closed.from === closed.until ? [] : [quietFrom(now, closed, lane.zone)]),
    ...(quiet ? [quietFrom(now, quiet, zone)] : []),
    ...(abroad ?? []).map((where) => quietFrom(now, NIGHT, where)),
  ];
  return Math.min(...ends);
}

/** The first instant from `now` on that is quiet; within a week, as every day has hours of its own. */
function quietFrom(now: number, quiet: QuietHours, zone: string): number {
  if (isQuiet(now, quiet, zone)) return now;
  for (let offset = 0; offset < 8; offset++) {
    const day = addDays(localDate(now, zone), offset);
    const midnight = instantOf(day, '00:00', zone);
    if (midnight > now && isQuiet(midnight, quiet, zone)) return midnight;
    const hours = hoursOn(day, quiet);
    const begins = hours === 'closed' ? midnight : instantOf(day, hours.from, zone);
    if (begins > now && isQuiet(begins, quiet, zone)) return begins;
  }
  return Infinity;
}
