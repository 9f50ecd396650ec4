import { addDays, localDate } from '../calendar';
import { calendarOf } from '../holidays';
import { closingInstant } from '../../journeys/outcome';
import { DayTable, isPoorPosting } from './day-table';
import { type Course, courseOf, emptyLoads } from './expected';
import { type Group, PACED, type PacingInput } from './pacing';

/** Days after the closing date for which loads are still counted: letters come back late. */
const AFTERMATH = 60;

/** The expected courses by group and day. They depend on neither limits nor weekdays, so trials with others share them. */
export class Courses {
  readonly table: DayTable;
  private readonly known = new Map<string, Course>();

  constructor(private readonly input: Pick<PacingInput, 'doc' | 'behaviour' | 'from' | 'fixed' | 'earliest'>) {
    const { doc, from, fixed } = input;
    const first = [from, ...fixed.map(({ begins }) => begins)].reduce((a, b) => (a < b ? a : b));
    const last = addDays(localDate(closingInstant(doc), doc.zone), AFTERMATH);
    this.table = new DayTable(first, last, calendarOf(doc), doc);
  }

  /** Per customer, over the kinds of a group by their number. */
  of(group: Group, begins: number): Course {
    const key = `${group.segment ?? ''}\n${begins}`;
    const found = this.known.get(key) ?? this.mean(group, begins);
    this.known.set(key, found);
    return found;
  }

  /** Working days whose first contacts mainly arrive on days on which the desks are ready. */
  isGood(group: Group, day: number, deskDays: PacingInput['deskDays']): boolean {
    const { table } = this;
    if (!table.open[day]) return false;
    if (deskDays.length === 0) return true;
    const { first } = this.of(group, day);
    const total = first.reduce((sum, { part }) => sum + part, 0);
    const good = first.filter(
      ({ posted, arrives }) =>
        deskDays.includes(table.weekdays[arrives]!) && (posted === null || !isPoorPosting(posted, table)),
    );
    // nothing is sent to those without a channel, so they may begin on any working day
    return total === 0 || good.reduce((sum, { part }) => sum + part, 0) > total / 2;
  }

  /** The day on which most first contacts of customers who begin on a day arrive. */
  arrival(group: Group, day: number): string {
    const parts = new Map<number, number>();
    for (const { arrives, part } of this.of(group, day).first) parts.set(arrives, (parts.get(arrives) ?? 0) + part);
    const [most] = [...parts].sort(([a, one], [b, other]) => other - one || a - b);
    return this.table.days[most?.[0] ?? day] ?? this.table.days[day]!;
  }

  private mean(group: Group, begins: number): Course {
    const total = group.kinds.reduce((sum, { customers }) => sum + customers, 0);
    const mean: Course = { loads: emptyLoads(this.table.size), first: [], last: begins, tooLate: false };
    for (const kind of group.kinds) {
      if (kind.customers === 0) continue;
      const part = kind.customers / total;
      const one = courseOf(kind, begins, { ...this.input, table: this.table });
      for (const load of PACED) addTimes(mean.loads[load], one.loads[load], part);
      mean.first.push(...one.first.map((first) => ({ ...first, part: first.part * part })));
      mean.last = Math.max(mean.last, one.last);
      mean.tooLate ||= one.tooLate;
    }
    return mean;
  }
}

/** Adds a load so many times to another. */
export function addTimes(sum: Float64Array, more: Float64Array, times: number): void {
  for (let at = 0; at < sum.length; at++) sum[at] = sum[at]! + more[at]! * times;
}

/** Customers of groups. */
export const sizeOf = (groups: readonly Group[]): number =>
  groups.reduce((sum, { kinds }) => sum + kinds.reduce((own, { customers }) => own + customers, 0), 0);
