import { createDecoder, DecodingFailed } from '../../config/decoder/decoder';
import { AppError } from '../../domain/errors';
import { type PageQuestion } from './page-drawing';

/** A process of its own beside that of the booking, so that who reads a form does not wait for a stack being scanned. */
const ask = createDecoder<PageQuestion, Uint8Array>({
  module: require.resolve('./page-process'),
  limitMs: 15_000,
  memoryMb: 1024,
});

/**
 * A page (from 1) of a scan or letter as PNG, drawn in a process of its own. Throws not_found beyond the last page,
 * decoder_busy, and scan_unreadable for what is damaged or takes too much time or memory.
 */
export async function drawPageApart(question: PageQuestion): Promise<Buffer> {
  try {
    return Buffer.from(await ask(question));
  } catch (cause) {
    if (!(cause instanceof DecodingFailed)) throw cause;
    throw new AppError('scan_unreadable', {}, [], { cause });
  }
}
