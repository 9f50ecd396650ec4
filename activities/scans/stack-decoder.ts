import { createDecoder, DecodingFailed } from '../../config/decoder/decoder';
import { AppError } from '../../domain/errors';
import { type ReadPage, type ReadPart, type StackQuestion } from './stack-reader';

/** A page without a code that looks as if it had one takes a second or two. */
const PAGE_MS = 10_000;
const ask = createDecoder<StackQuestion, ReadPart>({
  module: require.resolve('./stack-process'),
  limitMs: PAGE_MS,
  memoryMb: 1024,
});

/** Some pages of a stack, in order; null: that page cannot be read. */
export interface StackPart {
  pages: number;
  read: (ReadPage | null)[];
}

/**
 * Pages of a stack, read in a process of its own. When one of them breaks it, all are read one by one, so that only that one is
 * lost. Throws scan_unreadable for a file that cannot be opened at all, decoder_busy.
 */
export async function readPartApart(question: StackQuestion): Promise<StackPart> {
  try {
    return await ask(question, PAGE_MS * question.count);
  } catch (error) {
    if (!isBroken(error)) throw error;
    return onePageAfterTheOther(question, error);
  }
}

async function onePageAfterTheOther({ bytes, from, count }: StackQuestion, cause: unknown): Promise<StackPart> {
  const { pages } = await ask({ bytes, from: 0, count: 0 }).catch((error: unknown) => {
    throw isBroken(error) ? new AppError('scan_unreadable', {}, [], { cause }) : error;
  });
  const read: StackPart['read'] = [];
  for (let page = from; page < Math.min(from + count, pages); page++) {
    try {
      read.push((await ask({ bytes, from: page, count: 1 })).read[0]!);
    } catch (error) {
      if (!isBroken(error)) throw error;
      read.push(null);
    }
  }
  return { pages, read };
}

const isBroken = (error: unknown): boolean =>
  error instanceof DecodingFailed || (error instanceof AppError && error.code === 'scan_unreadable');
