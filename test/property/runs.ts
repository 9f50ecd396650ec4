import { type Parameters } from 'fast-check';

/** How often each property is tried: few times with the other tests, FUZZ_RUNS times on demand; the seed repeats them. */
export function runs<T>(short: number): Parameters<T> {
  const numRuns = process.env.FUZZ_RUNS ? Number(process.env.FUZZ_RUNS) : short;
  return { numRuns, seed: Number(process.env.FUZZ_SEED ?? 20_270_131), interruptAfterTimeLimit: 600_000 };
}

/** For jest: a property that is tried long takes long. */
export const FUZZ_MS = process.env.FUZZ_RUNS ? 900_000 : 120_000;
