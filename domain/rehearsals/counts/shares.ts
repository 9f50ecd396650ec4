import { type Range } from '../result';

/**
 * Whole numbers in the proportion of `counts` that add up to `total`: each rounded down, and those with the largest
 * remainders (ties: the earlier ones) one more. All zero where the counts are.
 */
export function apportioned(counts: readonly number[], total: number): number[] {
  const sum = counts.reduce((all, count) => all + count, 0);
  if (sum === 0) return counts.map(() => 0);
  // exact as long as count × total stays below 2^53
  const whole = counts.map((count) => Math.floor((count * total) / sum));
  const rest = counts.map((count, index) => (count * total) / sum - whole[index]!);
  const missing = total - whole.reduce((all, count) => all + count, 0);
  const order = rest.map((_, index) => index).sort((a, b) => rest[b]! - rest[a]! || a - b);
  for (const index of order.slice(0, missing)) whole[index]! += 1;
  return whole;
}

/** A record's counts in whole numbers that add up to `total`; zeros are left out, keys keep their order. */
export function apportionedRecord<Key extends string>(
  counts: Partial<Record<Key, number>>,
  total: number,
): Partial<Record<Key, number>> {
  const keys = (Object.keys(counts) as Key[]).filter((key) => (counts[key] ?? 0) > 0);
  const whole = apportioned(
    keys.map((key) => counts[key]!),
    total,
  );
  return Object.fromEntries(keys.map((key, index) => [key, whole[index]!])) as Partial<Record<Key, number>>;
}

/** Counts by day of a sample, in whole numbers of the audience: their running sums are those of the sample, rounded. */
export function scaledDays(perDay: readonly number[], factor: number, days: number): number[] {
  let sum = 0;
  let before = 0;
  return Array.from({ length: days }, (_, day) => {
    sum += perDay[day] ?? 0;
    const now = Math.round(sum * factor);
    const count = now - before;
    before = now;
    return count;
  });
}

/** z of 95 %. */
const Z = 1.959964;

/** Wilson's 95 % interval of a share that was found in a sample of `n`. */
export function wilson(share: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const z2 = Z * Z;
  const middle = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return { low: share === 0 ? 0 : Math.max(0, middle - half), high: share === 1 ? 1 : Math.min(1, middle + half) };
}

/**
 * The range of a share: what the low and the high rates would give, each with the sampling error of the customers drawn.
 * Shares above 1 count as 1.
 */
export function rangeOf(shares: Range, n: number): Range {
  const [low, likely, high] = [shares.low, shares.likely, shares.high].map((share) => Math.min(1, Math.max(0, share)));
  return { low: wilson(low!, n).low, likely: likely!, high: wilson(high!, n).high };
}
