import { type z } from 'zod';
import { type problem } from '../../api/http/shapes';

export type ProblemBody = z.output<typeof problem>;

/** Why a call failed, in words for the reader, with the id that support can find in the log. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly body: Partial<ProblemBody> = {},
  ) {
    super(body.title ?? code);
  }

  /** There was no answer: whether the call took effect is not known. */
  static offline = (): Problem => new Problem(0, 'offline');

  /** Whether it is not known if the call took effect, so that the same key must be sent again. */
  get uncertain(): boolean {
    return this.status === 0 || this.status >= 500 || this.code === 'idempotency_in_progress';
  }
}

/** The problem details of a response that is not ok; a proxy's error page counts as one without words. */
export async function problemOf(response: Response): Promise<Problem> {
  const isProblem = (response.headers.get('content-type') ?? '').includes('json');
  const body = isProblem ? ((await response.json().catch(() => ({}))) as Partial<ProblemBody>) : {};
  return new Problem(response.status, body.code ?? `http_${response.status}`, body);
}

export const asProblem = (thrown: unknown): Problem =>
  thrown instanceof Problem ? thrown : new Problem(-1, 'unexpected', { detail: String(thrown) });

/** What is wrong with one field of a body, in words; null when the problem lies elsewhere. */
export function issueAt(problem: Problem | null, field: string): string | null {
  const found = problem?.body.issues?.find(({ path }) => path === `body.${field}` || path === field);
  return found ? [found.message, found.advice].filter(Boolean).join(' ') : null;
}
