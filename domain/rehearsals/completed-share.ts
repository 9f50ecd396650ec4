import { type OutcomeName } from '../journeys/states';

/** The share completed: contracts migrated or cancelled, of all that are not excluded, 0 to 1. `open` may be among them. */
export function completedShare(counts: Partial<Record<OutcomeName | 'open', number>>): number {
  const { migrated = 0, cancelled = 0, excluded = 0 } = counts;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0) - excluded;
  return all === 0 ? 0 : (migrated + cancelled) / all;
}
