import { useCallback, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { askFreshCode } from './fresh-code';
import { type Answer, call, type Input, type Operation, type Reply, writeOf } from './client';
import { asProblem, Problem } from './problem';
import { readAgain } from './read-again';
import { sessionEnded, stillSameRole } from './session';
import { connection } from './connection';

const RETRY_MS = 2_000;
/** Times that a fault of the server itself is tried again; a lost connection is tried until it is back. */
const FAILURES = 3;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Sends an act until there is an answer, always with the same key, so that it takes effect once: after a lost
 * connection or an error of the server it tries again, after the end of the session when the same person is back, and a
 * fresh code is asked for where the act needs one. Throws the API's refusal.
 */
export async function act<O extends Operation>(operation: O, input: Input<O>, key: string): Promise<Answer<Reply<O>>> {
  const idempotencyKey = writeOf(operation) === 'idempotency-key' ? key : undefined;
  const release = connection.begin();
  try {
    for (let renewed = false, failures = 0; ;) {
      try {
        return await call(operation, input, { idempotencyKey });
      } catch (thrown) {
        const problem = asProblem(thrown);
        if (!problem.uncertain) connection.answered();
        if (problem.code === 'unauthenticated') {
          if (!(await sessionEnded())) throw problem;
        } else if (problem.code === 'csrf_refused' && !renewed) {
          renewed = true;
          if (!(await stillSameRole())) throw new Problem(403, 'role_changed');
        } else if (problem.code === 'fresh_code_needed') {
          if (!(await askFreshCode())) throw problem;
        } else if (problem.uncertain && idempotencyKey !== undefined && failures < FAILURES) {
          if (problem.status === 500) failures += 1;
          connection.lost();
          await pause(RETRY_MS);
          continue;
        } else {
          throw problem;
        }
      }
    }
  } finally {
    release();
  }
}

export interface Act<O extends Operation> {
  /** Acts; resolves to the answer, or undefined when it was refused: `problem` then says why. */
  run(input: Input<O>): Promise<Answer<Reply<O>> | undefined>;
  busy: boolean;
  problem: Problem | null;
  clear(): void;
}

/** An act of a page. What it may have changed is read again: all shown data of the page. */
export function useAct<O extends Operation>(operation: O): Act<O> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef(false);
  /** What was sent last without a known outcome: sent again, it has the same key. */
  const unknown = useRef<{ key: string; sent: string } | null>(null);
  const queries = useQueryClient();
  const run = useCallback(
    async (input: Input<O>) => {
      if (running.current) return undefined;
      running.current = true;
      setBusy(true);
      setProblem(null);
      const sent = JSON.stringify(input);
      const key = unknown.current?.sent === sent ? unknown.current.key : crypto.randomUUID();
      unknown.current = null;
      try {
        const answer = await act(operation, input, key);
        readAgain(queries, ({ meta }) => meta?.once !== true);
        return answer;
      } catch (thrown) {
        const refused = asProblem(thrown);
        if (refused.uncertain) unknown.current = { key, sent };
        setProblem(refused);
        return undefined;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
    [operation, queries],
  );
  return { run, busy, problem, clear: useCallback(() => setProblem(null), []) };
}
