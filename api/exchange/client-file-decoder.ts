import { type Readable } from 'node:stream';
import { createDecoder, DecodingFailed } from '../../config/decoder/decoder';
import { type ReadFile } from '../../db/exchange/client-files';
import { AppError } from '../../domain/errors';
import { allOf, type ChangeFileContext } from './client-file';

export interface ChangeFileQuestion extends ChangeFileContext {
  bytes: Uint8Array;
}

/** A file of 32 MB, the largest that is taken, needs some seconds and some hundred megabytes. */
const ask = createDecoder<ChangeFileQuestion, ReadFile>({
  module: require.resolve('./client-file-process'),
  limitMs: 30_000,
  memoryMb: 1536,
});

/**
 * Reads a change file as readChangeFile does, in a process of its own. Throws what that throws, file_too_costly for one
 * that takes too much time or memory, and decoder_busy.
 */
export async function readChangeFileApart(
  body: Readable,
  context: ChangeFileContext,
  limitMs?: number,
): Promise<ReadFile> {
  const bytes = await allOf(body);
  return ask({ ...context, bytes }, limitMs).catch((error: unknown) => {
    if (!(error instanceof DecodingFailed) || error.why === 'broken') throw error;
    throw new AppError('file_too_costly', {}, [], { cause: error });
  });
}
