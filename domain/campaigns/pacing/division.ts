import { localDate } from '../calendar';
import { addTimes, type Courses, sizeOf } from './courses';
import { type DayTable } from './day-table';
import { type Course, emptyLoads } from './expected';
import { type Group, PACED, type PacedLoad, type Pacing, type PacingInput } from './pacing';

const EPSILON = 1e-9;
/** Waves in all of groups that begin in their smallest ones; a campaign file takes 400. */
const MOST_WAVES = 200;

/** A group with its customers who have no day yet. */
interface Own {
  group: Group;
  customers: number;
}

interface Begun {
  group: Group;
  day: number;
  customers: number;
  trial: boolean;
}

/** How many customers could begin, and the load and day that let no more; undefined: nothing is limited. */
interface Room {
  customers: number;
  tight: { load: PacedLoad; at: number } | undefined;
}

/** One way to divide: from the first day on as many customers as still fit, at most `most` in one wave at first. */
export class Division {
  private readonly table: DayTable;
  private readonly used: Course['loads'];
  private readonly begun: Begun[] = [];
  private readonly binding = new Map<PacedLoad, number>();
  private readonly lastStart: number;

  constructor(
    private readonly input: PacingInput,
    private readonly courses: Courses,
    private readonly most: number,
  ) {
    this.table = courses.table;
    this.used = emptyLoads(this.table.size);
    this.lastStart = this.findLastStart();
  }

  run(): Pacing {
    const { input, table, lastStart } = this;
    const everyone: Group = { segment: '*', kinds: input.groups.flatMap(({ kinds }) => kinds) };
    const fixed = input.fixed.map(({ begins, customers }) => ({ group: everyone, day: table.of(begins), customers }));
    for (const wave of fixed) this.add(wave, wave.customers);
    const left = input.groups.map((group) => ({ group, customers: Math.round(sizeOf([group])) }));
    const { first, room: trialRoom } = this.beginTrial(left.at(-1));
    let from = first;
    for (const own of trialRoom === null ? left : []) {
      this.place(own, from);
      from = Math.max(from, this.begun.at(-1)?.day ?? from);
    }
    const ends = Math.max(-1, ...[...fixed, ...this.begun].map((wave) => this.course(wave).last));
    const audience = sizeOf(input.groups) + fixed.reduce((sum, { customers }) => sum + customers, 0);
    const waves = this.begun.map(({ group, day, customers, trial }) => ({
      begins: table.days[day]!,
      arrives: this.courses.arrival(group, day),
      customers,
      share: customers / audience,
      segment: group.segment,
      ...(trial && { trial: true as const }),
    }));
    return {
      waves,
      left: left.reduce((sum, { customers }) => sum + customers, 0),
      trialRoom,
      lastStart: lastStart < 0 ? null : table.days[lastStart]!,
      lastBegins: waves.at(-1)?.begins ?? null,
      ends: ends < 0 ? null : (table.days[ends] ?? null),
      gaps: this.gaps(first),
      days: table.days.map((day, at) => ({ day, closed: !table.open[at], load: this.loadOn(at) })),
      peaks: this.peaks(),
      binding: [...this.binding].sort((a, b) => b[1] - a[1]).map(([load]) => load),
      cost: Math.round(this.cost()),
    };
  }

  /** The last day on which every group could still begin without a contact that is too late; -1: none. */
  private findLastStart(): number {
    const { table, input } = this;
    const last = table.of(localDate(input.doc.dates.lastDispatch, input.doc.zone));
    for (let day = last; day >= table.of(input.from); day--) {
      if (day >= table.size || !table.open[day]) continue;
      if (input.groups.every((group) => !this.courses.of(group, day).tooLate)) return day;
    }
    return -1;
  }

  /**
   * Begins the trial, if one is wished, on the first good day that has room for it. Returns the first day for the next
   * wave; where no day has room, the most that a trial could have in `room`, else null.
   */
  private beginTrial(own: Own | undefined): { first: number; room: number | null } {
    const { trial, from } = this.input;
    const first = this.table.of(from);
    if (!trial || !own || own.customers <= trial.size || this.lastStart < first) return { first, room: null };
    let most = 0;
    for (let day = first; day <= this.lastStart; day++) {
      if (!this.isGood(own.group, day)) continue;
      const { customers, tight } = this.room(own.group, day, trial.size);
      if (customers === trial.size) {
        this.begin(own, day, trial.size, true);
        const arrivals = this.courses.of(own.group, day).first.map(({ arrives }) => arrives);
        return { first: Math.max(day, ...arrivals) + trial.days, room: null };
      }
      this.bind(tight);
      most = Math.max(most, customers);
    }
    return { first, room: most };
  }

  /** Begins as many of a group's customers as fit, each as early as it can. */
  private place(own: Own, first: number): void {
    const { max } = this.input.size;
    this.fill(own, first, Math.min(this.most, max));
    // who begins earlier can make room for others on later days
    do this.advance(own.group, first);
    while (this.fill(own, first, max) > 0);
  }

  /** Day after day begins as many of a group's customers as fit, in waves of `most` at most; returns how many. */
  private fill(own: Own, first: number, most: number): number {
    const before = own.customers;
    for (let day = first; day <= this.lastStart && own.customers > 0; day++) {
      if (!this.isGood(own.group, day)) continue;
      const has = this.waveOn(own.group, day)?.customers ?? 0;
      const { customers, tight } = this.room(own.group, day, Math.min(own.customers, most - has));
      this.bind(tight);
      if (this.isEnough(own.group, { customers, has, left: own.customers })) this.begin(own, day, customers);
    }
    return before - own.customers;
  }

  private bind(tight: Room['tight']): void {
    if (tight) this.binding.set(tight.load, (this.binding.get(tight.load) ?? 0) + 1);
  }

  /** Whether so many customers may begin: in a wave that is there anyway, in one large enough, or the last ones. */
  private isEnough(group: Group, own: { customers: number; has: number; left: number }): boolean {
    const { customers, has, left } = own;
    return customers > 0 && (has > 0 || customers >= this.leastOf(group) || customers === left);
  }

  /** Customers of a wave at least: of a small group fewer, so that it too can be spread over many days. */
  private leastOf(group: Group): number {
    return Math.min(this.input.size.min, Math.ceil((sizeOf([group]) * this.input.groups.length) / MOST_WAVES));
  }

  /** Lets customers of a group's last wave begin on earlier days that have room for them, until no one can. */
  private advance(group: Group, first: number): void {
    for (let last = this.begun.at(-1); last?.group === group && !last.trial; last = this.begun.at(-1)) {
      // who leaves the last day makes room for others who would begin earlier, so again until no one does
      while (this.advanceFrom(last, first) > 0);
      if (last.customers > 0) return;
      this.begun.splice(this.begun.indexOf(last), 1);
    }
  }

  /** Returns how many customers of a wave begin earlier now. */
  private advanceFrom(wave: Begun, first: number): number {
    const { group } = wave;
    let moved = 0;
    for (let day = first; day < wave.day && wave.customers > 0; day++) {
      if (!this.isGood(group, day)) continue;
      const has = this.waveOn(group, day)?.customers ?? 0;
      const wanted = Math.min(wave.customers, this.input.size.max - has);
      const { customers } = this.room(group, day, wanted, wave.day);
      if (!this.isEnough(group, { customers, has, left: wave.customers })) continue;
      this.add(wave, -customers);
      wave.customers -= customers;
      this.begin({ group, customers }, day, customers);
      moved += customers;
    }
    return moved;
  }

  private begin(own: Own, day: number, customers: number, trial = false): void {
    own.customers -= customers;
    const there = this.waveOn(own.group, day);
    const wave = there ?? { group: own.group, day, customers: 0, trial };
    wave.customers += customers;
    this.add(wave, customers);
    if (there) return;
    const before = this.begun.findLastIndex((one) => one.day <= day);
    this.begun.splice(before + 1, 0, wave);
  }

  private waveOn(group: Group, day: number): Begun | undefined {
    return this.begun.find((wave) => wave.group === group && wave.day === day && !wave.trial);
  }

  private course({ group, day }: Pick<Begun, 'group' | 'day'>): Course {
    return this.courses.of(group, Math.min(day, this.table.size - 1));
  }

  private add(wave: Pick<Begun, 'group' | 'day'>, customers: number): void {
    const { loads } = this.course(wave);
    for (const load of PACED) addTimes(this.used[load], loads[load], customers);
  }

  private isGood(group: Group, day: number): boolean {
    return this.courses.isGood(group, day, this.input.deskDays);
  }

  /**
   * How many customers can begin on a day without a load over its limit on any day, at most `wanted`; with `instead`,
   * customers who would otherwise begin on that day.
   */
  private room(group: Group, day: number, wanted: number, instead?: number): Room {
    const { loads } = this.courses.of(group, day);
    const other = instead === undefined ? undefined : this.courses.of(group, instead).loads;
    const room: Room = { customers: wanted, tight: undefined };
    for (const load of PACED) {
      const limit = this.input.limits[load];
      if (limit === undefined) continue;
      const used = this.used[load];
      for (let at = day; at < used.length; at++) {
        const more = loads[load][at]! - (other?.[load][at] ?? 0);
        if (more < EPSILON) continue;
        const fit = Math.max(0, (limit - used[at]!) / more);
        if (fit < room.customers) [room.customers, room.tight] = [fit, { load, at }];
      }
    }
    room.customers = Math.floor(room.customers + EPSILON);
    return room;
  }

  /** Where for more than a week no wave begins though days would be good: what is full. */
  private gaps(first: number): Pacing['gaps'] {
    const { table, begun } = this;
    return begun.flatMap(({ group, day: until }, index) => {
      const after = Math.max(first - 1, begun[index - 1]?.day ?? 0);
      if (until - after <= 7) return [];
      for (let day = after + 1; day < until; day++) {
        if (!this.isGood(group, day)) continue;
        const { tight } = this.room(group, day, Math.max(1, this.leastOf(group)));
        const [from, to] = [table.days[day]!, table.days[until]!];
        if (tight) return [{ from, until: to, load: tight.load, day: table.days[tight.at]! }];
      }
      return [];
    });
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
