import { type Milestone, type Range } from '../result';

const SHARES = [0.8, 0.9, 0.95] as const;

/** The first days on which the shares are reached; null: not until the end. */
export function milestonesOf(days: readonly { day: string; completed: Range }[]): Milestone[] {
  const first = (share: number, end: keyof Range) => days.find(({ completed }) => completed[end] >= share)?.day ?? null;
  return SHARES.map((share) => ({
    share,
    low: first(share, 'low'),
    likely: first(share, 'likely'),
    high: first(share, 'high'),
  }));
}
