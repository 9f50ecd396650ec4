import { type Parameters } from 'fast-check';

const { FUZZ_RUNS, FUZZ_SEED } = process.env;
/** The seed of every run but those at night, so that a change is the only thing that can make a test fail. */
const FIXED = 20_270_131;

/**
 * How often each property is tried: a few times with the other tests, always with the same seed; FUZZ_RUNS times on
 * demand, with another seed each time. A failure prints its seed, which FUZZ_SEED repeats.
 */
export function runs<T>(few: number): Parameters<T> {
  const numRuns = FUZZ_RUNS ? Number(FUZZ_RUNS) : few;
  const seed = FUZZ_SEED ? Number(FUZZ_SEED) : FUZZ_RUNS ? Date.now() % 2 ** 31 : FIXED;
  return { numRuns, seed, interruptAfterTimeLimit: 600_000 };
}

/** For jest: a property that is tried long takes long. */
export const FUZZ_MS = FUZZ_RUNS ? 900_000 : 120_000;
