import { createHash } from 'node:crypto';

/** Where in 0 ≤ x < 1 a question falls; the same for the same seed and names, on every machine. */
export function seededRandom(seed: number, ...names: (string | number)[]): number {
  const text = [seed, ...names].join('\n');
  return createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48;
}

/** True in `probability` of all cases. */
export const withProbability = (probability: number, seed: number, ...names: (string | number)[]): boolean =>
  probability > 0 && seededRandom(seed, ...names) < probability;
