import { addDays, type Calendar, isBusinessDay, localDate } from './calendar';
import { type Channel } from './campaign';

/** One of the days ahead. `closed`: no working day of the campaign. */
export interface DayAhead {
  day: string;
  closed: boolean;
  due: Partial<Record<Channel, number>>;
}

/** The days after `today` up to the tenth working day, closed ones among them. `due`: by local day and channel. */
export function daysAhead(
  today: string,
  calendar: Calendar,
  due: Readonly<Record<string, Partial<Record<Channel, number>>>>,
  workingDays = 10,
): DayAhead[] {
  const days: DayAhead[] = [];
  for (let day = addDays(today, 1), left = workingDays; left > 0; day = addDays(day, 1)) {
    const closed = !isBusinessDay(day, calendar);
    days.push({ day, closed, due: due[day] ?? {} });
    if (!closed) left -= 1;
  }
  return days;
}

/** Where a campaign is between its first dispatch and the end of its service, in local days. */
export interface Course {
  /** From 1 on the day of the first dispatch; 0 before. */
  day: number;
  days: number;
  /** Days until the end of service; 0 on that day and after. */
  left: number;
}

export function courseOf(
  { firstDispatch, endOfService }: { firstDispatch: number; endOfService: number },
  now: number,
  zone: string,
): Course {
  const [first, today, last] = [firstDispatch, now, endOfService].map((at) => Date.parse(localDate(at, zone)));
  const between = (from: number, until: number) => Math.round((until - from) / 86_400_000);
  return {
    day: Math.max(0, between(first!, today!) + 1),
    days: between(first!, last!) + 1,
    left: Math.max(0, between(today!, last!)),
  };
}
