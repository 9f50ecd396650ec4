import { type Hours, type QuietHours, type Wait, type Weekday } from './campaign';

/** Business days. `weekend` true: Saturday and Sunday are closed. `closed` holds ISO dates of local days. */
export interface Calendar {
  zone: string;
  weekend: boolean;
  closed: ReadonlySet<string>;
}

/** What converts a wait into an instant. `spread` is the customer's position in the day's window, in [0, 1). */
export interface DueContext {
  calendar: Calendar;
  quiet: QuietHours | null;
  spread: number;
  /** Length of a slot of a stepped clock in ms; 0 on a continuous clock. Nothing is spread more finely than a slot. */
  slotMs: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Whether the text is `YYYY-MM-DD` and such a day exists. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether the runtime knows this IANA time zone. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** The local day `YYYY-MM-DD` of an instant. */
export const localDate = (at: number, zone: string): string => isoOf(at + offsetAt(at, zone)).slice(0, 10);

/** The local time of day `HH:MM` of an instant. */
export const localTime = (at: number, zone: string): string => isoOf(at + offsetAt(at, zone)).slice(11, 16);

/**
 * The instant of a local day and time (`HH:MM`, up to `24:00`). A time skipped by the change to summer time is moved
 * forward by the gap; of a time that occurs twice the earlier one is used.
 */
export function instantOf(date: string, time: string, zone: string): number {
  const wall = wallOf(date) + minutesOf(time) * MINUTE;
  const before = wall - offsetAt(wall - DAY, zone);
  const after = wall - offsetAt(wall + DAY, zone);
  const exact = [before, after].find((at) => at + offsetAt(at, zone) === wall);
  return exact ?? before;
}

/** The last millisecond of a local day. */
export const endOfDay = (date: string, zone: string): number => instantOf(date, '24:00', zone) - 1;

/** Adds `n` calendar days; `n` may be negative. */
export const addDays = (date: string, n: number): string => isoOf(wallOf(date) + n * DAY).slice(0, 10);

/** Whether a day is neither weekend nor holiday nor closed by the campaign. */
export function isBusinessDay(date: string, calendar: Calendar): boolean {
  const weekday = new Date(wallOf(date)).getUTCDay();
  const weekend = weekday === 0 || weekday === 6;
  return !(calendar.weekend && weekend) && !calendar.closed.has(date);
}

/** The `n`-th business day after `date`, not counting `date` itself; `date` for n = 0. */
export function addBusinessDays(date: string, n: number, calendar: Calendar): string {
  let day = date;
  for (let left = n; left > 0;) {
    day = addDays(day, 1);
    if (isBusinessDay(day, calendar)) left -= 1;
  }
  return day;
}

/** The `n`-th business day before `date`, not counting `date` itself; `date` for n = 0. */
export function businessDaysBefore(date: string, n: number, calendar: Calendar): string {
  let day = date;
  for (let left = n; left > 0;) {
    day = addDays(day, -1);
    if (isBusinessDay(day, calendar)) left -= 1;
  }
  return day;
}

/** In the order of `getUTCDay`. */
export const WEEKDAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export const weekdayOf = (date: string): Weekday => WEEKDAYS[new Date(wallOf(date)).getUTCDay()]!;

/** The quiet hours of one local day. */
export const hoursOn = (date: string, quiet: QuietHours): Hours | 'closed' => quiet.days?.[weekdayOf(date)] ?? quiet;

/** Whether sending is forbidden at this instant. `until` itself is allowed again. */
export function isQuiet(at: number, quiet: QuietHours | null, zone: string): boolean {
  if (!quiet) return false;
  const hours = quiet.days ? hoursOn(localDate(at, zone), quiet) : quiet;
  return hours === 'closed' || isWithin(localTime(at, zone), hours);
}

const isWithin = (time: string, { from, until }: Hours): boolean =>
  from <= until ? from <= time && time < until : time >= from || time < until;

/**
 * The first instant from `at` on at which sending is allowed. Requires at least one open weekday, which the plan's
 * validation ensures.
 */
export function nextAllowed(at: number, quiet: QuietHours | null, zone: string): number {
  if (!quiet || !isQuiet(at, quiet, zone)) return at;
  let day = localDate(at, zone);
  for (let start = at; ;) {
    if (!isQuiet(start, quiet, zone)) return start;
    const hours = hoursOn(day, quiet);
    const ends = hours === 'closed' ? start : instantOf(day, hours.until, zone);
    if (ends > start) return ends;
    day = addDays(day, 1);
    start = instantOf(day, '00:00', zone);
  }
}

/** The next daily run at local `time` on a business day, including `at` itself. */
export function nextRun(at: number, time: string, calendar: Calendar): number {
  for (let day = localDate(at, calendar.zone); ; day = addDays(day, 1)) {
    const run = instantOf(day, time, calendar.zone);
    if (run >= at && isBusinessDay(day, calendar)) return run;
  }
}

/**
 * When the next step is due. `base` is the hand-over of the previous contact. Waits in days end within the allowed
 * window of the target day, spread per customer; waits in minutes are exact and only moved out of quiet hours.
 */
export function dueAfter(base: number, wait: Wait, ctx: DueContext): number {
  const { calendar, quiet } = ctx;
  if ('minutes' in wait) return nextAllowed(base + Math.round(wait.minutes * MINUTE), quiet, calendar.zone);
  const from = localDate(base, calendar.zone);
  const day = 'days' in wait ? addDays(from, wait.days) : addBusinessDays(from, wait.businessDays, calendar);
  return Math.max(base, withinWindow(day, ctx));
}

/**
 * When the first step is due. A first dispatch given as a day (its first instant) is spread over that day's window; one
 * given with a time of day is exact and only moved out of quiet hours.
 */
export function firstDue(at: number, ctx: DueContext): number {
  const { zone } = ctx.calendar;
  const day = localDate(at, zone);
  return at === instantOf(day, '00:00', zone) ? withinWindow(day, ctx) : nextAllowed(at, ctx.quiet, zone);
}

/** A customer's fixed position in every window: evenly distributed over ids, in [0, 1). */
export function spreadOf(customerId: number): number {
  let h = (customerId ^ Math.imul(Math.floor(customerId / 2 ** 32), 0x9e3779b1)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** Within the window of the first open day from `day` on. */
function withinWindow(day: string, ctx: DueContext): number {
  const { zone } = ctx.calendar;
  const { quiet } = ctx;
  const hours = quiet && hoursOn(day, quiet);
  if (hours === 'closed') return withinWindow(addDays(day, 1), ctx);
  const window = windowOf(hours);
  const opens = instantOf(day, window.opens, zone);
  const length = instantOf(day, window.closes, zone) - opens;
  return opens + Math.floor(ctx.spread * Math.max(0, length - ctx.slotMs));
}

/** The part of a day in which sending is allowed. If quiet hours split the day, the longer part. */
function windowOf(quiet: Hours | null): { opens: string; closes: string } {
  if (!quiet) return { opens: '00:00', closes: '24:00' };
  if (quiet.from > quiet.until) return { opens: quiet.until, closes: quiet.from };
  const evening = 24 * 60 - minutesOf(quiet.until);
  return evening >= minutesOf(quiet.from)
    ? { opens: quiet.until, closes: '24:00' }
    : { opens: '00:00', closes: quiet.from };
}

const isoOf = (wall: number): string => new Date(wall).toISOString();
const wallOf = (date: string): number => Date.parse(`${date}T00:00:00Z`);

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** Zones change their offset on a quarter of an hour, since none has seconds in it any more (1972). */
const QUARTER = 15 * MINUTE;
const EXACT_BEFORE = Date.UTC(1973, 0);
const KNOWN_MOST = 20_000;
const known = new Map<string, Map<number, number>>();

/** UTC offset of local time at an instant, in ms. Asking the runtime is slow, so what it said of a quarter of an hour is kept. */
function offsetAt(at: number, zone: string): number {
  if (at < EXACT_BEFORE) return readOffset(at, zone);
  let offsets = known.get(zone);
  if (!offsets || offsets.size >= KNOWN_MOST) known.set(zone, (offsets = new Map()));
  const quarter = Math.floor(at / QUARTER);
  let offset = offsets.get(quarter);
  if (offset === undefined) offsets.set(quarter, (offset = readOffset(at, zone)));
  return offset;
}

function readOffset(at: number, zone: string): number {
  const seconds = Math.floor(at / 1000) * 1000;
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(seconds)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - seconds;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    const two = '2-digit';
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    });
    formats.set(timeZone, format);
  }
  return format;
}
