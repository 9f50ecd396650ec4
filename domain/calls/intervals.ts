import { instantOf, isDay } from '../campaigns/calendar';

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
  'interval_overlap',
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

/** What is added up to compare a file with what was taken from it. */
export const TOTALLED = ['offered', 'answered', 'abandoned', 'abandonedIvr', 'within'] as const;
type Totalled = (typeof TOTALLED)[number];
export type IntervalTotals = Record<Totalled, number>;

export interface Finding {
  line: number;
  /** Heading of the column, as the file has it. */
  column: string;
  code: IntervalFinding;
}

export interface IntervalFile {
  intervals: (Interval & { line: number })[];
  findings: Finding[];
  /** Rows; header and total not counted. */
  rows: number;
  /** Heading of the column with the start. */
  startColumn: string;
  /** Columns of the file's own total (合計) that differ from its rows; null: it states none. */
  differences: { column: string; stated: string; counted: number }[] | null;
}

const MOST_ROWS = 20_000;
const TOTAL = /^(合計|計|総計|total)$/i;

/**
 * The intervals of a CSV with a header, in local time of `zone`; a last row `合計` states the sums of the columns. A row
 * that cannot be right is a finding. Returns the columns that are missing instead where there are any, and `too_long`
 * above 20,000 rows.
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
  const heading = (column: Column) => names[places[column]] ?? INTERVAL_COLUMNS[column][0];
  const file: IntervalFile = { intervals: [], findings: [], rows: 0, startColumn: heading('start'), differences: null };
  const seen = new Map<string, number>();
  const sums = Object.fromEntries(TOTALLED.map((column) => [column, 0])) as IntervalTotals;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const cells = cellsOf(line);
    const cell = (column: Column) => cells[places[column]] ?? '';
    if (TOTAL.test(cell('queue')) || TOTAL.test(cell('start'))) {
      file.differences = differencesOf(cell, sums, heading);
      continue;
    }
    file.rows += 1;
    for (const column of TOTALLED) sums[column] += wholeNumber(cell(column));
    const read = readRow(cell, { now, zone });
    const fault = 'code' in read ? read : twice(read, seen);
    if (fault) file.findings.push({ line: index + 2, column: heading(fault.column), code: fault.code });
    else file.intervals.push({ ...(read as Interval), line: index + 2 });
  }
  return file;
}

/** A column with a cell that is no number is not compared: the cell is a finding of its own. */
function differencesOf(cell: (column: Column) => string, sums: IntervalTotals, heading: (column: Column) => string) {
  return TOTALLED.filter((column) => !Number.isNaN(sums[column]) && cell(column) !== '')
    .filter((column) => wholeNumber(cell(column)) !== sums[column])
    .map((column) => ({ column: heading(column), stated: cell(column), counted: sums[column] }));
}

interface Fault {
  code: IntervalFinding;
  column: Column;
}

const QUARTER = 15 * 60_000;

/** The other interval of the queue that covers a part of this one, by its start; one of half an hour covers two quarters. */
export const overlapping = ({ startsAt, minutes }: Pick<Interval, 'startsAt' | 'minutes'>): number =>
  minutes === 30 ? startsAt + QUARTER : startsAt - QUARTER;

/** Whether the file has had this interval, or one that overlaps it; notes it otherwise. */
function twice(interval: Interval, seen: Map<string, number>): Fault | null {
  const { queue, startsAt, minutes } = interval;
  const key = (at: number) => `${queue}\n${at}`;
  if (seen.has(key(startsAt))) return { code: 'interval_repeated', column: 'start' };
  const other = seen.get(key(overlapping(interval)));
  if (other !== undefined && other !== minutes) return { code: 'interval_overlap', column: 'minutes' };
  seen.set(key(startsAt), minutes);
  return null;
}

function readRow(cell: (column: Column) => string, { now, zone }: { now: number; zone: string }): Interval | Fault {
  const fault = (code: IntervalFinding, column: Column): Fault => ({ code, column });
  const [, day = '', hour = '', minute = ''] =
    /^(\d{4}[-/]\d{1,2}[-/]\d{1,2})[T ](\d{1,2}):(\d{2})(?::00)?$/.exec(cell('start')) ?? [];
  const date = day
    .split(/[-/]/)
    .map((part) => part.padStart(2, '0'))
    .join('-');
  if (!isDay(date) || Number(hour) > 23 || Number(minute) > 59) return fault('interval_start', 'start');
  const minutes = Number(cell('minutes'));
  if (minutes !== 15 && minutes !== 30) return fault('interval_minutes', 'minutes');
  if (Number(minute) % minutes !== 0) return fault('interval_start', 'start');
  const startsAt = instantOf(date, `${hour.padStart(2, '0')}:${minute}`, zone);
  if (startsAt > now) return fault('interval_future', 'start');
  const numbers = Object.fromEntries(COUNTS.map((column) => [column, wholeNumber(cell(column))]));
  const staffed = /^\d{1,4}(\.\d)?$/.test(cell('staffed')) ? Number(cell('staffed')) : NaN;
  const unread = COUNTS.find((column) => Number.isNaN(numbers[column])) ?? (Number.isNaN(staffed) ? 'staffed' : null);
  if (unread) return fault('interval_number', unread);
  const interval = { queue: cell('queue') || '-', startsAt, minutes, staffed, ...numbers } as Interval;
  const { offered, answered, abandoned, abandonedIvr, within } = interval;
  if (answered + abandoned + abandonedIvr > offered) return fault('interval_sum', 'offered');
  return within > answered ? fault('interval_within', 'within') : interval;
}

const COUNTS = [...TOTALLED, 'ahtSeconds'] as const;

const wholeNumber = (text: string): number =>
  /^\d{1,7}$/.test(text.replaceAll(',', '')) ? Number(text.replaceAll(',', '')) : NaN;

/** The cells of a line, quotes taken off. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain ?? '').normalize('NFKC').trim(),
  );
