import { addBusinessDays, addDays, type Calendar, instantOf, isBusinessDay, localDate } from '../campaigns/calendar';
import { type Curve, daysOf } from './behaviour';
import { type Draws } from './random';

const MINUTE = 60_000;

/** Weights of the hours 7 to 22: people deal with such things in their breaks and in the evening. */
const WAKING = { from: 7, weights: [2, 3, 3, 4, 4, 6, 5, 4, 4, 4, 5, 7, 9, 10, 8, 4] };
/** Hours of those who call a desk, 9 to 17. */
const DESK = { from: 9, weights: [8, 10, 9, 6, 7, 8, 7, 6, 3] };
/** Post comes in the morning, and is decided after that. */
const MAILBAG = { from: 9, weights: [1] };
const DECIDING = { from: 11, weights: [2, 1, 3, 3, 3, 2] };
/** Further attempts of a call: afternoon, evening, morning, in turn. */
const BANDS = [13, 18, 10];

type Hours = typeof WAKING;

/** When things happen to one customer, in local hours of the campaign's zone. All instants are epoch ms. */
export class Moments {
  constructor(
    private readonly draws: Draws,
    private readonly calendar: Calendar,
  ) {}

  /** A person's own moment `after` a day: within waking hours, and at least five minutes after `from`. */
  waking(question: string, from: number, after: Curve): number {
    return this.within(question, from, addDays(this.day(from), this.days(question, after)), WAKING);
  }

  /** A call to a desk, which is open on business days. */
  calling(question: string, from: number, after: Curve): number {
    const day = this.open(addDays(this.day(from), this.days(question, after)));
    return this.within(question, from, day, DESK);
  }

  /** The mailbag of a business day. */
  mailbag(question: string, from: number, after: Curve): number {
    const day = this.open(addDays(this.day(from), Math.max(1, this.days(question, after))));
    return this.at(question, day, MAILBAG);
  }

  /** Delivery so many business days after posting. */
  delivery(question: string, from: number, after: Curve): number {
    const days = Math.max(1, this.days(question, after));
    return this.at(question, addBusinessDays(this.day(from), days, this.calendar), {
      from: 10,
      weights: [2, 2, 1, 1, 2],
    });
  }

  /** A decision at the desk so many business days after the mailbag. */
  decision(question: string, received: number, after: Curve): number {
    const day = addBusinessDays(this.day(received), this.days(question, after), this.calendar);
    return this.at(question, day, DECIDING);
  }

  /** The attempt of a call after one `before`: on a business day at least a day later, in another part of the day. */
  attempt(question: string, before: number, attempt: number, spacingDays: number): number {
    const day = this.open(addDays(this.day(before), Math.max(1, Math.round(spacingDays))));
    return this.at(question, day, { from: BANDS[attempt % BANDS.length]!, weights: [1, 1] });
  }

  /** So many minutes, up to `range` more. */
  soon(question: string, from: number, minutes: number, range: number): number {
    return from + Math.round((minutes + this.draws.of(`${question} minutes`) * range) * MINUTE);
  }

  private days(question: string, curve: Curve): number {
    const { days, weights } = daysOf(curve);
    return days[this.draws.index(`${question} day`, weights)] ?? 0;
  }

  private day(at: number): string {
    return localDate(at, this.calendar.zone);
  }

  private open(day: string): string {
    return isBusinessDay(day, this.calendar) ? day : addBusinessDays(day, 1, this.calendar);
  }

  private at(question: string, day: string, { from, weights }: Hours): number {
    const hour = from + this.draws.index(`${question} hour`, weights);
    const start = instantOf(day, `${String(hour).padStart(2, '0')}:00`, this.calendar.zone);
    return start + Math.floor(this.draws.of(`${question} minute`) * 60) * MINUTE;
  }

  /** Within these hours of the day; where they would be over by then, in the rest of them, or on the next such day. */
  private within(question: string, from: number, day: string, hours: Hours): number {
    const at = this.at(question, day, hours);
    const earliest = from + 5 * MINUTE;
    if (at >= earliest) return at;
    const closes = instantOf(day, `${hours.from + hours.weights.length}:00`, this.calendar.zone);
    if (closes > earliest) return Math.floor(earliest + this.draws.of(`${question} rest`) * (closes - earliest - 1));
    const next = addDays(day, 1);
    return this.at(question, hours === DESK ? this.open(next) : next, hours);
  }
}
