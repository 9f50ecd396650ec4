import { addDays, type Calendar, hoursOn, isBusinessDay, weekdayOf } from '../calendar';
import { type CampaignDoc, type Channel, type Wait, type Weekday } from '../campaign';

/** Days from the first one on, by number from 0: waits are counted by number, without a calendar. */
export class DayTable {
  readonly days: string[] = [];
  readonly open: boolean[] = [];
  readonly weekdays: Weekday[] = [];
  private readonly index = new Map<string, number>();
  private readonly quiet = new Map<Channel, boolean[]>();

  constructor(first: string, last: string, calendar: Calendar, doc: CampaignDoc) {
    for (let day = first; day <= last; day = addDays(day, 1)) {
      this.index.set(day, this.days.length);
      this.days.push(day);
      this.open.push(isBusinessDay(day, calendar));
      this.weekdays.push(weekdayOf(day));
    }
    for (const channel of ['mail', 'sms', 'phone'] as const) {
      const quiet = doc.quietHours[channel];
      this.quiet.set(
        channel,
        this.days.map((day) => quiet != null && hoursOn(day, quiet) === 'closed'),
      );
    }
  }

  get size(): number {
    return this.days.length;
  }

  /** The number of a day; beyond the table: the nearest end, plus one after the last. */
  of(day: string): number {
    return this.index.get(day) ?? (day < this.days[0]! ? 0 : this.size);
  }

  /** The first working day from a number on; the table's size: there is none. */
  working(from: number): number {
    let at = from;
    while (at < this.size && !this.open[at]) at += 1;
    return at;
  }

  /** The first day from a number on when the channel sends at all. */
  sending(from: number, channel: Channel): number {
    const closed = this.quiet.get(channel);
    let at = from;
    while (at < this.size && closed?.[at]) at += 1;
    return at;
  }

  /** So many working days after a day. */
  workingAfter(from: number, count: number): number {
    let at = from;
    for (let left = count; left > 0 && at < this.size; left -= 1) at = this.working(at + 1);
    return at;
  }

  after(from: number, wait: Wait): number {
    if ('days' in wait) return from + wait.days;
    if ('businessDays' in wait) return this.workingAfter(from, wait.businessDays);
    return from + Math.floor(wait.minutes / 1440);
  }
}

/** A day on which no letters should be posted: Friday, 25 December to 5 January, お盆, and the eve of three closed days or more. */
export function isPoorPosting(at: number, table: DayTable): boolean {
  const day = table.days[at]?.slice(5) ?? '';
  if (table.weekdays[at] === 'fri' || day >= '12-25' || day <= '01-05') return true;
  if (day >= '08-12' && day <= '08-15') return true;
  return [1, 2, 3].every((n) => table.open[at + n] === false);
}
