import { ApplicationFailure } from '@temporalio/common';
import { AppError } from '../domain/errors';

/** Maps our errors for Temporal, once: the type is the code, and what can't be mended by trying again is not retried. */
export function asFailure(error: unknown): never {
  if (error instanceof AppError) {
    throw ApplicationFailure.create({
      message: error.code,
      type: error.code,
      nonRetryable: !error.retryable,
      cause: error,
    });
  }
  throw error;
}
