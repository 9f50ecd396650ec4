import { spreadOf } from './calendar';
import { type Wave } from './campaign';

/** Separates a customer's position among the waves from the position in the hours of a day. */
const SALT = 0x51ed270b;

/**
 * Assigns customers to the waves of a campaign, deterministically: segments first, then sizes, then shares of the
 * remaining customers, in the order of the file. Remaining customers go to the wave without a limit, else to the last
 * one. The order of customers is derived from their ids. `inSegments` returns whether a customer is in one of the given
 * segments.
 */
export function divideIntoWaves(
  waves: readonly Wave[],
  customerIds: readonly number[],
  inSegments: (customerId: number, segments: string[]) => boolean,
): Map<number, string> {
  const found = new Map<number, string>();
  const drawn = customerIds.map((id) => ({ id, place: spreadOf(id + SALT) }));
  let left = drawn.sort((a, b) => a.place - b.place || a.id - b.id).map(({ id }) => id);
  const take = (wave: Wave, chosen: number[]) => {
    for (const id of chosen) found.set(id, wave.id);
    left = left.filter((id) => !found.has(id));
  };
  for (const wave of waves) {
    if (wave.only) take(wave, left.filter((id) => inSegments(id, wave.only!)).slice(0, wave.size ?? left.length));
  }
  for (const wave of waves) if (wave.size !== undefined && !wave.only) take(wave, left.slice(0, wave.size));
  const shared = left.length;
  let hundredths = 0;
  for (const wave of waves) {
    if (wave.share === undefined) continue;
    const before = Math.round((shared * hundredths) / 100);
    hundredths += wave.share;
    take(wave, left.slice(0, Math.round((shared * hundredths) / 100) - before));
  }
  const last = waves.find(takesRest) ?? waves.at(-1);
  if (last) take(last, left);
  return found;
}

/** The trials that a wave waits for, in the order of the file; none for a wave that the campaign does not have. */
export const trialsBefore = (waves: readonly Wave[] = [], wave: string | undefined): Wave[] =>
  waves
    .slice(
      0,
      Math.max(
        0,
        waves.findIndex(({ id }) => id === wave),
      ),
    )
    .filter(({ trial }) => trial);

/** Whether a wave takes all remaining customers. */
export const takesRest = ({ only, size, share }: Pick<Wave, 'only' | 'size' | 'share'>): boolean =>
  only === undefined && size === undefined && share === undefined;
