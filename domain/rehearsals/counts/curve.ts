import { type Range } from '../result';
import { type Before, DESK, type Delays } from './delays';
import { count } from './day-index';
import { type Weight } from './rate-behind';
import { rangeOf } from './shares';

/** Completed contracts of one weight, by day. */
export interface Group {
  weight: Weight;
  perDay: number[];
}

/** So many contracts of a sample that are completed on the same day after the same work. */
export interface Completion {
  weight: Weight;
  before: Before[];
  day: number;
  count: number;
}

const SHARE_DIGITS = 1e6;
const digits = (share: number): number => Math.round(share * SHARE_DIGITS) / SHARE_DIGITS;

/**
 * Share completed of `total` contracts at the end of each day. `customers`: those drawn, whose number gives the sampling
 * error. At the low and high rates each day's completions are a weighted share of the contracts that were still open, day
 * after day: who did not answer one contact can still answer the next. Groups in one order: sums of fractions depend on it.
 */
export function curveOf(
  groups: readonly Group[],
  { total, days, customers }: { total: number; days: number; customers: number },
): Range[] {
  const open = { low: 1, high: 1 };
  let done = 0;
  return Array.from({ length: days }, (_, day) => {
    const left = total - done;
    const counts = groups.map(({ perDay }) => perDay[day] ?? 0);
    if (left > 0) {
      for (const end of ['low', 'high'] as const) {
        const share = groups.reduce((sum, { weight }, index) => sum + weight[end] * counts[index]!, 0) / left;
        open[end] *= Math.max(0, 1 - share);
      }
    }
    done += counts.reduce((sum, each) => sum + each, 0);
    const likely = done / Math.max(1, total);
    // weights of 1 must give the likely share exactly
    const shares = { low: Math.min(likely, 1 - open.low), likely, high: Math.max(likely, 1 - open.high) };
    const range = rangeOf(shares, customers);
    return { low: digits(range.low), likely: digits(range.likely), high: digits(range.high) };
  });
}

/** Completions of a sample once the capacity of the lanes has held up what they follow from. Counts may be fractions. */
export interface Delayed {
  groups: Group[];
  /** Contracts that are completed later, and those that are not completed at all. */
  late: number;
  lost: number;
}

/**
 * Moves each completion by the days that the work behind it waited: where a share of a day's work is done later, the same
 * share of the completions that follow from that day's work comes as much later. What was never done brings nothing, nor
 * does an answer that would then come after `last`, the last day that counts; a form that has come by then waits for the
 * desk without losing its date.
 */
export function delayed(completions: readonly Completion[], delays: Delays, last: number): Delayed {
  const groups = new Map<string, Group>();
  const sums = { late: 0, lost: 0 };
  for (const { weight, before, day, count: all } of completions) {
    const key = `${weight.low} ${weight.high}`;
    const group = groups.get(key) ?? { weight, perDay: [] };
    groups.set(key, group);
    for (const { days, share } of waitOf(before, delays, last - day)) {
      if (days === null) sums.lost += all * share;
      else count(group.perDay, day + days, all * share);
      if (days !== null && days > 0) sums.late += all * share;
    }
  }
  return { groups: [...groups.values()], ...sums };
}

/** The wait of all work together: waits add up. `most`: how many days later than unlimited an answer still counts. */
function waitOf(before: readonly Before[], delays: Delays, most: number): { days: number | null; share: number }[] {
  let waits: { days: number | null; share: number }[] = [{ days: 0, share: 1 }];
  for (const work of before) {
    waits = waits.flatMap(({ days: soFar, share }) =>
      delays.of(work).map(({ days, share: own }) => {
        const sum = soFar === null || days === null ? null : soFar + days;
        const late = sum !== null && sum > 0 && sum > most && work.load !== DESK;
        return { days: late ? null : sum, share: share * own };
      }),
    );
  }
  return waits;
}
