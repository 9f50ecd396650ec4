import { AppError } from '../../domain/errors';

/** Longest time to an answer, in ms. What is asked of a database that hangs goes on until its own limits. */
export const ANSWER_LIMITS = {
  /** A customer's page. */
  pageMs: 10_000,
  /** A call of the API whose request and reply are small. */
  callMs: 60_000,
  /** Until a body has come: JSON; a file that is read whole, of 20 MB at most; a list, over a slow line. */
  jsonMs: 30_000,
  uploadMs: 120_000,
  streamMs: 14 * 60_000, // before the server cuts the connection without an answer
  /** Until the caller has taken a file. */
  downloadMs: 30 * 60_000,
};
export type AnswerLimits = typeof ANSWER_LIMITS;

/** The limits in force. */
export const limitsOf = ({ limits }: { limits?: Partial<AnswerLimits> }): AnswerLimits => ({
  ...ANSWER_LIMITS,
  ...limits,
});

/** The result of `work`; throws database_unavailable after `limitMs`, and ignores what comes of it later. */
export async function inTime<Result>(work: Promise<Result>, limitMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new AppError('database_unavailable')), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
