import { createHash } from 'node:crypto';

/** Deterministic pseudo-random number in [0, 1), derived from the seed and labels. */
export function seededRandom(seed: number, ...names: (string | number)[]): number {
  const text = [seed, ...names].join('\n');
  return createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48;
}

/** True with the given probability. */
export const withProbability = (probability: number, seed: number, ...names: (string | number)[]): boolean =>
  probability > 0 && seededRandom(seed, ...names) < probability;
