import { useState } from 'react';
import { call, type Input, type Operation, type Reply } from '../api/client';
import { asProblem, type Problem } from '../api/problem';

/** Runs a step of the sign-in once at a time. Steps are harmless when repeated, so they need no key. */
export function useStep(): {
  busy: boolean;
  problem: Problem | null;
  run<O extends Operation>(operation: O, input: Input<O>, then: (body: Reply<O>) => void): Promise<void>;
} {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  return {
    busy,
    problem,
    run: async (operation, input, then) => {
      setBusy(true);
      setProblem(null);
      try {
        then((await call(operation, input)).body);
      } catch (thrown) {
        setProblem(asProblem(thrown));
      } finally {
        setBusy(false);
      }
    },
  };
}
