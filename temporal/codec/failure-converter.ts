import { DefaultFailureConverter } from '@temporalio/common';

/** Puts messages and stack traces of failures into a payload, which the codec encodes; loaded by the SDK by path. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
