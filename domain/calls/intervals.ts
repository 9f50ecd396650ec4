import { instantOf, isDay, localDate } from '../campaigns/calendar';

/** A quarter or half of an hour of the call desk, as the telephone system counts it. */
export interface Interval {
  queue: string;
  /** Epoch ms. */
  startsAt: number;
  minutes: 15 | 30;
  offered: number;
  answered: number;
  /** Hung up while waiting for a person. */
  abandoned: number;
  /** Hung up while a machine spoke: counted apart. */
  abandonedIvr: number;
  /** Answered within the agreed seconds. */
  within: number;
  /** Mean handling time of the answered, seconds. */
  ahtSeconds: number;
  /** Seats staffed on average. */
  staffed: number;
}

/** What is wrong with a row; it is left out, the others are taken. */
export const INTERVAL_FINDINGS = [
  'interval_start',
  'interval_minutes',
  'interval_number',
  'interval_sum',
  'interval_within',
  'interval_future',
  'interval_repeated',
] as const;
export type IntervalFinding = (typeof INTERVAL_FINDINGS)[number];

/** Headings of the columns, Japanese and English; the queue may be missing. */
export const INTERVAL_COLUMNS = {
  queue: ['窓口', 'queue'],
  start: ['開始', 'start'],
  minutes: ['分', 'minutes'],
  offered: ['着信', 'offered'],
  answered: ['応答', 'answered'],
  abandoned: ['放棄', 'abandoned'],
  abandonedIvr: ['IVR放棄', 'abandoned_ivr'],
  within: ['目標内応答', 'within'],
  ahtSeconds: ['平均処理秒', 'aht_seconds'],
  staffed: ['席数', 'staffed'],
} as const;
type Column = keyof typeof INTERVAL_COLUMNS;

export interface IntervalFile {
  intervals: Interval[];
  findings: { line: number; code: IntervalFinding }[];
  /** Rows, the header not counted. */
  rows: number;
}

const MOST_ROWS = 20_000;

/**
 * The intervals of a CSV with a header, in local time of `zone`. A row that cannot be right is a finding. Returns the
 * columns that are missing instead where there are any, and `too_long` above 20,000 rows.
 */
export function readIntervals(
  csv: string,
  { now, zone }: { now: number; zone: string },
): IntervalFile | { missing: string[] } | 'too_long' {
  const [header = '', ...lines] = csv.replace(/^\uFEFF/, '').split(/\r?\n/);
  const names = cellsOf(header);
  const places = Object.fromEntries(
    Object.entries(INTERVAL_COLUMNS).map(([column, titles]) => [
      column,
      names.findIndex((name) => (titles as readonly string[]).includes(name)),
    ]),
  ) as Record<Column, number>;
  const missing = (Object.keys(places) as Column[]).filter((column) => column !== 'queue' && places[column] < 0);
  if (missing.length > 0) return { missing: missing.map((column) => INTERVAL_COLUMNS[column][0]) };
  if (lines.length > MOST_ROWS) return 'too_long';
  const file: IntervalFile = { intervals: [], findings: [], rows: 0 };
  const seen = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    file.rows += 1;
    const cells = cellsOf(line);
    const read = readRow((column) => cells[places[column]] ?? '', { now, zone });
    const code = typeof read === 'string' ? read : seen.has(keyOf(read)) ? ('interval_repeated' as const) : null;
    if (code) file.findings.push({ line: index + 2, code });
    else {
      seen.add(keyOf(read as Interval));
      file.intervals.push(read as Interval);
    }
  }
  return file;
}

const keyOf = ({ queue, startsAt }: Interval): string => `${queue}\n${startsAt}`;

function readRow(
  cell: (column: Column) => string,
  { now, zone }: { now: number; zone: string },
): Interval | IntervalFinding {
  const [, day = '', hour = '', minute = ''] =
    /^(\d{4}[-/]\d{1,2}[-/]\d{1,2})[T ](\d{1,2}):(\d{2})(?::00)?$/.exec(cell('start')) ?? [];
  const date = day
    .split(/[-/]/)
    .map((part) => part.padStart(2, '0'))
    .join('-');
  if (!isDay(date) || Number(hour) > 23 || Number(minute) > 59) return 'interval_start';
  const minutes = Number(cell('minutes'));
  if (minutes !== 15 && minutes !== 30) return 'interval_minutes';
  if (Number(minute) % minutes !== 0) return 'interval_start';
  const startsAt = instantOf(date, `${hour.padStart(2, '0')}:${minute}`, zone);
  if (startsAt > now) return 'interval_future';
  const counts = ['offered', 'answered', 'abandoned', 'abandonedIvr', 'within', 'ahtSeconds'] as const;
  const numbers = Object.fromEntries(counts.map((column) => [column, wholeNumber(cell(column))]));
  const staffed = /^\d{1,4}(\.\d)?$/.test(cell('staffed')) ? Number(cell('staffed')) : NaN;
  if (Object.values(numbers).some(Number.isNaN) || Number.isNaN(staffed)) return 'interval_number';
  const interval = { queue: cell('queue') || '-', startsAt, minutes, staffed, ...numbers } as Interval;
  const { offered, answered, abandoned, abandonedIvr, within } = interval;
  if (answered + abandoned + abandonedIvr > offered) return 'interval_sum';
  return within > answered ? 'interval_within' : interval;
}

const wholeNumber = (text: string): number =>
  /^\d{1,7}$/.test(text.replaceAll(',', '')) ? Number(text.replaceAll(',', '')) : NaN;

/** The cells of a line, quotes taken off. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain ?? '').normalize('NFKC').trim(),
  );

/** A day of the call desk. Shares are of 1; null where nothing was offered. */
export interface PhoneDay {
  /** Local, ISO. */
  day: string;
  offered: number;
  answered: number;
  abandoned: number;
  abandonedIvr: number;
  /** Answered within the agreed seconds, of those who waited for a person. */
  serviceLevel: number | null;
  /** Hung up while waiting for a person, of those who did. */
  abandonment: number | null;
  /** Answered, of those who waited for a person. */
  answerRate: number | null;
  /** Mean handling time, seconds. */
  ahtSeconds: number | null;
  /** Seats staffed on average. */
  staffed: number;
}

/** The figures of each local day, oldest first. */
export function phoneDays(intervals: readonly Interval[], zone: string): PhoneDay[] {
  const byDay = new Map<string, Interval[]>();
  for (const interval of intervals) {
    const day = localDate(interval.startsAt, zone);
    byDay.set(day, [...(byDay.get(day) ?? []), interval]);
  }
  return [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, own]) => dayOf(day, own));
}

function dayOf(day: string, own: Interval[]): PhoneDay {
  const sum = (value: (interval: Interval) => number) => own.reduce((total, one) => total + value(one), 0);
  const [offered, answered] = [sum((one) => one.offered), sum((one) => one.answered)];
  const [abandoned, abandonedIvr] = [sum((one) => one.abandoned), sum((one) => one.abandonedIvr)];
  const waited = answered + abandoned;
  const share = (of: number) => (waited === 0 ? null : of / waited);
  const minutes = sum((one) => one.minutes);
  return {
    ...{ day, offered, answered, abandoned, abandonedIvr },
    serviceLevel: share(sum((one) => one.within)),
    abandonment: share(abandoned),
    answerRate: share(answered),
    ahtSeconds: answered === 0 ? null : sum((one) => one.answered * one.ahtSeconds) / answered,
    staffed: sum((one) => one.staffed * one.minutes) / minutes,
  };
}
