import { ApplicationFailure } from '@temporalio/common';
import { AppError } from '../domain/errors';

/**
 * Converts our errors for Temporal: the type is the error's code, and errors that retrying cannot fix are not retried.
 */
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
