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

/** What is wrong with one field of a body, in words; null when the problem lies elsewhere. */
export function issueAt(problem: Problem | null, field: string): string | null {
  const found = problem?.body.issues?.find(({ path }) => path === `body.${field}` || path === field);
  return found ? [found.message, found.advice].filter(Boolean).join(' ') : null;
}
