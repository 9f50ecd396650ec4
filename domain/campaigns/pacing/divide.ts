import { addDays, localDate } from '../calendar';
import { calendarOf } from '../holidays';
import { closingInstant } from '../../journeys/outcome';
import { DayTable, isPoorPosting } from './day-table';
import { type Course, courseOf, emptyLoads } from './expected';
import {
  type Group,
  type Limits,
  PACED,
  type PacedLoad,
  type Pacing,
  type PacingInput,
  type PlannedWave,
} from './pacing';

const EPSILON = 1e-9;
/** Days after the closing date for which loads are still counted: letters come back late. */
const AFTERMATH = 60;

/**
 * Divides the audience into waves so that no day's forecast passes a limit: from the first day on as many customers as
 * still fit, in the order of the groups. Deterministic; works on counts, so its time does not depend on the audience's size.
 */
export function divide(input: PacingInput, courses: Courses = new Courses(input)): Pacing {
  return new Division(input, courses).run();
}

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

function addTimes(sum: Float64Array, more: Float64Array, times: number): void {
  for (let at = 0; at < sum.length; at++) sum[at] = sum[at]! + more[at]! * times;
}

class Division {
  private readonly table: DayTable;
  private readonly used: Course['loads'];
  private readonly waves: PlannedWave[] = [];
  private readonly binding = new Map<PacedLoad, number>();
  private readonly audience: number;
  private ends = -1;

  constructor(
    private readonly input: PacingInput,
    private readonly courses: Courses,
  ) {
    this.table = courses.table;
    this.used = emptyLoads(this.table.size);
    this.audience = sizeOf(input.groups) + input.fixed.reduce((sum, { customers }) => sum + customers, 0);
  }

  run(): Pacing {
    const { input, table } = this;
    const everyone: Group = { segment: '*', kinds: input.groups.flatMap(({ kinds }) => kinds) };
    for (const { begins, customers } of input.fixed) this.take(everyone, table.of(begins), customers);
    const left = input.groups.map((group) => ({ group, customers: sizeOf([group]) }));
    const lastStart = this.lastStart();
    let first = table.of(input.from);
    const trialGroup = left.at(-1);
    if (input.trial && trialGroup && trialGroup.customers > input.trial.size) {
      first = this.beginTrial(trialGroup, first, lastStart);
    }
    for (let day = first; day <= lastStart; day++) this.fill(day, left);
    return {
      waves: this.waves,
      left: left.reduce((sum, { customers }) => sum + customers, 0),
      lastStart: lastStart < 0 ? null : table.days[lastStart]!,
      lastBegins: this.waves.at(-1)?.begins ?? null,
      ends: this.ends < 0 ? null : (table.days[this.ends] ?? null),
      days: table.days.map((day, at) => ({ day, closed: !table.open[at], load: this.loadOn(at) })),
      peaks: this.peaks(),
      binding: [...this.binding].sort((a, b) => b[1] - a[1]).map(([load]) => load),
      cost: Math.round(this.cost()),
    };
  }

  /** The last day on which every group could still begin without a contact that is too late; -1: none. */
  private lastStart(): number {
    const { table, input } = this;
    for (
      let day = table.of(localDate(input.doc.dates.lastDispatch, input.doc.zone));
      day >= table.of(input.from);
      day--
    ) {
      if (day < table.size && table.open[day] && input.groups.every((group) => !this.courses.of(group, day).tooLate)) {
        return day;
      }
    }
    return -1;
  }

  /** Begins the trial on the first good day; returns the first day for the next wave. */
  private beginTrial(own: { group: Group; customers: number }, first: number, lastStart: number): number {
    const { size, days } = this.input.trial!;
    for (let day = first; day <= lastStart; day++) {
      if (!this.isGood(own.group, day) || this.fits(own.group, day, size) < size) continue;
      this.begin(own, day, size, true);
      const arrives = Math.max(...this.courses.of(own.group, day).first.map((one) => one.arrives));
      return arrives + days;
    }
    return first;
  }

  /** Begins as many of the groups' customers on a day as fit, group after group. */
  private fill(day: number, left: { group: Group; customers: number }[]): void {
    const { size } = this.input;
    for (const own of left) {
      if (own.customers === 0) continue;
      if (!this.isGood(own.group, day)) return;
      const wanted = Math.min(own.customers, size.max);
      const count = Math.min(wanted, this.fits(own.group, day, wanted));
      if (count <= 0 || (count < size.min && count < own.customers)) return;
      this.begin(own, day, count);
      if (own.customers > 0) return;
    }
  }

  private begin(own: { group: Group; customers: number }, day: number, customers: number, trial = false): void {
    this.take(own.group, day, customers);
    own.customers -= customers;
    this.waves.push({
      begins: this.table.days[day]!,
      arrives: this.arrival(own.group, day),
      customers,
      share: customers / this.audience,
      segment: own.group.segment,
      ...(trial && { trial: true as const }),
    });
  }

  /** The day on which most first contacts of customers who begin on a day arrive. */
  private arrival(group: Group, day: number): string {
    const parts = new Map<number, number>();
    for (const { arrives, part } of this.courses.of(group, day).first) {
      parts.set(arrives, (parts.get(arrives) ?? 0) + part);
    }
    const [most] = [...parts].sort(([a, one], [b, other]) => other - one || a - b);
    return this.table.days[most?.[0] ?? day] ?? this.table.days[day]!;
  }

  private take(group: Group, day: number, customers: number): void {
    const { loads, last } = this.courses.of(group, Math.min(day, this.table.size - 1));
    for (const load of PACED) addTimes(this.used[load], loads[load], customers);
    this.ends = Math.max(this.ends, last);
  }

  /** Working days whose first contacts mainly arrive on days on which the desks are ready. */
  private isGood(group: Group, day: number): boolean {
    const { table } = this;
    if (!table.open[day]) return false;
    const { deskDays } = this.input;
    if (deskDays.length === 0) return true;
    const { first } = this.courses.of(group, day);
    const total = first.reduce((sum, { part }) => sum + part, 0);
    const good = first.filter(
      ({ posted, arrives }) =>
        deskDays.includes(table.weekdays[arrives]!) && (posted === null || !isPoorPosting(posted, table)),
    );
    // nothing is sent to those without a channel, so they may begin on any working day
    return total === 0 || good.reduce((sum, { part }) => sum + part, 0) > total / 2;
  }

  /** How many customers can begin on a day without a load over its limit on any day, at most `wanted`. */
  private fits(group: Group, day: number, wanted: number): number {
    const { loads } = this.courses.of(group, day);
    let fit = wanted;
    let tight: PacedLoad | undefined;
    for (const load of PACED) {
      const limit = this.input.limits[load];
      if (limit === undefined) continue;
      const [used, own] = [this.used[load], loads[load]];
      for (let at = day; at < own.length; at++) {
        if (own[at]! < EPSILON) continue;
        const room = Math.max(0, (limit - used[at]!) / own[at]!);
        if (room < fit) [fit, tight] = [room, load];
      }
    }
    if (tight) this.binding.set(tight, (this.binding.get(tight) ?? 0) + 1);
    return Math.floor(fit + EPSILON);
  }

  private loadOn(at: number): Record<PacedLoad, number> {
    return Object.fromEntries(PACED.map((load) => [load, Math.round(this.used[load][at]! * 10) / 10])) as Record<
      PacedLoad,
      number
    >;
  }

  private peaks(): Pacing['peaks'] {
    return PACED.flatMap((load) => {
      const at = this.used[load].reduce((best, value, index, list) => (value > list[best]! ? index : best), 0);
      const amount = Math.round(this.used[load][at]! * 10) / 10;
      return amount > 0 ? [{ load, day: this.table.days[at]!, amount, limit: this.input.limits[load] ?? null }] : [];
    });
  }

  private cost(): number {
    const { costs, rates } = this.input.behaviour;
    const sum = (load: PacedLoad) => this.used[load].reduce((total, one) => total + one, 0);
    return (
      sum('print') * costs.printing.yen +
      sum('post') * costs.postage.yen +
      sum('mails') * costs.mail.yen +
      sum('sms') * costs.sms.yen +
      sum('callMinutes') * costs.callMinute.yen +
      sum('returns') * (costs.replyPostage.yen + rates.form.minutes.likely * costs.deskMinute.yen)
    );
  }
}

/** Customers of groups. */
export const sizeOf = (groups: readonly Group[]): number =>
  groups.reduce((sum, { kinds }) => sum + kinds.reduce((own, { customers }) => own + customers, 0), 0);

/** The highest part of its limit that a load reaches on any day; null: nothing is limited. */
export function highestPart({ peaks }: Pick<Pacing, 'peaks'>, limits: Limits): number | null {
  const parts = peaks.flatMap(({ load, amount }) => (limits[load] ? [amount / limits[load]] : []));
  return parts.length > 0 ? Math.max(...parts) : null;
}
