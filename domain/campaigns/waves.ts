import { spreadOf } from './calendar';
import { type Wave } from './campaign';

/** Keeps a customer's place among the waves apart from its place in the hours of a day. */
const SALT = 0x51ed270b;

/**
 * Divides customers among the waves of a campaign, the same way every time: segments first, then sizes, then shares of
 * whom these leave, in the order of the file; whoever is left goes to the wave that takes the rest, else to the last one.
 * Who comes first is drawn from the customer's id. `inSegments` says whether a customer is in one of some segments.
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
    if (wave.only)
      take(
        wave,
        left.filter((id) => inSegments(id, wave.only!)),
      );
  }
  for (const wave of waves) if (wave.size !== undefined) take(wave, left.slice(0, wave.size));
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

/** Whether a wave takes everybody whom the others leave. */
export const takesRest = ({ only, size, share }: Pick<Wave, 'only' | 'size' | 'share'>): boolean =>
  only === undefined && size === undefined && share === undefined;
