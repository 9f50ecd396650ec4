import { type Load } from '../../../domain/rehearsals/result';
import { lanesFor } from '../../delivery/lanes';
import { type Queryable } from '../../platform/types';

const LOAD_OF: Record<string, Load> = { mail: 'mails', sms: 'sms', post: 'letters', phone: 'calls' };
const MINUTES_OF_DAY = 1_440;

/** What the client's lanes take per day: their daily capacity, or their rate over their hours where that is less. */
export async function capacityOfLanes(db: Queryable, clientId: number): Promise<Partial<Record<Load, number>>> {
  const lanes = await lanesFor(db, clientId);
  return Object.fromEntries(
    lanes.flatMap(({ channel, daily_capacity: daily, rate_per_minute: rate, opens, closes }) => {
      const load = LOAD_OF[channel];
      if (!load) return [];
      const byRate = rate * (minutesOf(closes) - minutesOf(opens));
      // calls are made by people, and letters by a print shop: the rate of their lanes is no limit of theirs
      const limit = channel === 'mail' || channel === 'sms' ? Math.min(daily ?? Infinity, byRate) : daily;
      return limit === null ? [] : [[load, Math.floor(limit)]];
    }),
  ) as Partial<Record<Load, number>>;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return Math.min(MINUTES_OF_DAY, hours * 60 + minutes);
}
